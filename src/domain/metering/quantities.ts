import type { UsageToCount } from '#domain/metering/count.ts';
import type { MeterDefinition } from '#domain/metering/definition.ts';
import { measure } from '#domain/metering/measure.ts';
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

/** Counts stored events by windows, as `quantitiesIn` does those that were measured. */
export const quantitiesOf = (
  meter: MeterDefinition,
  events: readonly UsageToCount[],
  windows: readonly CountedSpan[],
): readonly WindowQuantity[] => {
  const counted = events.flatMap(({ source, id, at, data }): Counted[] => {
    const measured = measure(meter, { type: meter.eventType, data });
    return 'reading' in measured
      ? [{ at, key: `${source}\n${id}`, reading: measured.reading }]
      : [];
  });
  return quantitiesIn(meter, counted, windows);
};

/**
 * Counts events by windows, which tile a span in order. The events are those of the span; where
 * the meter carries its level over, all before its end. Each quantity is rounded as the meter says.
 * Without groups each window has a quantity; with them, those groups that have events to count.
 */
export const quantitiesIn = (
  meter: MeterDefinition,
  counted: readonly Counted[],
  windows: readonly CountedSpan[],
): readonly WindowQuantity[] => {
  if (meter.groupBy.length === 0) {
    return tallied(meter, counted, windows).map((each) => shown(meter, each));
  }
  const groups = Map.groupBy(counted, ({ reading }) => JSON.stringify(reading.group));
  const ordered = [...groups].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const rows = ordered.flatMap(([, some]) => {
    const group = groupOf(meter, some[0]?.reading.group ?? []);
    return tallied(meter, some, windows)
      .filter(({ tally }) => tally.events > 0)
      .map((each) => ({ ...shown(meter, each), group }));
  });
  // The sort is stable: groups stay in order within a window.
  return rows.toSorted((one, other) => one.start - other.start);
};

interface TalliedWindow {
  readonly window: CountedSpan;
  readonly tally: Tally;
}

const tallied = (
  { aggregation, isCarriedOver }: MeterDefinition,
  counted: readonly Counted[],
  windows: readonly CountedSpan[],
): readonly TalliedWindow[] => {
  const ordered = counted.toSorted((one, other) => one.at - other.at);
  let level = tallyOf(aggregation, []);
  let taken = 0;
  return windows.map((window) => {
    const begin = taken;
    while ((ordered[taken]?.at ?? window.to) < window.to) taken += 1;
    const own = tallyOf(aggregation, ordered.slice(begin, taken));
    if (!isCarriedOver) return { window, tally: own };
    level = mergeTallies(aggregation, level, own);
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
