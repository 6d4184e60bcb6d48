import { daysAfter, epochDayOf } from '#domain/shared/calendar/days.ts';
import { localDateAt, startOfDay } from '#domain/shared/calendar/local-time.ts';
import type { CalendarDate, Instant, TimeZone } from '#domain/shared/time.ts';
import type { BillingPolicy } from '#domain/tenants/billing-policy.ts';

/**
 * Where something takes effect: at an instant, and, where days are counted, from the beginning of
 * a day. The two can lie apart: who ends at noon under `billed` has the day billed, so the end is
 * the next day's beginning to who counts days.
 */
export interface Mark {
  readonly on: CalendarDate;
  readonly at: Instant;
}

/** How marks are compared: by their seconds, or else by their days. */
export type Ruler = Pick<BillingPolicy, 'countedBy'>;

/** The number that a mark is compared by: its day where days are counted, else its instant. */
export const rankOf = ({ on, at }: Mark, { countedBy }: Ruler): number =>
  countedBy === 'second' ? at : epochDayOf(on);

/** Of two marks the earlier; where they rank alike, the one of the earlier instant. */
export const earlierMark = (one: Mark, other: Mark, ruler: Ruler): Mark =>
  compareMarks(one, other, ruler) <= 0 ? one : other;

/** Of two marks the later; where they rank alike, the one of the later instant. */
export const laterMark = (one: Mark, other: Mark, ruler: Ruler): Mark =>
  compareMarks(one, other, ruler) >= 0 ? one : other;

/** Whether a mark lies behind another: by its instant, and at the same one by its day. */
export const liesBehind = (mark: Mark, other: Mark): boolean =>
  mark.at > other.at || (mark.at === other.at && mark.on > other.on);

/** A mark that does not lie before another, by its day nor by its instant. */
export const notBefore = (mark: Mark, earlier: Mark): Mark => ({
  on: mark.on < earlier.on ? earlier.on : mark.on,
  at: mark.at < earlier.at ? earlier.at : mark.at,
});

const compareMarks = (one: Mark, other: Mark, ruler: Ruler): number =>
  rankOf(one, ruler) - rankOf(other, ruler) || one.at - other.at;

/** A date as a mark: the first instant of that local day. No rule about days applies to it. */
export const markOn = (on: CalendarDate, zone: TimeZone): Mark => ({
  on,
  at: startOfDay(zone, on),
});

/** A start at an instant: its local day counts from the beginning. */
export const startMark = (at: Instant, zone: TimeZone): Mark => ({ on: dayAt(zone, at), at });

/** A start on a date: a day that its zone left out is the next one. */
export const startMarkOn = (on: CalendarDate, zone: TimeZone): Mark =>
  startMark(startOfDay(zone, on), zone);

/**
 * An end at an instant: its local day is billed or free, as the policy says. Where seconds are
 * counted, that rule does not apply: what ends within a day is said to end with it.
 */
export const endMark = (
  at: Instant,
  zone: TimeZone,
  { countedBy, dayOfEnd }: Pick<BillingPolicy, 'countedBy' | 'dayOfEnd'>,
): Mark => {
  const day = dayAt(zone, at);
  const isDayOver = countedBy === 'second' ? at === startOfDay(zone, day) : dayOfEnd === 'free';
  return { on: isDayOver ? day : daysAfter(day, 1), at };
};

/**
 * A change at an instant: its local day counts to what is agreed from then on (`new`), or still to
 * what was agreed before. Where seconds are counted, that rule does not apply.
 */
export const changeMark = (
  at: Instant,
  zone: TimeZone,
  { countedBy, dayOfChange }: Pick<BillingPolicy, 'countedBy' | 'dayOfChange'>,
): Mark => {
  const day = dayAt(zone, at);
  const isOld = countedBy !== 'second' && dayOfChange === 'old';
  return { on: isOld ? daysAfter(day, 1) : day, at };
};

/**
 * A mark at which another zone begins to count. Where days are counted, the day of the old zone
 * counts: each is billed once. Seconds are those of the new zone's day from then on.
 */
export const markInZone = (mark: Mark, zone: TimeZone, { countedBy }: Ruler): Mark =>
  countedBy === 'second' ? { on: dayAt(zone, mark.at), at: mark.at } : mark;

/**
 * The local day that an instant belongs to: the last one that has begun. Where clocks are put back
 * over midnight, they show the day before once more for a while; to billing it is over.
 */
export const dayAt = (zone: TimeZone, at: Instant): CalendarDate => {
  const shown = localDateAt(zone, at);
  const next = daysAfter(shown, 1);
  return startOfDay(zone, next) <= at ? next : shown;
};
