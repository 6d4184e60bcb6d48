import type { MeterDefinition } from '#domain/metering/definition.ts';
import type { UsageToCount } from '#domain/metering/measure.ts';
import type { Counting, TalliedUsage } from '#domain/metering/rollup.ts';
import { countingOf, mergeGroups, talliesOf } from '#domain/metering/rollup.ts';
import type { CountedSpan, Tally } from '#domain/metering/tally.ts';
import { quantityOf, roundedAs, tallyOf } from '#domain/metering/tally.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import type { Instant } from '#domain/shared/time.ts';

/** The parts of a period in which something was agreed. */
export interface CountedPeriod {
  readonly period: CountedSpan;
  /** In order of time, none over another; at least one. */
  readonly spans: readonly CountedSpan[];
}

/** A quantity that was counted. */
export interface CountedQuantity {
  /** The values of the properties that are told apart; a property that an event lacks is absent. */
  readonly group: Readonly<Record<string, string>>;
  readonly events: number;
  readonly quantity: Fraction;
}

/**
 * Counts the events of some spans of a period, one quantity for each group. It depends on the set
 * of events only, and on no order in which they came.
 * @param groupBy the properties that are told apart; none gives one quantity
 * @param events all of the customer and the type; of a level that is carried over, all before the
 *   end of the last span
 */
export const countUsage = (
  meter: MeterDefinition,
  groupBy: readonly string[],
  events: readonly UsageToCount[],
  within: CountedPeriod,
): readonly CountedQuantity[] => countTallied(meter, groupBy, { rolledUp: [], events }, within);

/**
 * As `countUsage`, where some of the events were tallied before: the same quantities.
 * @param usage with tallies by `countingOf` this meter and these properties, each of events that
 *   are all counted
 */
export const countTallied = (
  meter: MeterDefinition,
  groupBy: readonly string[],
  usage: TalliedUsage,
  within: CountedPeriod,
): readonly CountedQuantity[] =>
  countGroups(countingOf(meter, groupBy), usage, within, (tally) => ({
    quantity: quantityIn(meter, tally, within),
  }));

/**
 * Counts tallied usage by groups.
 * @param toQuantity gives the quantity of the tally of a group, with what else is told of it
 */
export const countGroups = <Told extends Pick<CountedQuantity, 'quantity'>>(
  counting: Counting,
  { rolledUp, events }: TalliedUsage,
  within: CountedPeriod,
  toQuantity: (tally: Tally) => Told,
): readonly (CountedQuantity & Told)[] => {
  const { groupBy, aggregation } = counting;
  const own = events.filter(({ at }) => isCounted(counting, at, within));
  const sets = [...rolledUp.map(({ groups }) => groups), talliesOf(counting, own)];
  const tallies = mergeGroups(counting, sets);
  const none = { group: [], tally: tallyOf(aggregation, []) };
  const groups = groupBy.length === 0 ? [tallies[0] ?? none] : tallies;
  return groups.map(({ group, tally }) => {
    const { events: count } = tally;
    return { group: namedGroup(groupBy, group), events: count, ...toQuantity(tally) };
  });
};

/** Whether an event of this time counts for some part of a period. */
export const isCounted = (
  { isCarriedOver }: Pick<Counting, 'isCarriedOver'>,
  at: Instant,
  { spans }: CountedPeriod,
): boolean => spans.some(({ from, to }) => at < to && (isCarriedOver || from <= at));

/** The values of properties by their names; those that are absent are left out. */
export const namedGroup = (
  groupBy: readonly string[],
  group: readonly (string | null)[],
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    groupBy.flatMap((property, index) => {
      const text = group[index] ?? null;
      return text === null ? [] : [[property, text]];
    }),
  );

const quantityIn = (
  meter: MeterDefinition,
  tally: Tally,
  { period, spans }: CountedPeriod,
): Fraction => {
  const { aggregation } = meter;
  if (aggregation !== 'weighted_sum') return quantityOf(meter, tally, period);
  // A level goes on where a part begins: it is held for the time of each.
  const unrounded = { aggregation, rounding: null };
  const held = spans.map((span) => quantityOf(unrounded, tally, span, period));
  const sum = held.reduce((one, other) => one.plus(other), Fraction.of(0n));
  return roundedAs(meter, sum);
};
