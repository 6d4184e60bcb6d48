import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Aggregation } from '#domain/metering/definition.ts';
import { aggregations } from '#domain/metering/definition.ts';
import { rollUp } from '#domain/metering/open-roll-ups.ts';
import type { Counting, RollUp, UsageToRollUp } from '#domain/metering/rollup.ts';
import { countingOf, mergeRollUps, rollUpSizeMax, startOfRollUp } from '#domain/metering/rollup.ts';
import type { Instant } from '#domain/shared/time.ts';
import { instantOf } from '#domain/shared/time.ts';
import { buildId } from '../../../src/testing/builders.ts';
import { checkLaw, lawRuns } from '../../support/laws.ts';
import { begin, dayOf, facts, pages, sorted } from './roll-ups.ts';

// A law holds for each way to count: its cases are shared among them.
const runs = Math.ceil(lawRuns / aggregations.length);

// A roll-up made bit by bit, and anew where events are cancelled, is the one made at once.

const counts = (aggregation: Aggregation): Counting => {
  const property = aggregation === 'count' ? null : 'size';
  const removal = { property: 'region', value: 'us' };
  return { ...countingOf({ ...facts, aggregation, property, removal }, []), groupBy: ['zone'] };
};

const mergedOf = (counting: Counting, sets: readonly (readonly RollUp[])[]): readonly RollUp[] => {
  const days = new Map<string, RollUp>();
  for (const day of sets.flat()) {
    const known = days.get(dayOf(day));
    days.set(dayOf(day), known === undefined ? day : mergeRollUps(counting, known, day));
  }
  return [...days.values()];
};

describe.each(aggregations)('%s', (aggregation) => {
  const counting = counts(aggregation);

  test('law: roll-ups of some events and of others are the roll-up of all', () => {
    checkLaw(
      fc.property(pages, (drawn) => {
        const sets = drawn.map((events) => rollUp(counting, events));

        const merged = mergedOf(counting, sets);

        expect(sorted(merged)).toEqual(sorted(rollUp(counting, drawn.flat())));
      }),
      runs,
    );
  });

  test('law: hours that were counted anew stand for what was in them before', () => {
    checkLaw(
      fc.property(pages, fc.infiniteStream(fc.boolean()), (drawn, draws) => {
        const events = drawn.flat();
        const hourOf = (event: UsageToRollUp) => {
          const { type, customerId, subscriptionId } = event;
          return { type, customerId, subscriptionId, startsAt: startOfRollUp(event.at, 1) };
        };
        const gone = new Set(events.filter(() => draws.next().value === true));
        const left = events.filter((event) => !gone.has(event));
        const stale = new Map(
          [...gone]
            .filter(({ type }) => type === counting.eventType)
            .map((event) => [JSON.stringify(hourOf(event)), hourOf(event)]),
        );
        const again = left.filter((event) => stale.has(JSON.stringify(hourOf(event))));

        const recounted = rollUp(counting, again, [...stale.values()]);
        const merged = mergedOf(counting, [rollUp(counting, events), recounted]);

        const withEvents = merged.filter(({ hours }) => hours.length > 0);
        expect(sorted(withEvents)).toEqual(sorted(rollUp(counting, left)));
      }),
      runs,
    );
  });
});

const hours = (count: number): Instant => instantOf(begin + count * 3_600_000);
const [customerId, subscriptionId] = [buildId('cus'), buildId('sub')];
const calls = countingOf(facts, []);
const [users, steps, seats] = [
  { ...calls, aggregation: 'unique', property: 'user' } as const,
  { ...calls, aggregation: 'weighted_sum', property: 'size' } as const,
  { ...calls, groupBy: ['user'] },
];

/** So many events of different users in one hour, each in an instant of its own. */
const used = (count: number, at: Instant, first = 0): readonly UsageToRollUp[] =>
  Array.from({ length: count }, (_, index) => ({
    source: 'api',
    id: `${at}/${first + index}`,
    type: facts.eventType,
    at: instantOf(at + index),
    customerId,
    subscriptionId: null,
    data: { user: `user-${first + index}`, size: 1 },
  }));

/** Which of the day and of its hours, by their beginnings, have tallies. */
const kept = (day: RollUp | undefined) => [
  day?.groups !== null,
  ...(day?.hours.map(({ startsAt, groups }) => [startsAt, groups !== null] as const) ?? []),
];

const hourOf = (startsAt: Instant) => ({
  type: facts.eventType,
  customerId,
  subscriptionId: null,
  startsAt,
});

describe('a roll-up', () => {
  test('of an hour has so many groups and values at most; more stay events', () => {
    const most = rollUpSizeMax[1] - 1;
    const keptOf = (counting: Counting, count: number) =>
      kept(rollUp(counting, used(count, hours(5)))[0]);

    // A group takes one place, and each of its values one.
    expect(keptOf(users, most)).toEqual([true, [hours(5), true]]);
    expect(keptOf(users, most + 1)).toEqual([true, [hours(5), false]]);
    expect(keptOf(steps, most)).toEqual([true, [hours(5), true]]);
    expect(keptOf(steps, most + 1)).toEqual([true, [hours(5), false]]);
    expect(keptOf(seats, rollUpSizeMax[1] / 2)).toEqual([true, [hours(5), true]]);
    expect(keptOf(seats, rollUpSizeMax[1] / 2 + 1)).toEqual([true, [hours(5), false]]);
  });

  test('of a day has more, and none where they are still too many', () => {
    const dayOfUsers = (...counted: readonly number[]) => {
      const events = counted.flatMap((count, index) => used(count, hours(index), 500 * index));
      return kept(rollUp(users, events)[0])[0];
    };

    expect(rollUpSizeMax).toEqual({ 24: 2000, 1: 500 });
    expect(dayOfUsers(499, 499, 499, 499)).toBe(true);
    expect(dayOfUsers(499, 499, 499, 499, 3)).toBe(true);
    expect(dayOfUsers(499, 499, 499, 499, 4)).toBe(false);
  });

  test('that stays events does so for good, whatever is added', () => {
    const [many] = rollUp(users, used(500, hours(5)));
    const [few] = rollUp(users, [...used(1, hours(5)), ...used(1, hours(6))]);
    const [most] = rollUp(users, used(2000, hours(5)));
    if (many === undefined || few === undefined || most === undefined) throw new Error('A day.');

    expect(kept(mergeRollUps(users, many, few))).toEqual([
      true,
      [hours(5), false],
      [hours(6), true],
    ]);
    expect(kept(mergeRollUps(users, few, many))).toEqual([
      true,
      [hours(5), false],
      [hours(6), true],
    ]);
    expect(kept(mergeRollUps(users, most, few))[0]).toBe(false);
  });

  test('that was counted anew has tallies again, where all its hours have', () => {
    const events = [...used(2000, hours(5)), ...used(1, hours(6))];
    const [day] = rollUp(users, events);
    const [again] = rollUp(users, used(3, hours(5)), [hourOf(hours(5))]);
    const [other] = rollUp(users, [], [hourOf(hours(6))]);
    if (day === undefined || again === undefined || other === undefined) throw new Error('A day.');

    const merged = mergeRollUps(users, day, again);
    expect(kept(day)).toEqual([false, [hours(5), false], [hours(6), true]]);
    expect(kept(merged)).toEqual([true, [hours(6), true], [hours(5), true]]);
    expect(merged).not.toHaveProperty('recounted');
    expect(kept(mergeRollUps(users, day, other))).toEqual([false, [hours(5), false]]);
  });

  test('names the hours that it counts anew, with events in them or without', () => {
    const named = [hourOf(hours(1)), hourOf(hours(5)), { ...hourOf(hours(30)), subscriptionId }];

    const days = rollUp(calls, used(1, hours(1)), named);

    expect(days).toEqual([
      expect.objectContaining({
        customerId,
        subscriptionId: null,
        startsAt: begin,
        recounted: [hours(1), hours(5)],
      }),
      {
        customerId,
        subscriptionId,
        startsAt: hours(24),
        groups: [],
        hours: [],
        recounted: [hours(30)],
      },
    ]);
    expect(rollUp(calls, used(1, hours(1)))[0]).not.toHaveProperty('recounted');
  });
});
