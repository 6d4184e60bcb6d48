import type { CountedPeriod, CountedQuantity } from '#domain/metering/count.ts';
import { isCounted, namedGroup } from '#domain/metering/count.ts';
import { byTime } from '#domain/metering/event-order.ts';
import type { UsageToCount } from '#domain/metering/measure.ts';
import { measure } from '#domain/metering/measure.ts';
import type { OpenQuantity, QuantityOfGroup } from '#domain/metering/open-quantity.ts';
import type { Counting } from '#domain/metering/rollup.ts';
import { countingOf } from '#domain/metering/rollup.ts';

/** A quantity of a group, with what else was told of it. */
export type CountedGroup<Told extends QuantityOfGroup> = Pick<CountedQuantity, 'group'> & Told;

/**
 * Counts the events of some spans of a period as they come in order of time (`byTime`), by groups.
 * It keeps no event, and of each group only what its count is made of.
 */
export class OpenGroups<Told extends QuantityOfGroup> {
  readonly #counting: Counting;
  readonly #within: CountedPeriod;
  readonly #open: () => OpenQuantity<Told>;
  readonly #groups = new Map<string, OpenGroup<Told>>();

  /** @param open begins the count of a group */
  constructor(
    meter: Counting,
    groupBy: readonly string[],
    within: CountedPeriod,
    open: () => OpenQuantity<Told>,
  ) {
    this.#counting = countingOf(meter, groupBy);
    this.#within = within;
    this.#open = open;
  }

  /** Takes an event. Each is given once; those that are not counted are left out. */
  add(event: UsageToCount): void {
    const counting = this.#counting;
    if (!isCounted(counting, event.at, this.#within)) return;
    const measured = measure(counting, { type: counting.eventType, data: event.data });
    if (!('reading' in measured)) return;
    const { at, source, id } = event;
    const { reading } = measured;
    this.#groupOf(reading.group).add({ at, key: `${source}\n${id}`, reading, event });
  }

  /** The counts of the groups, in the order of their texts; without groups that of all events. */
  close(): readonly CountedGroup<Told>[] {
    const { groupBy } = this.#counting;
    if (groupBy.length === 0) return [{ group: {}, ...this.#groupOf([]).close() }];
    const ordered = [...this.#groups].toSorted(([one], [other]) => (one < other ? -1 : 1));
    return ordered.map(([, { texts, count }]) => {
      return { group: namedGroup(groupBy, texts), ...count.close() };
    });
  }

  #groupOf(texts: readonly (string | null)[]): OpenQuantity<Told> {
    const key = JSON.stringify(texts);
    let known = this.#groups.get(key);
    if (known === undefined) {
      known = { texts, count: this.#open() };
      this.#groups.set(key, known);
    }
    return known.count;
  }
}

interface OpenGroup<Told extends QuantityOfGroup> {
  readonly texts: readonly (string | null)[];
  readonly count: OpenQuantity<Told>;
}

/** Counts events that are in memory by groups, in order of time; they are given in any. */
export const countInOrder = <Told extends QuantityOfGroup>(
  open: OpenGroups<Told>,
  events: readonly UsageToCount[],
): readonly CountedGroup<Told>[] => {
  for (const event of events.toSorted(byTime)) open.add(event);
  return open.close();
};
