import type { AlertPeriod } from '#domain/alerts/reached-threshold.ts';
import type { Grid } from '#domain/shared/calendar/grid.ts';
import { periodAt } from '#domain/shared/calendar/period.ts';
import type { Instant, TimeZone } from '#domain/shared/time.ts';
import { dayMilliseconds, later, parseCalendarDate } from '#domain/shared/time.ts';

const months: Grid = {
  unit: 'month',
  count: 1,
  anchorOn: parseCalendarDate('2000-01-01'),
  anchorDay: 1,
};

/** The calendar month of a zone that an instant lies in: of usage without a subscription. */
export const monthAt = (zone: TimeZone, at: Instant): AlertPeriod => {
  const { start, end, startsAt, endsAt } = periodAt(months, zone, at);
  return { start, end, startsAt, endsAt };
};

// No period is shorter than a day, and no day of a zone than twice this.
const stepMilliseconds = dayMilliseconds / 3;

/** Instants of which at least one lies in each period that there is between two. */
export const instantsBetween = (from: Instant, through: Instant): readonly Instant[] => {
  const instants: Instant[] = [];
  for (let at = from; at < through; at = later(at, stepMilliseconds)) instants.push(at);
  return [...instants, through];
};
