import { useState } from 'react';
import { useRead, useReads } from '../../api/queries.ts';
import type { FormValues } from '../../values/form-values.ts';
import {
  areSomeLeft,
  countOutcomes,
  isMigrationComplete,
  mayChooseAmong,
  migrationBody,
  wholeMigrationBody,
} from '../../values/migration-body.ts';
import type { NewPlanMigration, PreviewedMove } from '../../wire/types.ts';

/** The preview of a move of many subscriptions, as far as it was asked for. */
export interface Moves {
  readonly listed: readonly PreviewedMove[];
  /** How many the versions have that were chosen. */
  readonly total: number | undefined;
  readonly showMore: (() => void) | undefined;
  /** Whether some can be left as they are: all are listed, and not too many to be named. */
  readonly areChoosable: boolean;
  readonly isPending: boolean;
  readonly error: Error | null;
  /** The call, once it is previewed as it is: its body, its quote, and how many move by it. */
  readonly body: NewPlanMigration;
  readonly quote: string | undefined;
  readonly chosen: number;
}

const rowsOfPage = '50';

/** Previews a move, a page after the other, and the call that the form makes of it. */
export const useMoves = (planId: string, values: FormValues): Moves => {
  const params = { planId };
  const isComplete = isMigrationComplete(values);
  const whole = wholeMigrationBody(values);
  const cursors = useCursors(JSON.stringify(whole));
  const pages = useReads(
    'previewPlanMigration',
    isComplete
      ? cursors.all.map((cursor) => ({
          params,
          query: { limit: rowsOfPage, ...(cursor === undefined ? {} : { cursor }) },
          body: whole,
        }))
      : [],
  );
  const [first, last] = [pages[0]?.data, pages.at(-1)?.data];
  const listed = pages.flatMap(({ data }) => data?.data ?? []);
  const next = last?.page.nextCursor ?? null;
  const areSome = areSomeLeft(values, listed);
  const { moved } = countOutcomes(listed);
  const body = migrationBody(values, listed);
  const named = useRead(
    'previewPlanMigration',
    { params, query: { limit: '1' }, body },
    { enabled: areSome && body.subscriptionIds?.length !== 0 },
  );
  const isNamedPending = areSome && (named.isPlaceholderData || named.isFetching);
  const isPending = pages.some(({ isFetching }) => isFetching) || isNamedPending;
  const call = areSome ? named.data : first;
  return {
    listed,
    total: first?.total,
    showMore: next === null ? undefined : () => cursors.add(next),
    areChoosable: first !== undefined && next === null && mayChooseAmong(first.total),
    isPending,
    error: pages.find(({ error }) => error !== null)?.error ?? (areSome ? named.error : null),
    body,
    quote: isPending ? undefined : call?.quote,
    chosen: body.subscriptionIds?.length ?? (next === null ? moved : (first?.total ?? 0)),
  };
};

/** The cursors of the pages that are shown; another question begins with the first page. */
const useCursors = (question: string) => {
  const beginning: readonly (string | undefined)[] = [undefined];
  const [state, setState] = useState({ question, cursors: beginning });
  const all = state.question === question ? state.cursors : beginning;
  return {
    all,
    add: (cursor: string): void => setState({ question, cursors: [...all, cursor] }),
  };
};
