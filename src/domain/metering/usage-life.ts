import type { IntervalUnit } from '#domain/shared/interval.ts';
import type { CalendarDate, Instant } from '#domain/shared/time.ts';
import { dayMilliseconds, formatInstant, later } from '#domain/shared/time.ts';
import type { UsageSettings } from '#domain/tenants/usage-settings.ts';

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

/**
 * From when on usage of a subscription may not be counted yet, whose charges are made up to an
 * instant: no period that had not ended by then began earlier. A day more allows for time zones.
 */
export const uncountedSince = (
  settledThrough: Instant,
  { unit, count }: { readonly unit: IntervalUnit; readonly count: number },
): Instant => later(settledThrough, -(unitDaysMax[unit] * count + 1) * dayMilliseconds);
