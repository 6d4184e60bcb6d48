import type { InstantRange, PageRequest } from '#application/shared/page.ts';
import { daysAfter } from '#domain/shared/calendar/days.ts';
import { startOfDay } from '#domain/shared/calendar/local-time.ts';
import { checkAll, orUndefined } from '#domain/shared/check.ts';
import type { CalendarDate, Instant, TimeZone } from '#domain/shared/time.ts';
import { parseCalendarDate } from '#domain/shared/time.ts';

/** A span of days, both of which belong to it; each bound may be missing. */
export interface DateRange {
  readonly gte?: CalendarDate | undefined;
  readonly lte?: CalendarDate | undefined;
}

/** When the things of a list were made. Where both are given, both hold. */
export interface CreatedFilter {
  readonly createdAt?: InstantRange | undefined;
  /** By the calendar of the tenant's time zone. */
  readonly createdOn?: DateRange | undefined;
}

/** A page of a list, of what was made then. */
export type ListRequest = PageRequest & CreatedFilter;

/** The source of the tenant's time zone. */
export interface TimeZoneReads {
  readonly tenants: { find(): Promise<{ readonly timeZone: TimeZone } | undefined> };
}

/**
 * The instants that a filter asks for: its days by the clocks of the tenant, which are read only
 * where there are days.
 * @throws {InvalidValue} `invalid_date`
 */
export const createdWithinDays = async (
  { tenants }: TimeZoneReads,
  { createdAt = {}, createdOn = {} }: CreatedFilter,
): Promise<InstantRange> => {
  const { createdOn: days } = checkAll({ createdOn: () => checkAll(readersOf(createdOn)) });
  if (days.gte === undefined && days.lte === undefined) return createdAt;
  const tenant = await tenants.find();
  // In a tenant that there is not nothing is found anyway.
  if (tenant === undefined) return createdAt;
  const { gte, lt } = instantsOf(days, tenant.timeZone);
  return { ...createdAt, gte: latest(createdAt.gte, gte), lt: earliest(createdAt.lt, lt) };
};

const readersOf = ({ gte, lte }: DateRange) => ({
  gte: () => orUndefined(parseCalendarDate)(gte),
  lte: () => orUndefined(parseCalendarDate)(lte),
});

const lastDate = '9999-12-31';

/** The days as instants: from the beginning of the first to the beginning of the day behind. */
const instantsOf = ({ gte, lte }: DateRange, timeZone: TimeZone): InstantRange => ({
  gte: gte && startOfDay(timeZone, gte),
  // No date is later, so it bounds nothing.
  lt: lte === undefined || lte === lastDate ? undefined : startOfDay(timeZone, daysAfter(lte, 1)),
});

const latest = (one: Instant | undefined, other: Instant | undefined): Instant | undefined =>
  one === undefined || (other !== undefined && other > one) ? other : one;

const earliest = (one: Instant | undefined, other: Instant | undefined): Instant | undefined =>
  one === undefined || (other !== undefined && other < one) ? other : one;
