import type { StoredSpan, UsageDerivation } from '#domain/charging/derivation.ts';
import { lengthOf } from '#domain/charging/part-of-period.ts';
import type { OpenSpan } from '#domain/metering/cover.ts';
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

/** A part of a span. What is its level at its end is held for its length. */
export interface HeldTime extends OpenSpan {
  readonly from: Instant;
  /** In days or seconds: a day, a second, or as much as the level could not change in. */
  readonly length: number;
}

/** Whether the time for which a level is held is counted by local days. */
export const isHeldByDays = ({ countedBy }: Pick<CountedTime, 'countedBy'>): boolean =>
  countedBy !== 'second';

/**
 * Cuts the spans of a line into parts at whose ends levels are asked for: local days, each of which
 * counts by its last level, or, where seconds are counted, the seconds in which it could change.
 * The last one ends with the last span.
 * @param moments the instants at which the level may change
 */
export const heldTimes = (
  time: CountedTime,
  moments: () => readonly Instant[],
): readonly HeldTime[] =>
  isHeldByDays(time)
    ? time.spans.flatMap((span) => daysOf(time, span))
    : time.spans.flatMap((span) => secondsOf(span, moments()));

/**
 * The spans whose tallies tell the level at the end of each of these times.
 * @param isCarriedOver whether the level is of all events before, also between two spans
 */
export const spansToTally = (
  times: readonly HeldTime[],
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
): readonly HeldTime[] => {
  const [startsAt, endsAt] = [parseInstant(span.startsAt), parseInstant(span.endsAt)];
  const within = (at: Instant): Instant => instantOf(Math.min(Math.max(at, startsAt), endsAt));
  const days: HeldTime[] = [];
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

const secondsOf = (span: StoredSpan, moments: readonly Instant[]): readonly HeldTime[] => {
  const [startsAt, endsAt] = [parseInstant(span.startsAt), parseInstant(span.endsAt)];
  const starts = moments
    .map((at) => instantOf(secondOf(at) * millisecondsOfSecond))
    .filter((at) => startsAt < at && at < endsAt);
  const cuts = [startsAt, ...[...new Set(starts)].toSorted((one, other) => one - other)];
  return cuts.map((from, index) => {
    const to = cuts[index + 1] ?? endsAt;
    return { from, to, length: secondOf(to) - secondOf(from) };
  });
};

const millisecondsOfSecond = 1000;
const secondOf = (at: Instant): number => Math.floor(at / millisecondsOfSecond);
