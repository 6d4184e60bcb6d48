import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Aggregation } from '#domain/metering/definition.ts';
import { aggregations } from '#domain/metering/definition.ts';
import { rollUp } from '#domain/metering/open-roll-ups.ts';
import { rollUpFaults } from '#domain/metering/roll-up-faults.ts';
import type { Counting, RollUp, UsageToRollUp } from '#domain/metering/rollup.ts';
import { countingOf, mergeRollUps, rollUpSizeMax, startOfRollUp } from '#domain/metering/rollup.ts';
import type { Instant } from '#domain/shared/time.ts';
import { later } from '#domain/shared/time.ts';
import { buildId } from '../../../src/testing/builders.ts';
import { begin, dayOf, facts, pages } from './roll-ups.ts';

const counts = (aggregation: Aggregation): Counting => {
  const property = aggregation === 'count' ? null : 'size';
  return { ...countingOf({ ...facts, aggregation, property }, []), groupBy: ['zone'] };
};

const customerId = buildId('cus');
const hour = (count: number): Instant => later(begin, count * 3_600_000);
const event = (id: string, at: Instant, data: object = { size: '1' }): UsageToRollUp => ({
  id,
  source: 'api',
  type: facts.eventType,
  at,
  customerId,
  subscriptionId: null,
  data: data as UsageToRollUp['data'],
});
const told = (
  stored: readonly RollUp[],
  counted: readonly RollUp[],
  after: Instant | null = null,
) =>
  rollUpFaults(stored, counted, after).map(({ code, hours, startsAt }) => [
    code,
    hours,
    (startsAt - begin) / 3_600_000,
  ]);

describe.each(aggregations)('%s', (aggregation) => {
  const counting = counts(aggregation);

  test('law: what was rolled up bit by bit has no fault', () => {
    fc.assert(
      fc.property(pages, (drawn) => {
        const days = new Map<string, RollUp>();
        for (const day of drawn.flatMap((events) => rollUp(counting, events))) {
          const known = days.get(dayOf(day));
          days.set(dayOf(day), known === undefined ? day : mergeRollUps(counting, known, day));
        }

        expect(told([...days.values()], rollUp(counting, drawn.flat()))).toEqual([]);
      }),
    );
  });

  test('law: an event more or less is a fault of its hour and its day, and of no other', () => {
    fc.assert(
      fc.property(pages, fc.nat(), (drawn, place) => {
        const all = drawn.flat().filter((each) => rollUp(counting, [each]).length > 0);
        fc.pre(all.length > 0);
        const without = all.toSpliced(place % all.length, 1);
        const lost = all[place % all.length]?.at ?? begin;
        const parts = [
          [24, startOfRollUp(lost, 24)],
          [1, startOfRollUp(lost, 1)],
        ];
        const [more, fewer] = [rollUp(counting, all), rollUp(counting, without)];

        for (const faults of [rollUpFaults(more, fewer, null), rollUpFaults(fewer, more, null)]) {
          expect(faults.map(({ hours, startsAt }) => [hours, startsAt])).toEqual(parts);
        }
      }),
    );
  });

  test('another value, place or time of the same number of events is a fault', () => {
    const right = [event('a', hour(1), { size: '2' }), event('b', hour(1.5), { size: '3' })];
    const wrong: Readonly<Record<string, readonly UsageToRollUp[]>> = {
      group: [event('a', hour(1), { size: '2', zone: 'x' }), ...right.slice(1)],
      value: [event('a', hour(1), { size: '2' }), event('b', hour(1.5), { size: '1' })],
      time: [event('a', hour(1), { size: '2' }), event('b', hour(1.7), { size: '3' })],
      key: [event('a', hour(1), { size: '2' }), event('c', hour(1.5), { size: '3' })],
    };
    const found = Object.entries(wrong).flatMap(([what, events]) =>
      told(rollUp(counting, events), rollUp(counting, right)).length > 0 ? [what] : [],
    );

    // As far as the aggregation keeps it.
    const byMoments: readonly Aggregation[] = ['latest', 'unique'];
    const kept = ['group', ...(aggregation === 'count' ? [] : ['value'])];
    if (aggregation === 'weighted_sum' || byMoments.includes(aggregation)) kept.push('time');
    if (byMoments.includes(aggregation)) kept.push('key');
    if (aggregation === 'max') expect(found).toEqual(['group', 'value']);
    else expect(found).toEqual(kept);
  });
});

const sums = counts('sum');

test('a fault says what is wrong: nothing is rolled up, or without events, or otherwise', () => {
  const first = rollUp(sums, [event('a', hour(1)), event('b', hour(2))]);
  const second = rollUp(sums, [event('a', hour(1)), event('b', hour(2), { size: '2' })]);
  const third = rollUp(sums, [event('a', hour(1)), event('c', hour(3))]);

  expect(told(first, second)).toEqual([
    ['different', 24, 0],
    ['different', 1, 2],
  ]);
  expect(told(first, third)).toEqual([
    ['missing', 1, 3],
    ['without_events', 1, 2],
  ]);
  expect(told([], first)).toEqual([
    ['missing', 24, 0],
    ['missing', 1, 1],
    ['missing', 1, 2],
  ]);
  expect(told(first, [])).toEqual([
    ['without_events', 24, 0],
    ['without_events', 1, 1],
    ['without_events', 1, 2],
  ]);
});

test('parts that begin up to an instant are not looked at', () => {
  const stored = rollUp(sums, [event('a', hour(1)), event('b', hour(2)), event('c', hour(25))]);

  expect(told(stored, [], hour(1))).toEqual([
    ['without_events', 1, 2],
    ['without_events', 24, 24],
    ['without_events', 1, 25],
  ]);
});

test('a part without events, and one that is not kept, are no faults', () => {
  const many = Array.from({ length: rollUpSizeMax[1] + 1 }, (_, index) =>
    event(`e${index}`, later(hour(1), index), { size: String(index) }),
  );
  const unique = counts('unique');
  const right = rollUp(unique, many);
  const [day] = right;
  if (day === undefined) throw new Error('Nothing is rolled up.');
  const emptied = { ...day, groups: [], hours: [{ startsAt: hour(1), groups: [] }] };
  const short = rollUp(unique, many.slice(0, 3));

  expect(day.hours[0]?.groups).toBeNull();
  expect(told(right, right)).toEqual([]);
  expect(told([{ ...day, groups: null }], right)).toEqual([]);
  expect(told([emptied], [])).toEqual([]);
  expect(told([emptied], right)).toEqual([
    ['missing', 24, 0],
    ['missing', 1, 1],
  ]);
  // Where it would be too long, whatever is kept is of other events.
  expect(told(short, right)).toEqual([
    ['different', 24, 0],
    ['different', 1, 1],
  ]);
});
