import { dateOfEpochDay, epochDayOf } from '#domain/shared/calendar/days.ts';
import { stretchAt } from '#domain/shared/calendar/zone-offsets.ts';
import type { CalendarDate, Instant, TimeZone } from '#domain/shared/time.ts';
import { dayMilliseconds } from '#domain/shared/time.ts';

// All functions take the same few steps for any instant: the changes of a zone's clocks are read
// once for each year and kept (zone-offsets.ts), and what remains is adding whole numbers.

/**
 * The date of a local calendar at that instant.
 * @throws {InvariantViolation} outside the years 0000 to 9999.
 */
export const localDateAt = (zone: TimeZone, at: Instant): CalendarDate =>
  dateOfEpochDay(Math.floor((at + stretchAt(zone, at).offset) / dayMilliseconds));

/**
 * The first instant whose local date is that day. That is not always midnight: where the clocks are
 * put forward over it, the day begins later, and where they are put back over it, the day begins
 * the first time that midnight comes. A day that its zone left out begins where the next one does.
 */
export const startOfDay = (zone: TimeZone, date: CalendarDate): Instant => {
  const midnight = epochDayOf(date) * dayMilliseconds;
  // No offset reaches a day, so the local clocks have not shown this midnight yet.
  let at = (midnight - dayMilliseconds) as Instant;
  for (;;) {
    const stretch = stretchAt(zone, at);
    const begins = Math.max(at, midnight - stretch.offset);
    if (begins < stretch.until) return begins as Instant;
    at = stretch.until;
  }
};

/**
 * The instant so many days later at which local clocks show the same time. One that the clocks
 * leave out that day is moved on by as much as they are put forward; of one that they show twice,
 * the first counts: as `compatible` in Temporal, and in RFC 5545.
 */
export const sameTimeLater = (zone: TimeZone, at: Instant, days: number): Instant => {
  const clock = at + stretchAt(zone, at).offset + days * dayMilliseconds;
  // No offset reaches a day, so the local clocks have not shown this time yet.
  let from = (clock - dayMilliseconds) as Instant;
  let before: Instant | null = null;
  for (;;) {
    const { offset, until } = stretchAt(zone, from);
    const shown = (clock - offset) as Instant;
    if (shown < until) return shown < from && before !== null ? before : shown;
    before = shown;
    from = until;
  }
};
