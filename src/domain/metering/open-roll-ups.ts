import type { Reading } from '#domain/metering/measure.ts';
import { measure, textAt } from '#domain/metering/measure.ts';
import type {
  Counting,
  GroupTally,
  HourToRecount,
  RolledPart,
  RollUp,
  UsageToRollUp,
} from '#domain/metering/rollup.ts';
import {
  countingOf,
  countingText,
  mergeGroups,
  shortPart,
  startOfRollUp,
} from '#domain/metering/rollup.ts';
import type { OpenTally } from '#domain/metering/tally.ts';
import { openTally } from '#domain/metering/tally.ts';
import type { Instant } from '#domain/shared/time.ts';

/**
 * Rolls events up as they come, by hours and days, in several ways of counting at once. Ways that
 * differ in no more than what they tell apart share what they make of an event.
 */
export class OpenRollUps {
  readonly #readings: ReadonlyMap<string, readonly SharedReading[]>;
  readonly #days = new Map<string, OpenDay>();

  constructor(countings: readonly Counting[]) {
    const shared = Map.groupBy(countings, (counting) => countingText(countingOf(counting, [])));
    const readings = [...shared.values()].flatMap(([first, ...others]) =>
      first === undefined ? [] : [{ counting: countingOf(first, []), by: [first, ...others] }],
    );
    this.#readings = Map.groupBy(readings, ({ counting }) => counting.eventType);
  }

  /** Takes events. Each is given once, and those that are not counted are left out. */
  add(events: readonly UsageToRollUp[]): void {
    for (const event of events) {
      for (const { counting, by } of this.#readings.get(event.type) ?? []) {
        const measured = measure(counting, event);
        if (!('reading' in measured)) continue;
        const hour = this.#hourOf(event);
        for (const each of by) addTo(hour, each, event, measured.reading);
      }
    }
  }

  /** The days of all events that were given, in one way of counting. */
  by(counting: Counting): readonly RollUp[] {
    return [...this.#days.values()].flatMap(({ customerId, subscriptionId, startsAt, hours }) => {
      const own = [...hours].flatMap(([start, tallies]) => {
        const groups = tallies.get(counting);
        return groups === undefined ? [] : [{ startsAt: start, groups: closed(groups) }];
      });
      if (own.length === 0) return [];
      const sets = own.map(({ groups }) => groups);
      const groups = sets.length === 1 ? (sets[0] ?? []) : mergeGroups(counting, sets);
      const day = shortPart({ startsAt, groups }, 24);
      const shown = { customerId, subscriptionId, ...day };
      return [{ ...shown, hours: own.map((hour): RolledPart => shortPart(hour, 1)) }];
    });
  }

  #hourOf(event: UsageToRollUp): OpenHour {
    const key = dayOf(event);
    let day = this.#days.get(key);
    if (day === undefined) {
      const { customerId, subscriptionId, at } = event;
      day = { customerId, subscriptionId, startsAt: startOfRollUp(at, 24), hours: new Map() };
      this.#days.set(key, day);
    }
    const startsAt = startOfRollUp(event.at, 1);
    let hour = day.hours.get(startsAt);
    if (hour === undefined) {
      hour = new Map();
      day.hours.set(startsAt, hour);
    }
    return hour;
  }
}

/** Ways of counting that make the same of an event, but for its group. */
interface SharedReading {
  readonly counting: Counting;
  readonly by: readonly Counting[];
}

interface OpenDay extends Pick<RollUp, 'customerId' | 'subscriptionId' | 'startsAt'> {
  readonly hours: Map<Instant, OpenHour>;
}

/** The groups of each way of counting that has any. */
type OpenHour = Map<Counting, OpenGroups>;

type OpenGroups = Map<string, { readonly group: GroupTally['group']; readonly tally: OpenTally }>;

const addTo = (
  hour: OpenHour,
  counting: Counting,
  { at, source, id, data }: UsageToRollUp,
  reading: Reading,
): void => {
  const { aggregation, groupBy } = counting;
  let groups = hour.get(counting);
  if (groups === undefined) {
    groups = new Map();
    hour.set(counting, groups);
  }
  const group = groupBy.map((property) => textAt(data, property));
  const key = keyOf(group);
  let known = groups.get(key);
  if (known === undefined) {
    known = { group, tally: openTally(aggregation) };
    groups.set(key, known);
  }
  known.tally.add({ at, key: `${source}\n${id}`, reading });
};

// Most ways of counting tell nothing or one property apart: its text needs no escapes.
const keyOf = (group: GroupTally['group']): string => {
  const [first = null] = group;
  if (group.length > 1) return JSON.stringify(group);
  return first === null ? '' : `=${first}`;
};

const closed = (groups: OpenGroups): readonly GroupTally[] =>
  [...groups.values()].map(({ group, tally }) => ({ group, tally: tally.close() }));

const dayOf = ({ customerId, subscriptionId, at }: DayOfUsage): string =>
  `${customerId}/${subscriptionId}/${startOfRollUp(at, 24)}`;

type DayOfUsage = Pick<UsageToRollUp, 'customerId' | 'subscriptionId' | 'at'>;

/**
 * Rolls events up by days, and by the hours of each.
 * @param recounted hours of which all events are given, and that take the place of those before
 */
export const rollUp = (
  counting: Counting,
  events: readonly UsageToRollUp[],
  recounted: readonly HourToRecount[] = [],
): readonly RollUp[] => {
  const open = new OpenRollUps([counting]);
  open.add(events);
  const days = open.by(counting);
  const stale = Map.groupBy(recounted, (hour) => dayOf({ ...hour, at: hour.startsAt }));
  const withEvents = days.map((day): RollUp => {
    const hours = stale.get(dayOf({ ...day, at: day.startsAt })) ?? [];
    return hours.length === 0 ? day : { ...day, recounted: hours.map(({ startsAt }) => startsAt) };
  });
  const known = new Set(days.map((day) => dayOf({ ...day, at: day.startsAt })));
  const withoutEvents = [...stale].flatMap(([key, hours]): readonly RollUp[] => {
    const [first] = hours;
    if (first === undefined || known.has(key)) return [];
    const { customerId, subscriptionId } = first;
    const startsAt = startOfRollUp(first.startsAt, 24);
    const starts = hours.map((hour) => hour.startsAt);
    return [{ customerId, subscriptionId, startsAt, groups: [], hours: [], recounted: starts }];
  });
  return [...withEvents, ...withoutEvents];
};
