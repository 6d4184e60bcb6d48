import type { StoredSpan, UsageDerivation } from '#domain/charging/derivation.ts';
import { instantsOf } from '#domain/charging/derivation.ts';
import { lengthOf } from '#domain/charging/part-of-period.ts';
import type { OpenSpan } from '#domain/metering/cover.ts';
import { placeIn } from '#domain/metering/cover.ts';
import type { CountedSpan } from '#domain/metering/tally.ts';
import { daysAfter } from '#domain/shared/calendar/days.ts';
import { startOfDay } from '#domain/shared/calendar/local-time.ts';
import type { Instant } from '#domain/shared/time.ts';
import { instantOf, parseInstant } from '#domain/shared/time.ts';

/** How the time of a line is counted. */
export type CountedTime = Pick<
  UsageDerivation,
  'countedBy' | 'timeZone' | 'period' | 'spans' | 'paidUntil'
>;

/** The spans of a line as they are paid for: in advance the last one is, to the end of its part. */
export const paidSpans = ({
  spans,
  paidUntil,
}: Pick<CountedTime, 'spans' | 'paidUntil'>): readonly StoredSpan[] =>
  spans.map((span, index) => {
    const isLast = index === spans.length - 1;
    const isPaid = isLast && paidUntil !== undefined && paidUntil.endsAt > span.endsAt;
    return isPaid ? { ...span, ...paidUntil } : span;
  });

/** A local day, as far as it lies in a span. The level at its end is held for its length. */
export interface HeldDay extends OpenSpan {
  readonly from: Instant;
  /** In days, as they are counted. */
  readonly length: number;
}

/** Whether the time for which a level is held is counted by local days. */
export const isHeldByDays = ({ countedBy }: Pick<CountedTime, 'countedBy'>): boolean =>
  countedBy !== 'second';

/**
 * Cuts the spans of a line into the local days at whose ends levels are asked for. The last one
 * ends with the last span.
 */
export const heldDays = (
  time: Pick<CountedTime, 'countedBy' | 'timeZone' | 'spans'>,
): readonly HeldDay[] => time.spans.flatMap((span) => daysOf(time, span));

/** How long levels are held, in days or seconds. */
export interface HeldLength {
  /** Of all spans. */
  readonly whole: number;
  /** Before the day or the second of an instant begins: one between two spans is in neither. */
  readonly before: (at: Instant) => number;
}

/**
 * The length of the spans of a line up to the day or second that an instant is in. That counts by
 * its last level, so a level that changes within it is held from its beginning.
 */
export const heldLength = (time: CountedTime): HeldLength =>
  isHeldByDays(time) ? lengthInDays(heldDays(time)) : lengthInSeconds(time.spans.map(instantsOf));

const lengthInDays = (days: readonly HeldDay[]): HeldLength => {
  const before = lengthsBefore(days);
  const whole = before.at(-1) ?? 0;
  return { whole, before: (at) => before[placeIn(days, at)] ?? whole };
};

const lengthInSeconds = (spans: readonly CountedSpan[]): HeldLength => {
  const lengths = spans.map(({ from, to }) => ({ length: secondOf(to) - secondOf(from) }));
  const before = lengthsBefore(lengths);
  return {
    whole: before.at(-1) ?? 0,
    before: (at) => {
      const place = placeIn(spans, at);
      const span = spans[place];
      const within = span === undefined ? 0 : Math.max(0, secondOf(at) - secondOf(span.from));
      return (before[place] ?? 0) + within;
    },
  };
};

/** The sum of the lengths before each of these times, and of all. */
export const lengthsBefore = (times: readonly Pick<HeldDay, 'length'>[]): readonly number[] => {
  const sums = [0];
  for (const { length } of times) sums.push((sums.at(-1) ?? 0) + length);
  return sums;
};

/**
 * The spans whose tallies tell the level at the end of each of these times.
 * @param isCarriedOver whether the level is of all events before, also between two spans
 */
export const spansToTally = (
  times: readonly HeldDay[],
  { isCarriedOver }: { readonly isCarriedOver: boolean },
): readonly OpenSpan[] => {
  let before: Instant | null = null;
  return times.flatMap(({ from, to }): readonly OpenSpan[] => {
    const since = isCarriedOver ? before : from;
    before = to;
    return since === null || since < to ? [{ from: since, to }] : [];
  });
};

// Which days belong to a span its dates say, and which events its instants: where it ends within
// a day that is its own, that day counts by the level at its end.
const daysOf = (
  { countedBy, timeZone }: Pick<CountedTime, 'countedBy' | 'timeZone'>,
  span: StoredSpan,
): readonly HeldDay[] => {
  const [startsAt, endsAt] = [parseInstant(span.startsAt), parseInstant(span.endsAt)];
  const within = (at: Instant): Instant => instantOf(Math.min(Math.max(at, startsAt), endsAt));
  const days: HeldDay[] = [];
  let from = startsAt;
  for (let day = span.start; day < span.end; ) {
    const next = daysAfter(day, 1);
    const to = within(startOfDay(timeZone, next));
    // Each period is owed whole where nothing is counted; a day of it is one, though.
    const ruler = countedBy === 'none' ? 'day' : countedBy;
    days.push({ from, to, length: lengthOf(ruler, { ...span, start: day, end: next }) });
    [day, from] = [next, to];
  }
  return [...days, { from, to: endsAt, length: 0 }];
};

const millisecondsOfSecond = 1000;
const secondOf = (at: Instant): number => Math.floor(at / millisecondsOfSecond);
