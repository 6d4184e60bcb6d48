import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aggregations } from '#domain/metering/definition.ts';
import { OpenRollUps } from '#domain/metering/open-roll-ups.ts';
import type { Counting, RollUp, UsageToRollUp } from '#domain/metering/rollup.ts';
import { countingOf, countingText, startOfRollUp, talliesOf } from '#domain/metering/rollup.ts';
import { checkLaw, lawRuns } from '../../support/laws.ts';
import { dayOf, facts, pages, sorted } from './roll-ups.ts';

// A law holds for each way to count: its cases are shared among them.
const runs = Math.ceil(lawRuns / aggregations.length);

/** The same by its definition: the tallies of all events of each day, and of each hour. */
const tallied = (counting: Counting, events: readonly UsageToRollUp[]): readonly RollUp[] => {
  const own = events.filter(({ type }) => type === counting.eventType);
  const days = Map.groupBy(own, (event) =>
    dayOf({ ...event, startsAt: startOfRollUp(event.at, 24) }),
  );
  return [...days.values()].flatMap((some) => {
    const [first] = some;
    const groups = talliesOf(counting, some);
    if (first === undefined || groups.length === 0) return [];
    const hours = [...Map.groupBy(some, ({ at }) => startOfRollUp(at, 1))]
      .map(([startsAt, ofHour]) => ({ startsAt, groups: talliesOf(counting, ofHour) }))
      .filter((hour) => hour.groups.length > 0);
    const { customerId, subscriptionId, at } = first;
    return [{ customerId, subscriptionId, startsAt: startOfRollUp(at, 24), groups, hours }];
  });
};

test.each(aggregations)(
  'law: %s is rolled up as its events are tallied, by all its ways',
  (aggregation) => {
    const property = aggregation === 'count' ? null : 'size';
    const filters = [{ property: 'region', in: ['eu', 'us'] }];
    const base = { ...facts, aggregation, property, removal: { property: 'region', value: 'us' } };
    const countings = [
      countingOf(base, []),
      countingOf(base, ['region']),
      countingOf(base, ['zone', 'region']),
      countingOf({ ...base, filters }, ['region']),
      countingOf({ ...base, eventType: 'other' }, []),
    ];
    checkLaw(
      fc.property(pages, (drawn) => {
        const open = new OpenRollUps(countings);
        for (const some of drawn) open.add(some);

        for (const counting of countings) {
          expect(sorted(open.by(counting))).toEqual(sorted(tallied(counting, drawn.flat())));
        }
      }),
      runs,
    );
  },
);

const sum: Counting = {
  ...countingOf(facts, []),
  aggregation: 'sum',
  property: 'size',
  filters: [{ property: 'zone', in: ['1'] }],
};

test('two ways of counting are one where they count the same, however they round', () => {
  const rounded = { ...sum, name: 'Traffic', rounding: { mode: 'up', decimals: 0 } as const };

  expect(countingText(rounded)).toBe(countingText(sum));
  expect(countingText({ ...sum, filters: [{ property: 'zone', equals: '1' }] })).toBe(
    countingText(sum),
  );
  expect(countingOf(rounded, ['zone'])).toEqual({ ...sum, groupBy: ['zone'] });
});

test.each<Partial<Counting>>([
  { eventType: 'other' },
  { aggregation: 'max' },
  { property: 'bytes' },
  { isCarriedOver: true },
  { groupBy: ['zone'] },
  { filters: [] },
  { filters: [{ property: 'zone', in: ['1', '2'] }] },
  { filters: [{ property: 'region', in: ['1'] }] },
  { filters: [{ property: 'zone', equals: '2' }] },
  { filters: [{ property: 'zone', exists: true }] },
  { filters: [{ property: 'zone', exists: false }] },
  { removal: { property: 'op', value: 'remove' } },
])('a way of counting with %j is another one', (given) => {
  const texts = [{}, given].map((each) => countingText({ ...sum, ...each }));

  expect(texts[0]).not.toBe(texts[1]);
});

test('ways of counting are told apart by each property and value of them', () => {
  const ways: readonly Partial<Counting>[] = [
    { removal: { property: 'op', value: 'remove' } },
    { removal: { property: 'op', value: 'undo' } },
    { removal: { property: 'act', value: 'remove' } },
    { filters: [{ property: 'zone', exists: true }] },
    { filters: [{ property: 'zone', exists: false }] },
    { filters: [{ property: 'size', exists: true }] },
    { filters: [{ property: 'zone', in: ['exists', 'true'] }] },
  ];

  const texts = new Set(ways.map((way) => countingText({ ...sum, ...way })));

  expect(texts.size).toBe(ways.length);
});
