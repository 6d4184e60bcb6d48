import type { RollUpTime } from '#domain/metering/cover.ts';
import type { GroupTally, RolledPart, RollUp, RollUpHours } from '#domain/metering/rollup.ts';
import type { Latest, Step, Tally, Value } from '#domain/metering/tally.ts';
import type { Fraction } from '#domain/shared/fraction.ts';
import type { CustomerId, SubscriptionId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/** Events are in no roll-up, a roll-up has no events, or both are there and say another thing. */
export type RollUpFaultCode = 'missing' | 'without_events' | 'different';

/** An hour or a day of which the roll-up is not what its events come to. */
export interface RollUpFault extends RollUpTime {
  readonly code: RollUpFaultCode;
  readonly customerId: CustomerId;
  /** Null of events that name none. */
  readonly subscriptionId: SubscriptionId | null;
}

/**
 * Compares days that are rolled up with the days of all their events, of one way of counting. A
 * part that is not kept, as it would be too long, is counted by its events: it is no fault.
 * @param stored what is rolled up
 * @param counted what the events come to
 * @param after parts that begin by then are used no more; null where all are used
 */
export const rollUpFaults = (
  stored: readonly RollUp[],
  counted: readonly RollUp[],
  after: Instant | null,
): readonly RollUpFault[] => {
  const kept = partsOf(stored, after);
  const right = partsOf(counted, after);
  return [...new Map([...right, ...kept])].flatMap(([key, { part }]) => {
    const code = codeOf(groupsOf(kept, key), groupsOf(right, key));
    return code === undefined ? [] : [{ code, ...part }];
  });
};

type Groups = readonly GroupTally[] | null;
type Parts = ReadonlyMap<string, { readonly part: Part; readonly groups: Groups }>;
type Part = Omit<RollUpFault, 'code'>;

const partsOf = (days: readonly RollUp[], after: Instant | null): Parts => {
  const parts = days.flatMap((day) => [
    partOf(day, day, 24),
    ...day.hours.map((hour) => partOf(day, hour, 1)),
  ]);
  return new Map(
    parts
      .filter(({ part }) => after === null || part.startsAt > after)
      .map((each) => [keyOf(each.part), each]),
  );
};

const partOf = (
  { customerId, subscriptionId }: RollUp,
  { startsAt, groups }: RolledPart,
  hours: RollUpHours,
) => ({ part: { customerId, subscriptionId, hours, startsAt }, groups });

const keyOf = ({ customerId, subscriptionId, hours, startsAt }: Part): string =>
  [customerId, subscriptionId, hours, startsAt].join('/');

/** Empty where there is no such part. */
const groupsOf = (parts: Parts, key: string): Groups => {
  const known = parts.get(key);
  return known === undefined ? [] : known.groups;
};

const codeOf = (kept: Groups, right: Groups): RollUpFaultCode | undefined => {
  if (kept === null) return undefined;
  if (kept.length === 0) return right?.length === 0 ? undefined : 'missing';
  if (right === null) return 'different';
  if (right.length === 0) return 'without_events';
  return areSameGroups(kept, right) ? undefined : 'different';
};

const areSameGroups = (some: readonly GroupTally[], others: readonly GroupTally[]): boolean => {
  const known = new Map(others.map(({ group, tally }) => [JSON.stringify(group), tally]));
  const isKnown = ({ group, tally }: GroupTally): boolean => {
    const other = known.get(JSON.stringify(group));
    return other !== undefined && areSameTallies(tally, other);
  };
  return some.length === known.size && some.every(isKnown);
};

const areSameTallies = (one: Tally, other: Tally): boolean => {
  if (one.events !== other.events) return false;
  switch (one.kind) {
    case 'sum':
      return other.kind === 'sum' && isSame(one.sum, other.sum);
    case 'extreme':
      return other.kind === 'extreme' && isSame(one.value, other.value);
    case 'latest':
      return other.kind === 'latest' && areSameLatest(one.latest, other.latest);
    case 'unique':
      return other.kind === 'unique' && areSameValues(one.values, other.values);
    case 'steps':
      return other.kind === 'steps' && areSameSteps(one.steps, other.steps);
  }
};

const isSame = (one: Fraction | null, other: Fraction | null): boolean =>
  one === null || other === null ? one === other : one.compare(other) === 0;

const areSameLatest = (one: Latest | null, other: Latest | null): boolean =>
  one === null || other === null
    ? one === other
    : one.at === other.at && one.key === other.key && isSame(one.value, other.value);

const areSameValues = (
  some: ReadonlyMap<string, Value>,
  others: ReadonlyMap<string, Value>,
): boolean =>
  some.size === others.size &&
  [...some].every(([text, { at, key, isRemoval }]) => {
    const other = others.get(text);
    return other?.at === at && other.key === key && other.isRemoval === isRemoval;
  });

const areSameSteps = (some: readonly Step[], others: readonly Step[]): boolean =>
  some.length === others.length &&
  some.every(({ at, by }, index) => {
    const other = others[index];
    return other?.at === at && isSame(by, other.by);
  });
