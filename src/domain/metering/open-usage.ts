import type { OpenSpan } from '#domain/metering/cover.ts';
import { isWithin, placeIn } from '#domain/metering/cover.ts';
import type { UsageToCount } from '#domain/metering/measure.ts';
import type { Counting, GroupTally, RolledUp, TalliedUsage } from '#domain/metering/rollup.ts';
import { measuredEvents } from '#domain/metering/rollup.ts';
import type { OpenTally } from '#domain/metering/tally.ts';
import { openTally } from '#domain/metering/tally.ts';
import type { Instant } from '#domain/shared/time.ts';
import { instantOf, later } from '#domain/shared/time.ts';

/** How usage that is read is tallied: by a way of counting, within these spans. */
export interface UsageTallying {
  readonly counting: Counting;
  /** In order of time, none over another. */
  readonly spans: readonly OpenSpan[];
}

// Few enough to be in memory at once, for many requests at a time.
const eventsAtOnce = 5000;

/**
 * Takes events as they are read, and keeps few of them: whenever there are more, they are tallied,
 * for each span. So a million events take no more memory than what is counted of them.
 */
export class OpenUsage {
  readonly #tallying: UsageTallying;
  readonly #atOnce: number;
  readonly #groups = new Map<number, Map<string, OpenGroup>>();
  #events: UsageToCount[] = [];

  /** @param atOnce how many events are kept at most */
  constructor(tallying: UsageTallying, atOnce = eventsAtOnce) {
    this.#tallying = tallying;
    this.#atOnce = atOnce;
  }

  /** Takes an event. Each is given once. */
  add(event: UsageToCount): void {
    this.#events.push(event);
    if (this.#events.length > this.#atOnce) this.#tally();
  }

  /** The same quantities as those of all events that were given, within the spans. */
  close(): TalliedUsage {
    const rolledUp = [...this.#groups].map(([place, groups]): RolledUp => {
      const tallies = [...groups.values()].map(
        ({ group, tally }): GroupTally => ({ group, tally: tally.close() }),
      );
      return { startsAt: this.#within(place), groups: tallies };
    });
    return { rolledUp, events: this.#events };
  }

  // Those between two spans count for none.
  #tally(): void {
    const { counting } = this.#tallying;
    for (const counted of measuredEvents(counting, this.#events)) {
      const place = this.#placeOf(counted.at);
      if (place === undefined) continue;
      const { group } = counted.reading;
      this.#groupOf(place, group).tally.add(counted);
    }
    this.#events = [];
  }

  #groupOf(place: number, group: GroupTally['group']): OpenGroup {
    let groups = this.#groups.get(place);
    if (groups === undefined) {
      groups = new Map();
      this.#groups.set(place, groups);
    }
    const key = JSON.stringify(group);
    let known = groups.get(key);
    if (known === undefined) {
      known = { group, tally: openTally(this.#tallying.counting.aggregation) };
      groups.set(key, known);
    }
    return known;
  }

  /** The place of the span that an instant lies in. */
  #placeOf(at: Instant): number | undefined {
    const { spans } = this.#tallying;
    const place = placeIn(spans, at);
    const span = spans[place];
    return span !== undefined && isWithin(at, span) ? place : undefined;
  }

  /** An instant in a span. */
  #within(place: number): Instant {
    const { from, to } = this.#tallying.spans[place] ?? { from: null, to: instantOf(0) };
    return from ?? later(to, -1);
  }
}

interface OpenGroup {
  readonly group: GroupTally['group'];
  readonly tally: OpenTally;
}
