import type { CountedPeriod, CountedQuantity } from '#domain/metering/count.ts';
import { countGroups, countTallied } from '#domain/metering/count.ts';
import type { MeterDefinition } from '#domain/metering/definition.ts';
import { countInOrder, OpenGroups } from '#domain/metering/open-groups.ts';
import type { Counting, TalliedUsage } from '#domain/metering/rollup.ts';
import { countingOf, mergeGroups, talliesOf } from '#domain/metering/rollup.ts';
import type { HearRise, Rise } from '#domain/metering/running-peak.ts';
import { OpenPeak, RunningPeak } from '#domain/metering/running-peak.ts';
import type { Tally } from '#domain/metering/tally.ts';
import { Fraction } from '#domain/shared/fraction.ts';

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
    return countGroups(counting, usage, within, (tally) => {
      const { rises, hear } = heardRises(within);
      const peak = new RunningPeak(meter, within, hear);
      return { quantity: peakOf(tally, peak), rises };
    });
  }
  const open = new OpenGroups(meter, groupBy, within, () => {
    const { rises, hear } = heardRises(within);
    const peak = new OpenPeak(meter, within, hear);
    return { add: (counted) => peak.add(counted), close: () => ({ ...peak.close(), rises }) };
  });
  return countInOrder(open, usage.events);
};

const heardRises = ({ spans }: CountedPeriod) => {
  const rises = spans.map((): Rise[] => []);
  const hear: HearRise = (rise, place) => {
    rises[place]?.push(rise);
  };
  return { rises, hear };
};

const peakOf = (tally: Tally, peak: RunningPeak): Fraction => {
  let level = nothing;
  for (const { at, by } of tally.kind === 'steps' ? tally.steps : []) {
    level = level.plus(by);
    peak.change(at, level);
  }
  return peak.close();
};

const nothing = Fraction.of(0n);
