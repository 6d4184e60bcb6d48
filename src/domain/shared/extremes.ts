import type { CalendarDate, Instant } from '#domain/shared/time.ts';

/** The first of some instants or days in the order of time; undefined of none. */
export const earliestOf = <Time extends Instant | CalendarDate>(
  times: readonly Time[],
): Time | undefined =>
  times.reduce<Time | undefined>(
    (one, other) => (one === undefined || other < one ? other : one),
    undefined,
  );

/** The last of them; undefined of none. */
export const latestOf = <Time extends Instant | CalendarDate>(
  times: readonly Time[],
): Time | undefined =>
  times.reduce<Time | undefined>(
    (one, other) => (one === undefined || other > one ? other : one),
    undefined,
  );
