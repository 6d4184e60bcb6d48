import { afterBilled, firstBilled } from '#domain/shared/calendar/billing-dates.ts';
import { startOfDay } from '#domain/shared/calendar/local-time.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { CalendarDate, Instant, TimeZone } from '#domain/shared/time.ts';
import { parseCalendarDate } from '#domain/shared/time.ts';

/**
 * The instant of a moment that usage is asked from or to: a day is its beginning by these clocks.
 * @throws {InvalidValue} `out_of_range`, `invalid_date`
 */
export const instantIn = (given: Instant | CalendarDate, zone: TimeZone): Instant => {
  const at = typeof given === 'number' ? given : startOfDay(zone, parseCalendarDate(given));
  if (at >= firstBilled && at <= afterBilled) return at;
  throw InvalidValue.because('out_of_range', 'Ask for usage of the years 1970 to 2199.');
};
