import type { IntervalUnit } from '#domain/shared/interval.ts';
import type { CalendarDate, CalendarLength, Instant } from '#domain/shared/time.ts';
import { dayMilliseconds, formatInstant, later } from '#domain/shared/time.ts';
import type { UsageSettings } from '#domain/tenants/usage-settings.ts';
import { usageLimits } from '#domain/tenants/usage-settings.ts';

/** The instant up to which an event is kept that is received now, or is needed for longer. */
export const expiryOf = (now: Instant, { retentionDays }: UsageSettings): Instant =>
  later(now, retentionDays * dayMilliseconds);

/** The UTC day of an instant. */
export const dayOfExpiry = (expiresAt: Instant): CalendarDate =>
  formatInstant(expiresAt).slice(0, 10) as CalendarDate;

/** The first day of the month, in UTC: months of expiry before it are over. */
export const monthOf = (now: Instant): CalendarDate =>
  `${formatInstant(now).slice(0, 7)}-01` as CalendarDate;

/** The most days that a unit of an interval has. */
export const unitDaysMax: { readonly [Unit in IntervalUnit]: number } = {
  day: 1,
  week: 7,
  month: 31,
  year: 366,
};

/** The most days of a period of these lengths. */
export const longestDaysOf = (lengths: readonly CalendarLength[]): number =>
  Math.max(0, ...lengths.map(({ unit, count }) => unitDaysMax[unit] * count));

/**
 * How many days after a time all events of it are stored: a day more than one may be late, for
 * batches that are stored meanwhile.
 */
export const closedAfterDays = usageLimits.maxAgeDays.max + 1;

/**
 * From when on usage of a subscription may still be counted, whose charges are made up to an
 * instant: no period began earlier that had not ended by then, or of which events may still come.
 * @param longestDays the most days of a period in which the tenant sells usage
 */
export const uncountedSince = (settledThrough: Instant, longestDays: number): Instant =>
  later(settledThrough, -(longestDays + closedAfterDays) * dayMilliseconds);
