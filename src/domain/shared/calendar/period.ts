import type { Grid } from '#domain/shared/calendar/grid.ts';
import { boundaryAt, boundaryIndexOn } from '#domain/shared/calendar/grid.ts';
import { localDateAt, startOfDay } from '#domain/shared/calendar/local-time.ts';
import type { CalendarDate, Instant, TimeZone } from '#domain/shared/time.ts';

/**
 * A period of a grid in a zone: `[start, end)` in local dates and `[startsAt, endsAt)` in instants,
 * the first instants of those days. The end of one period is the start of the next.
 */
export interface Period {
  /** How many boundaries after the anchor it starts; negative before it. */
  readonly index: number;
  readonly start: CalendarDate;
  readonly end: CalendarDate;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/**
 * The period whose instants hold `at`, found in the same few steps however far it is from the
 * anchor. Its dates hold the local date of `at`, but for one case: where clocks are put back over
 * midnight the old day shows again for a while, and the instant is in the period that has begun.
 */
export const periodAt = (grid: Grid, zone: TimeZone, at: Instant): Period => {
  const period = periodOfIndex(grid, zone, boundaryIndexOn(grid, localDateAt(zone, at)));
  return at < period.endsAt ? period : periodAfter(grid, zone, period);
};

/** The period from boundary `index` to the next. */
export const periodOfIndex = (grid: Grid, zone: TimeZone, index: number): Period =>
  periodFrom(grid, zone, index, boundaryAt(grid, index));

/** The period that begins where `period` ends. */
const periodAfter = (grid: Grid, zone: TimeZone, { index, end, endsAt }: Period): Period =>
  periodFrom(grid, zone, index + 1, end, endsAt);

/**
 * The period that holds `at`, then those after it without end. A day that its zone left out is a
 * period of no length where periods are single days.
 */
export function* periodsFrom(grid: Grid, zone: TimeZone, at: Instant): Generator<Period, never> {
  let period = periodAt(grid, zone, at);
  for (;;) {
    yield period;
    period = periodAfter(grid, zone, period);
  }
}

const periodFrom = (
  grid: Grid,
  zone: TimeZone,
  index: number,
  start: CalendarDate,
  startsAt: Instant = startOfDay(zone, start),
): Period => {
  const end = boundaryAt(grid, index + 1);
  return { index, start, end, startsAt, endsAt: startOfDay(zone, end) };
};
