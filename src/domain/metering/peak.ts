import type { CountedPeriod, CountedQuantity } from '#domain/metering/count.ts';
import { countGroups, countMeasured, countTallied } from '#domain/metering/count.ts';
import type { MeterDefinition } from '#domain/metering/definition.ts';
import type { Counting, TalliedUsage } from '#domain/metering/rollup.ts';
import { countingOf, mergeGroups, talliesOf } from '#domain/metering/rollup.ts';
import type { Counted, Step } from '#domain/metering/tally.ts';
import { roundedAs } from '#domain/metering/tally.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import type { Instant } from '#domain/shared/time.ts';
import { later } from '#domain/shared/time.ts';

// The peak of a level: the most that there was of it at once. Events of one instant are one step,
// so it depends on the set of events only, and on no order in which they came.

/** The aggregations that have a peak: each event moves a level up or down. */
export const hasPeak = ({ aggregation }: Pick<MeterDefinition, 'aggregation'>): boolean =>
  aggregation === 'count' || aggregation === 'sum' || aggregation === 'unique';

/** Whether no event takes anything away from what a meter counts: its peak is all of it. */
export const onlyRises = ({
  aggregation,
  removal,
}: Pick<Counting, 'aggregation' | 'removal'>): boolean =>
  aggregation === 'count' || (aggregation === 'unique' && removal === null);

/**
 * The way of counting whose tallies have the least value of a sum; null where another one is
 * counted, or some events take their value away. Where none is below zero, the sum only rises.
 */
export const leastCounting = (meter: Counting): Counting | null =>
  meter.aggregation === 'sum' && meter.removal === null
    ? { ...countingOf(meter, []), aggregation: 'min' }
    : null;

/** Whether tallies by `leastCounting`, and other events, have no value below zero. */
export const isNeverBelowZero = (least: Counting, { rolledUp, events }: TalliedUsage): boolean => {
  const sets = [...rolledUp.map(({ groups }) => groups), talliesOf(least, events)];
  return mergeGroups(least, sets).every(
    ({ tally }) => tally.kind === 'extreme' && (tally.value?.compare(nothing) ?? 0) >= 0,
  );
};

/** The way of counting whose tallies have the steps of a level; null where only events have. */
export const stepCounting = (meter: Counting, groupBy: readonly string[]): Counting | null =>
  meter.aggregation === 'sum'
    ? { ...countingOf(meter, groupBy), aggregation: 'weighted_sum' }
    : null;

/**
 * Counts as `countTallied` does, the peak of each group: never below zero.
 * @param usage with tallies by `stepCounting`
 */
export const countPeaks = (
  meter: MeterDefinition,
  groupBy: readonly string[],
  usage: TalliedUsage,
  within: CountedPeriod,
): readonly CountedQuantity[] => {
  if (onlyRises(meter)) return countTallied(meter, groupBy, usage, within);
  const parts = countRises(meter, groupBy, usage, within);
  return parts.map(({ group, events, quantity }) => ({ group, events, quantity }));
};

/** A peak: from an instant on, the level was never as high before. */
export interface Rise {
  readonly at: Instant;
  readonly level: Fraction;
}

/** A peak that was counted, and how it was reached in each part of the period. */
export interface CountedRises extends CountedQuantity {
  /** For each part, in order of time; the first one of a level that was there when it began. */
  readonly rises: readonly (readonly Rise[])[];
}

/**
 * Counts as `countPeaks` does, and tells when each peak was reached. A part begins with the level
 * that there is.
 * @param usage with tallies by `stepCounting` or, where there are none, with all events
 */
export const countRises = (
  meter: MeterDefinition,
  groupBy: readonly string[],
  usage: TalliedUsage,
  within: CountedPeriod,
): readonly CountedRises[] => {
  const counting = stepCounting(meter, groupBy);
  if (counting !== null) {
    return countGroups(counting, usage, within, (tally) =>
      withRises(meter, tally.kind === 'steps' ? tally.steps : [], within),
    );
  }
  return countMeasured(meter, groupBy, usage.events, within).map(({ counted, ...part }) => ({
    ...part,
    ...withRises(meter, stepsOfValues(counted), within),
  }));
};

const withRises = (
  meter: MeterDefinition,
  steps: readonly Step[],
  within: CountedPeriod,
): Pick<CountedRises, 'quantity' | 'rises'> => {
  const exact = risesIn(meter, steps, within);
  const rises = exact.map((each) =>
    each.map(({ at, level }) => ({ at, level: roundedAs(meter, level) })),
  );
  const peaks = rises.flatMap((each) => each.at(-1)?.level ?? []);
  const quantity = peaks.reduce(
    (peak, level) => (level.compare(peak) > 0 ? level : peak),
    roundedAs(meter, nothing),
  );
  return { quantity, rises };
};

/** The peaks in the parts of a period. Of a level that is carried over all steps are given. */
const risesIn = (
  { isCarriedOver }: MeterDefinition,
  steps: readonly Step[],
  { spans }: CountedPeriod,
): readonly (readonly Rise[])[] => {
  let level = nothing;
  let next = 0;
  const stepUpTo = (until: Instant): void => {
    for (; next < steps.length; next += 1) {
      const step = steps[next];
      if (step === undefined || step.at >= until) return;
      level = level.plus(step.by);
    }
  };
  return spans.map(({ from, to }) => {
    const rises: Rise[] = [];
    const note = (at: Instant): void => {
      if (level.compare(rises.at(-1)?.level ?? nothing) > 0) rises.push({ at, level });
    };
    // Events before a part are of no part, unless their level is carried into it.
    stepUpTo(isCarriedOver ? later(from, 1) : from);
    note(from);
    for (let step = steps[next]; step !== undefined && step.at < to; step = steps[next]) {
      stepUpTo(later(step.at, 1));
      note(step.at);
    }
    return rises;
  });
};

const nothing = Fraction.of(0n);

/** The steps of the number of different values; those of one instant are one step. */
const stepsOfValues = (counted: readonly Counted[]): readonly Step[] => {
  const there = new Set<string>();
  return [...Map.groupBy(counted.toSorted(byMoment), ({ at }) => at)].map(([at, ofInstant]) => {
    const before = there.size;
    for (const { reading } of ofInstant) {
      if (reading.isRemoval) there.delete(reading.value);
      else there.add(reading.value);
    }
    return { at, by: Fraction.of(BigInt(there.size - before)) };
  });
};

const byMoment = (one: Counted, other: Counted): number =>
  one.at - other.at || (one.key < other.key ? -1 : Number(one.key > other.key));
