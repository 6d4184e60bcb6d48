import type { BillingPolicy } from '#domain/charging/policy.ts';
import { dateOfEpochDay, epochDayOf } from '#domain/shared/calendar/days.ts';
import { localDateAt, startOfDay } from '#domain/shared/calendar/local-time.ts';
import type { CalendarDate, Instant, TimeZone } from '#domain/shared/time.ts';

/**
 * Where something takes effect: at an instant, and, where days are counted, from the beginning of
 * a day. The two can lie apart: who ends at noon under `billed` has the day billed, so the end is
 * the next day's beginning to who counts days.
 */
export interface Mark {
  readonly on: CalendarDate;
  readonly at: Instant;
}

/** What a mark is compared by: its day where days are counted, else its instant. */
export const rankOf = (
  { on, at }: Mark,
  { countedBy }: Pick<BillingPolicy, 'countedBy'>,
): number => (countedBy === 'second' ? at : epochDayOf(on));

/** A date as a mark: the first instant of that local day. No rule about days applies to it. */
export const markOn = (on: CalendarDate, zone: TimeZone): Mark => ({
  on,
  at: startOfDay(zone, on),
});

/** A start at an instant: its local day counts from the beginning. */
export const startMark = (at: Instant, zone: TimeZone): Mark => ({
  on: localDateAt(zone, at),
  at,
});

/** An end at an instant: its local day is billed or free, as the policy says. */
export const endMark = (
  at: Instant,
  zone: TimeZone,
  { dayOfEnd }: Pick<BillingPolicy, 'dayOfEnd'>,
): Mark => {
  const day = localDateAt(zone, at);
  return { on: dayOfEnd === 'free' ? day : dateOfEpochDay(epochDayOf(day) + 1), at };
};

/** The later of two marks, by what they are compared by. */
export const laterMark = (
  one: Mark,
  other: Mark,
  policy: Pick<BillingPolicy, 'countedBy'>,
): Mark => (rankOf(one, policy) >= rankOf(other, policy) ? one : other);
