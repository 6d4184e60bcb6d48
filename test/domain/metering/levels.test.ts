import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CountedPeriod, CountedQuantity } from '#domain/metering/count.ts';
import { countUsage } from '#domain/metering/count.ts';
import type { LevelMeter } from '#domain/metering/level-meter.ts';
import { countsLevel, levelAggregations } from '#domain/metering/level-meter.ts';
import { countLevels } from '#domain/metering/levels.ts';
import type { UsageToCount } from '#domain/metering/measure.ts';
import { countingOf, startOfRollUp, talliesOf } from '#domain/metering/rollup.ts';
import { RunningQuantity } from '#domain/metering/running-quantity.ts';
import { mergeTallies, quantityOf, tallyOf } from '#domain/metering/tally.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import type { Instant } from '#domain/shared/time.ts';
import { instantOf, parseInstant } from '#domain/shared/time.ts';
import { buildMeter } from '../../../src/testing/metering-builders.ts';
import { checkLaw } from '../../support/laws.ts';

// Levels of a meter before each of some instants: what would be counted up to then.

const begin = parseInstant('2026-06-01T00:00:00Z');
const half = (count: number): Instant => instantOf(begin + count * 1_800_000);
const hour = 3_600_000;
const lastHalf = 24;

const levelMeter = (given: Parameters<typeof buildMeter>[0] & object): LevelMeter => {
  const { facts } = buildMeter({ property: 'v', ...given });
  if (!countsLevel(facts)) throw new Error('The meter counts a level.');
  return facts;
};

const events = fc
  .array(
    fc.record({
      at: fc.integer({ min: -4, max: 2 * lastHalf + 4 }).map((quarters) => half(quarters / 2)),
      data: fc.record({
        v: fc.constantFrom(-5, -1, 0, 1, 2, 7, '0.25'),
        region: fc.constantFrom('eu', 'us', null),
        op: fc.constantFrom('add', 'remove'),
      }),
    }),
    { maxLength: 14 },
  )
  .map((all) =>
    all.map((each, index): UsageToCount => ({ ...each, source: 's', id: `e${index}` })),
  );

const ways = fc.record({
  takesAway: fc.boolean(),
  isCarriedOver: fc.boolean(),
  isRounded: fc.boolean(),
  groupBy: fc.constantFrom([], ['region']),
});

const cuts = fc
  .uniqueArray(fc.integer({ min: 1, max: lastHalf - 1 }), { maxLength: 5 })
  .map((some) => [...some.toSorted((one, other) => one - other), lastHalf].map(half));

// All of the time, or with a pause in between.
const period = { from: begin, to: half(lastHalf) };
const spans = fc.oneof(
  fc.constant([period]),
  fc.constant([
    { from: begin, to: half(7) },
    { from: half(12), to: period.to },
  ]),
);

const toText = ({ group, events: count, quantity }: CountedQuantity) => [
  group,
  count,
  quantity.toText(),
];

test.each(levelAggregations)('law: a level, %s, is what is counted up to then', (aggregation) => {
  checkLaw(
    fc.property(events, ways, cuts, spans, fc.boolean(), (all, way, ends, parts, isTallied) => {
      const removal = { property: 'op', value: 'remove' };
      const mayGo = aggregation === 'sum' || aggregation === 'unique';
      const meter = levelMeter({
        aggregation,
        isCarriedOver: way.isCarriedOver && aggregation !== 'max',
        removal: way.takesAway && mayGo ? removal : null,
        rounding: way.isRounded ? { mode: 'half_up', decimals: 0 } : null,
      });
      const { groupBy } = way;
      const within: CountedPeriod = { period, spans: parts };
      // Hours that no end of a level or of a part cuts.
      const edges = [...ends, ...parts.flatMap(({ from, to }) => [from, to])];
      const isWhole = (starts: number): boolean =>
        parts.some(({ from, to }) => from <= starts && starts + hour <= to) &&
        !edges.some((edge) => starts < edge && edge < starts + hour);
      const isRolledUp = ({ at }: UsageToCount): boolean =>
        isTallied && isWhole(startOfRollUp(at, 1));
      const byHour = Map.groupBy(all.filter(isRolledUp), ({ at }) => startOfRollUp(at, 1));
      const rolledUp = [...byHour].map(([startsAt, some]) => ({
        startsAt,
        groups: talliesOf(countingOf(meter, groupBy), some),
      }));
      const loose = all.filter((event) => !isRolledUp(event));

      const levels = countLevels(meter, groupBy, { rolledUp, events: loose }, within, ends);

      expect(levels.map(toText)).toEqual(countUsage(meter, groupBy, all, within).map(toText));
      for (const { group, changes } of levels) {
        for (const [index, to] of ends.entries()) {
          const served = parts
            .filter(({ from }) => from < to)
            .map((part) => ({ from: part.from, to: part.to < to ? part.to : to }));
          // A level that is carried over goes on in a pause, too.
          const until = meter.isCarriedOver ? [{ from: begin, to }] : served;
          const counted = countUsage(meter, groupBy, all, { period, spans: until });
          const own = counted.find((each) => each.group['region'] === group['region']);
          const level = changes.findLast(({ place }) => place <= index)?.level;
          expect(level?.toText() ?? '0').toBe(own?.quantity.toText() ?? '0');
        }
      }
    }),
  );
});

test.each(levelAggregations)('law: a running quantity, %s, is that of all its tallies', (name) => {
  const counted = fc.record({
    at: fc.integer({ min: 0, max: 6 }).map(half),
    key: fc.constantFrom('a', 'b', 'c', 'd'),
    reading: fc.record({
      value: fc.constantFrom('-2', '0', '1', '7'),
      isRemoval: fc.boolean(),
      group: fc.constant([]),
    }),
  });
  const sets = fc.array(fc.array(counted, { maxLength: 4 }), { maxLength: 5 });
  const meter = levelMeter({ aggregation: name });
  checkLaw(
    fc.property(sets, (drawn) => {
      // No two events are one, and they come in whatever order.
      const tallies = drawn.map((some, place) =>
        tallyOf(
          name,
          some.map((each, index) => ({ ...each, key: `${each.key}/${place}/${index}` })),
        ),
      );
      const running = new RunningQuantity(meter);

      for (const tally of tallies) running.add(tally);

      const merged = mergeTallies(name, tallies);
      const span = { from: begin, to: half(9) };
      expect(running.events).toBe(merged.events);
      expect(running.quantity().toText()).toBe(quantityOf(meter, merged, span).toText());
    }),
  );
});

test('a level has a change where something happened, and is nothing before the first', () => {
  const seats = levelMeter({ aggregation: 'sum' });
  const move = (id: string, at: Instant, v: number, region: string): UsageToCount => {
    return { id, source: 's', at, data: { v, region } };
  };
  const ends = [half(2), half(4), half(6), half(8)];
  const within = { period: { from: begin, to: half(8) }, spans: [{ from: begin, to: half(8) }] };
  const moves = [
    move('1', half(4), 3, 'us'),
    move('2', half(7), -1, 'us'),
    move('3', half(1), 5, 'eu'),
  ];

  const [level] = countLevels(seats, [], { rolledUp: [], events: moves }, within, ends);
  const groups = countLevels(seats, ['region'], { rolledUp: [], events: moves }, within, ends);
  const [none] = countLevels(seats, [], { rolledUp: [], events: [] }, within, ends);

  const told = (changes: NonNullable<typeof level>['changes'] = []) =>
    changes.map(({ place, level: quantity }) => `${place}: ${quantity.toText()}`);
  expect(told(level?.changes)).toEqual(['0: 5', '2: 8', '3: 7']);
  expect(groups.map(({ group, changes }) => [group, told(changes)])).toEqual([
    [{ region: 'eu' }, ['0: 5']],
    [{ region: 'us' }, ['2: 3', '3: 2']],
  ]);
  expect(none && [toText(none), none.changes]).toEqual([[{}, 0, '0'], []]);
});

test('a weighted sum is no level, nor are an average, a count and a minimum', () => {
  const running = new RunningQuantity(levelMeter({ aggregation: 'sum' }));

  expect(levelAggregations).toEqual(['sum', 'max', 'latest', 'unique']);
  expect(() => running.add(tallyOf('weighted_sum', []))).toThrow(InvariantViolation);
  expect(countsLevel(buildMeter().facts)).toBe(false);
  expect(countsLevel(buildMeter({ aggregation: 'min' }).facts)).toBe(false);
});
