import { useNavigate, useSearch } from '@tanstack/react-router';

/** The state of a list, which is in the address: filters and the cursor of the page. */
export interface ListState {
  readonly filters: Readonly<Record<string, string>>;
  readonly cursor: string | undefined;
  readonly isFiltered: boolean;
  readonly setFilter: (name: string, value: string) => void;
  readonly clear: () => void;
  readonly goTo: (cursor: string | undefined) => void;
}

/**
 * Reads and writes the state of a list of this page. A new filter begins at the first page.
 * @param cursorName the part of the address that holds its cursor: each list of a page has its own
 */
export const useListState = (names: readonly string[], cursorName: string): ListState => {
  const search = useSearch({ strict: false }) as Readonly<Record<string, string>>;
  const navigate = useNavigate();
  const change = (next: Readonly<Record<string, string | undefined>>, replace: boolean): void => {
    const { [cursorName]: _left, ...rest } = search;
    void navigate({ to: '.', search: withoutEmpty({ ...rest, ...next }), replace });
  };
  const filters = Object.fromEntries(
    names.flatMap((name) => (search[name] === undefined ? [] : [[name, search[name]]])),
  );
  return {
    filters,
    cursor: search[cursorName],
    isFiltered: Object.keys(filters).length > 0,
    setFilter: (name, value) => change({ [name]: value }, true),
    clear: () => change(Object.fromEntries(names.map((name) => [name, undefined])), false),
    goTo: (cursor) => change({ [cursorName]: cursor }, false),
  };
};

const withoutEmpty = (search: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined && value !== ''),
  ) as Readonly<Record<string, string>>;
