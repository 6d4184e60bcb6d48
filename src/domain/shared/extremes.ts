import type { CalendarDate, Instant } from '#domain/shared/time.ts';

/** The first of some instants or days in the order of time; undefined of none. */
export const earliestOf = <Time extends Instant | CalendarDate>(
  times: readonly Time[],
): Time | undefined => {
  const [first, ...others] = times;
  if (first === undefined) return undefined;
  return others.reduce((one, other) => (other < one ? other : one), first);
};

/** The last of them; undefined of none. */
export const latestOf = <Time extends Instant | CalendarDate>(
  times: readonly Time[],
): Time | undefined => {
  const [first, ...others] = times;
  if (first === undefined) return undefined;
  return others.reduce((one, other) => (other > one ? other : one), first);
};
