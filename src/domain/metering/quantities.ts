import { placeIn } from '#domain/metering/cover.ts';
import type { MeterDefinition } from '#domain/metering/definition.ts';
import { measure } from '#domain/metering/measure.ts';
import type { Counting, RolledUp, TalliedUsage } from '#domain/metering/rollup.ts';
import { groupTallies, mergeGroups } from '#domain/metering/rollup.ts';
import type { Counted, CountedSpan, Tally } from '#domain/metering/tally.ts';
import { mergeTallies, quantityOf, tallyOf } from '#domain/metering/tally.ts';
import type { Instant } from '#domain/shared/time.ts';

/** The texts of the properties that usage is grouped by; null where an event has none. */
export type UsageGroup = Readonly<Record<string, string | null>>;

/** The quantity of a window, and of a group where usage is asked for by groups. */
export interface WindowQuantity {
  readonly start: Instant;
  readonly end: Instant;
  readonly group?: UsageGroup | undefined;
  /** A decimal or, where none ends, a fraction: `10/3`. */
  readonly quantity: string;
}

/** Counts usage by windows, as `quantitiesIn` does events that were measured. */
export const quantitiesOf = (
  meter: MeterDefinition,
  { rolledUp, events }: TalliedUsage,
  windows: readonly CountedSpan[],
): readonly WindowQuantity[] => {
  const counted = events.flatMap(({ source, id, at, data }): Counted[] => {
    const measured = measure(meter, { type: meter.eventType, data });
    return 'reading' in measured
      ? [{ at, key: `${source}\n${id}`, reading: measured.reading }]
      : [];
  });
  return quantitiesIn(meter, counted, windows, rolledUp);
};

/**
 * Counts events by windows, which tile a span in order. The events are those of the span; where
 * the meter carries its level over, all before its end. Each quantity is rounded as the meter says.
 * Without groups each window has a quantity; with them, those groups that have events to count.
 * @param rolledUp tallies of other events, each of a time within one window, or before the first
 */
export const quantitiesIn = (
  meter: MeterDefinition,
  counted: readonly Counted[],
  windows: readonly CountedSpan[],
  rolledUp: readonly RolledUp[] = [],
): readonly WindowQuantity[] => {
  const groups = windowTallies(meter, counted, windows, rolledUp);
  if (meter.groupBy.length === 0) {
    const own = groups.get('[]')?.tallies ?? new Map<number, Tally>();
    return tallied(meter, own, windows).map((each) => shown(meter, each));
  }
  const ordered = [...groups].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const rows = ordered.flatMap(([, { texts, tallies }]) => {
    const group = groupOf(meter, texts);
    return tallied(meter, tallies, windows)
      .filter(({ tally }) => tally.events > 0)
      .map((each) => ({ ...shown(meter, each), group }));
  });
  // The sort is stable: groups stay in order within a window.
  return rows.toSorted((one, other) => one.start - other.start);
};

/** Tallies by the place of their window. */
export type TalliedWindows = ReadonlyMap<number, Tally>;

interface TalliedGroup {
  readonly texts: readonly (string | null)[];
  readonly tallies: Map<number, Tally>;
}

/** Windows are told apart by their ends: each begins where the one before it ends. */
type WindowEnds = readonly Pick<CountedSpan, 'to'>[];

/** The tallies of each group by windows: of the first, with all that lies before it. */
export const windowTallies = (
  meter: Counting,
  counted: readonly Counted[],
  windows: WindowEnds,
  rolledUp: readonly RolledUp[],
): ReadonlyMap<string, TalliedGroup> => {
  const events = Map.groupBy(counted, ({ at }) => placeIn(windows, at));
  const parts = Map.groupBy(rolledUp, ({ startsAt }) => placeIn(windows, startsAt));
  const groups = new Map<string, TalliedGroup>();
  for (const place of new Set([...events.keys(), ...parts.keys()])) {
    const sets = (parts.get(place) ?? []).map(({ groups: rolled }) => rolled);
    const own = groupTallies(meter, events.get(place) ?? []);
    for (const { group, tally } of mergeGroups(meter, [...sets, own])) {
      const key = JSON.stringify(group);
      const known = groups.get(key) ?? { texts: group, tallies: new Map<number, Tally>() };
      known.tallies.set(place, tally);
      groups.set(key, known);
    }
  }
  return groups;
};

interface TalliedWindow {
  readonly window: CountedSpan;
  readonly tally: Tally;
}

const tallied = (
  { aggregation, isCarriedOver }: MeterDefinition,
  tallies: TalliedWindows,
  windows: readonly CountedSpan[],
): readonly TalliedWindow[] => {
  const none = tallyOf(aggregation, []);
  let level = none;
  return windows.map((window, place) => {
    const own = tallies.get(place);
    if (!isCarriedOver) return { window, tally: own ?? none };
    if (own !== undefined) level = mergeTallies(aggregation, [level, own]);
    return { window, tally: level };
  });
};

const shown = (meter: MeterDefinition, { window, tally }: TalliedWindow): WindowQuantity => ({
  start: window.from,
  end: window.to,
  quantity: quantityOf(meter, tally, window).toText(),
});

const groupOf = ({ groupBy }: MeterDefinition, texts: readonly (string | null)[]): UsageGroup =>
  Object.fromEntries(groupBy.map((property, index) => [property, texts[index] ?? null]));
