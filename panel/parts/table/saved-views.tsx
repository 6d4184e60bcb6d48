import { Anchor } from '@mantine/core';
import { Link, useSearch } from '@tanstack/react-router';
import { isSame } from '../../values/merge.ts';

/** Filters of a list under a name. */
export interface SavedView {
  readonly label: string;
  readonly filters: Readonly<Record<string, string>>;
}

interface SavedViewsProps {
  /** The name of the list, for those who hear the page. */
  readonly label: string;
  readonly views: readonly SavedView[];
}

/** The usual questions to a list, as links: each can be opened in a tab, or sent to somebody. */
export const SavedViews = ({ label, views }: SavedViewsProps) => {
  const { cursor: _, ...search } = useSearch({ strict: false }) as Readonly<Record<string, string>>;
  return (
    <nav className="views no-print" aria-label={label}>
      {views.map((view) => (
        <Anchor
          key={view.label}
          className="view"
          renderRoot={(props) => (
            <Link
              to="."
              search={view.filters}
              // The page of a list is no part of its view.
              activeOptions={{ exact: true, includeSearch: true }}
              {...(isSame(search, view.filters) ? { 'aria-current': 'page' } : {})}
              {...props}
            />
          )}
        >
          {view.label}
        </Anchor>
      ))}
    </nav>
  );
};
