import type { MeterDefinition } from '#domain/metering/definition.ts';
import type { UsageToCount } from '#domain/metering/measure.ts';
import { measure } from '#domain/metering/measure.ts';
import type { Counted, Tally } from '#domain/metering/tally.ts';
import { mergeTallies, sizeOf, tallyOf } from '#domain/metering/tally.ts';
import type { CustomerId, SubscriptionId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { dayMilliseconds, instantOf } from '#domain/shared/time.ts';

/**
 * A way of counting: all that decides which events are counted, how each is read, and which are
 * told apart (`groupBy`). A quantity is rounded later, so two meters may share one.
 */
export type Counting = Omit<MeterDefinition, 'rounding'>;

/** The way in which a meter counts where these properties are told apart. */
export const countingOf = (meter: Counting, groupBy: readonly string[]): Counting => {
  const { eventType, filters, aggregation, property, isCarriedOver, removal } = meter;
  return { eventType, filters, aggregation, property, isCarriedOver, removal, groupBy };
};

/** A text that two ways of counting share where they are one. */
export const countingText = (counting: Counting): string => {
  const { eventType, filters, aggregation, property, isCarriedOver, removal, groupBy } = counting;
  const conditions = filters.map((filter) => {
    if ('exists' in filter) return [filter.property, 'exists', filter.exists];
    return 'in' in filter
      ? [filter.property, 'in', ...filter.in]
      : [filter.property, 'in', filter.equals];
  });
  const takenAway = removal && [removal.property, removal.value];
  const parts = [eventType, conditions, aggregation, property, isCarriedOver, takenAway, groupBy];
  return JSON.stringify(parts);
};

/** The tally of the events of a group: the texts of the properties that are told apart, or null. */
export interface GroupTally {
  readonly group: readonly (string | null)[];
  readonly tally: Tally;
}

/** An event with what it adds to a quantity. */
export interface MeasuredUsage extends Counted {
  readonly event: UsageToCount;
}

/** Measures events. Those that are not counted are left out. */
export const measuredEvents = (
  counting: Counting,
  events: readonly UsageToCount[],
): readonly MeasuredUsage[] =>
  events.flatMap((event) => {
    const { at, source, id, data } = event;
    const measured = measure(counting, { type: counting.eventType, data });
    if (!('reading' in measured)) return [];
    return [{ at, key: `${source}\n${id}`, reading: measured.reading, event }];
  });

/** Tallies events, for each group. Those that are not counted are left out. */
export const talliesOf = (
  counting: Counting,
  events: readonly UsageToCount[],
): readonly GroupTally[] => groupTallies(counting, measuredEvents(counting, events));

/** As `talliesOf`, of events that were measured. */
export const groupTallies = (
  { aggregation }: Counting,
  counted: readonly Counted[],
): readonly GroupTally[] =>
  [...Map.groupBy(counted, ({ reading }) => keyOf(reading.group)).values()].map((some) => ({
    group: some[0]?.reading.group ?? [],
    tally: tallyOf(aggregation, some),
  }));

/** The tallies of some sets of events, none of which is in two; groups in the order of texts. */
export const mergeGroups = (
  { aggregation }: Counting,
  sets: readonly (readonly GroupTally[])[],
): readonly GroupTally[] => {
  const groups = [...Map.groupBy(sets.flat(), ({ group }) => keyOf(group))];
  return groups
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, some]) => {
      const tallies = some.map(({ tally }) => tally);
      return { group: some[0]?.group ?? [], tally: mergeTallies(aggregation, tallies) };
    });
};

const keyOf = (group: readonly (string | null)[]): string => JSON.stringify(group);

/** Usage as it is counted: tallies of some of the events, and the others one by one. */
export interface TalliedUsage {
  readonly rolledUp: readonly RolledUp[];
  readonly events: readonly UsageToCount[];
}

/** Tallies of events of one time: of an hour, of a day, or of those that were read of a span. */
export interface RolledUp {
  /** When that time begins, or an instant in it. */
  readonly startsAt: Instant;
  readonly groups: readonly GroupTally[];
}

/** The lengths of roll-ups, longest first, in hours of UTC. */
export const rollUpHours = [24, 1] as const;
export type RollUpHours = (typeof rollUpHours)[number];

/** The hours or the day, in UTC, that an instant lies in, by its beginning. */
export const startOfRollUp = (at: Instant, hours: RollUpHours): Instant =>
  instantOf(Math.floor(at / lengthOf(hours)) * lengthOf(hours));

export const lengthOf = (hours: RollUpHours): number => (dayMilliseconds / 24) * hours;

/** The tallies of an hour or a day. */
export interface RolledPart {
  readonly startsAt: Instant;
  /** Null where they would be too many: such events are counted one by one, for good. */
  readonly groups: readonly GroupTally[] | null;
}

/** The events of one customer and subscription, of a day in UTC, as they are tallied. */
export interface RollUp extends RolledPart {
  readonly customerId: CustomerId;
  /** Null of events that name none. */
  readonly subscriptionId: SubscriptionId | null;
  /** The same by hours: those that have events. */
  readonly hours: readonly RolledPart[];
  /** Hours that stand for what was rolled up of them before: events of it were cancelled. */
  readonly recounted?: readonly Instant[];
}

export interface UsageToRollUp extends UsageToCount {
  readonly type: string;
  readonly customerId: CustomerId;
  readonly subscriptionId: SubscriptionId | null;
}

/** An hour of a customer and subscription of which rolled up events were cancelled. */
export interface HourToRecount extends Pick<UsageToRollUp, 'customerId' | 'subscriptionId'> {
  readonly type: string;
  readonly startsAt: Instant;
}

/**
 * A roll-up of the same day and customer, with the events of both. Hours that the other one counted
 * anew are its own.
 */
export const mergeRollUps = (counting: Counting, one: RollUp, other: RollUp): RollUp => {
  const { recounted = [], ...added } = other;
  const stale = new Set(recounted);
  const kept = one.hours.filter(({ startsAt }) => !stale.has(startsAt));
  const byStart = Map.groupBy([...kept, ...other.hours], ({ startsAt }) => startsAt);
  const hours = [...byStart.values()].map((some) => mergeParts(counting, some, 1));
  const parts = stale.size === 0 ? [one, other] : hours;
  return { ...added, ...mergeParts(counting, parts, 24), startsAt: one.startsAt, hours };
};

const mergeParts = (
  counting: Counting,
  parts: readonly RolledPart[],
  hours: RollUpHours,
): RolledPart => {
  const sets = parts.flatMap(({ groups }) => (groups === null ? [] : [groups]));
  const startsAt = parts[0]?.startsAt ?? instantOf(0);
  if (sets.length < parts.length) return { startsAt, groups: null };
  return shortPart({ startsAt, groups: mergeGroups(counting, sets) }, hours);
};

/** How many groups, values and steps tallies have at most: more are no shorter than events. */
export const rollUpSizeMax: { readonly [Hours in RollUpHours]: number } = { 24: 2000, 1: 500 };

/** A part, without its tallies where they would be too many. */
export const shortPart = ({ startsAt, groups }: RolledPart, hours: RollUpHours): RolledPart => {
  const size = (groups ?? []).reduce((sum, { tally }) => sum + 1 + sizeOf(tally), 0);
  return { startsAt, groups: size > rollUpSizeMax[hours] ? null : groups };
};
