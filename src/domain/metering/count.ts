import type { MeterDefinition } from '#domain/metering/definition.ts';
import { textOfValue } from '#domain/metering/definition.ts';
import type { EventData, Reading } from '#domain/metering/measure.ts';
import { measure } from '#domain/metering/measure.ts';
import type { Counted, CountedSpan } from '#domain/metering/tally.ts';
import { quantityOf, roundedAs, tallyOf } from '#domain/metering/tally.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import type { Instant } from '#domain/shared/time.ts';

/** A stored event, as it is counted. */
export interface UsageToCount {
  readonly source: string;
  readonly id: string;
  readonly at: Instant;
  readonly data: EventData;
}

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
): readonly CountedQuantity[] =>
  measuredGroups(meter, groupBy, events, within).map((some) => quantityIn(meter, some, within));

/** An event with what it adds to a quantity. */
export interface MeasuredUsage extends Counted {
  readonly event: UsageToCount;
}

/** The events that one quantity is made of, in any order. */
export interface MeasuredGroup {
  readonly group: Readonly<Record<string, string>>;
  readonly counted: readonly MeasuredUsage[];
}

/** The events that `countUsage` counts, by their groups. */
export const measuredGroups = (
  meter: MeterDefinition,
  groupBy: readonly string[],
  events: readonly UsageToCount[],
  within: CountedPeriod,
): readonly MeasuredGroup[] => {
  const counted = events.flatMap((event) => {
    const reading = readingOf(meter, event, within);
    if (reading === null) return [];
    const { at, source, id, data } = event;
    const group = groupBy.length === 0 ? noGroup : groupOf(groupBy, data);
    return [{ at, key: `${source}\n${id}`, reading, group, event }];
  });
  if (groupBy.length === 0) return [{ group: noGroup, counted }];
  const groups = Map.groupBy(counted, ({ group }) => groupKey(groupBy, group));
  const sorted = [...groups].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return sorted.map(([, some]) => ({ group: some[0]?.group ?? noGroup, counted: some }));
};

const noGroup: Readonly<Record<string, string>> = {};

const readingOf = (
  meter: MeterDefinition,
  { at, data }: UsageToCount,
  { spans }: CountedPeriod,
): Reading | null => {
  const isCounted = meter.isCarriedOver
    ? spans.some(({ to }) => at < to)
    : spans.some(({ from, to }) => from <= at && at < to);
  if (!isCounted) return null;
  const measured = measure(meter, { type: meter.eventType, data });
  return 'reading' in measured ? measured.reading : null;
};

const groupOf = (groupBy: readonly string[], data: EventData): Readonly<Record<string, string>> =>
  Object.fromEntries(
    groupBy.flatMap((property) => {
      const text = Object.hasOwn(data, property) ? textOfValue(data[property]) : null;
      return text === null ? [] : [[property, text]];
    }),
  );

const groupKey = (groupBy: readonly string[], group: Readonly<Record<string, string>>): string =>
  JSON.stringify(groupBy.map((property) => group[property] ?? null));

/** The quantity that these events come to. */
export const quantityIn = (
  meter: MeterDefinition,
  { group, counted }: MeasuredGroup,
  { period, spans }: CountedPeriod,
): CountedQuantity => {
  const { aggregation } = meter;
  const events = counted.length;
  if (aggregation !== 'weighted_sum') {
    const span = spans.at(-1) ?? period;
    return { group, events, quantity: quantityOf(meter, tallyOf(aggregation, counted), span) };
  }
  // A level goes on where a part begins: it is held for the time of each.
  const unrounded = { aggregation, rounding: null };
  const tally = tallyOf(aggregation, counted);
  const held = spans.map((span) => quantityOf(unrounded, tally, span, period));
  const sum = held.reduce((one, other) => one.plus(other), Fraction.of(0n));
  return { group, events, quantity: roundedAs(meter, sum) };
};
