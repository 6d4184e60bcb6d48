import type { CountedPeriod, CountedQuantity } from '#domain/metering/count.ts';
import { isCounted, namedGroup } from '#domain/metering/count.ts';
import type { LevelMeter } from '#domain/metering/level-meter.ts';
import type { TalliedWindows } from '#domain/metering/quantities.ts';
import { windowTallies } from '#domain/metering/quantities.ts';
import type { TalliedUsage } from '#domain/metering/rollup.ts';
import { countingOf, measuredEvents } from '#domain/metering/rollup.ts';
import { RunningQuantity } from '#domain/metering/running-quantity.ts';
import type { Fraction } from '#domain/shared/fraction.ts';
import type { Instant } from '#domain/shared/time.ts';

/** The level of a group since one of some instants. */
export interface LevelChange {
  /** Of the first instant at which it was so, from 0 on. */
  readonly place: number;
  readonly level: Fraction;
}

/** A quantity that was counted, and how it came about: it was nothing before its first change. */
export interface CountedLevels extends CountedQuantity {
  readonly changes: readonly LevelChange[];
}

/**
 * Counts as `countTallied` does, and tells the level before each of some instants: the quantity of
 * all events until then, rounded as the meter says.
 * @param usage with tallies that lie before one of the instants and not before the one before it
 * @param ends in order of time; the last is the end of the last span
 */
export const countLevels = (
  meter: LevelMeter,
  groupBy: readonly string[],
  { rolledUp, events }: TalliedUsage,
  within: CountedPeriod,
  ends: readonly Instant[],
): readonly CountedLevels[] => {
  const counting = countingOf(meter, groupBy);
  const own = events.filter(({ at }) => isCounted(meter, at, within));
  const windows = ends.map((to) => ({ to }));
  const groups = windowTallies(counting, measuredEvents(counting, own), windows, rolledUp);
  if (groupBy.length === 0) return [levelsIn(meter, {}, groups.get('[]')?.tallies ?? new Map())];
  const ordered = [...groups].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return ordered.map(([, { texts, tallies }]) =>
    levelsIn(meter, namedGroup(groupBy, texts), tallies),
  );
};

const levelsIn = (
  meter: LevelMeter,
  group: CountedQuantity['group'],
  tallies: TalliedWindows,
): CountedLevels => {
  const running = new RunningQuantity(meter);
  const ordered = [...tallies].toSorted(([one], [other]) => one - other);
  const changes = ordered.map(([place, tally]) => {
    running.add(tally);
    return { place, level: running.quantity() };
  });
  return { group, events: running.events, quantity: running.quantity(), changes };
};
