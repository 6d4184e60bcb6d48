import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MeterDefinition } from '#domain/metering/definition.ts';
import { aggregations } from '#domain/metering/definition.ts';
import type { UsageToCount } from '#domain/metering/measure.ts';
import {
  countPeaks,
  hasPeak,
  isNeverBelowZero,
  leastCounting,
  onlyRises,
  stepCounting,
} from '#domain/metering/peak.ts';
import { countingOf, startOfRollUp, talliesOf } from '#domain/metering/rollup.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { instantOf, parseInstant } from '#domain/shared/time.ts';
import { buildMeter } from '../../../src/testing/metering-builders.ts';
import { checkLaw } from '../../support/laws.ts';

// The peak of a level: the most that there was of it at once, in the parts of a period.

const begin = parseInstant('2026-06-01T00:00:00Z');
const minute = (index: number) => instantOf(begin + index * 60_000);
const lastMinute = 240;
const hour = 3_600_000;

const removal = { property: 'op', value: 'remove' };
const meters: Readonly<Record<string, MeterDefinition>> = {
  'a sum': buildMeter({ aggregation: 'sum', property: 'by' }).facts,
  'a sum that is carried over': buildMeter({
    aggregation: 'sum',
    property: 'by',
    isCarriedOver: true,
  }).facts,
  'unique values that go': buildMeter({
    aggregation: 'unique',
    property: 'id',
    isCarriedOver: true,
    removal,
  }).facts,
  'unique values that stay': buildMeter({ aggregation: 'unique', property: 'id' }).facts,
  'a count': buildMeter({ aggregation: 'count' }).facts,
};

const event = fc.record({
  at: fc.integer({ min: -60, max: lastMinute + 60 }).map(minute),
  data: fc.record({
    by: fc.integer({ min: -5, max: 5 }),
    id: fc.constantFrom('ada', 'bob', 'eve'),
    op: fc.constantFrom('add', 'remove'),
  }),
});

const events = fc
  .array(event, { maxLength: 20 })
  .map((all) =>
    all.map((each, index): UsageToCount => ({ ...each, source: 's', id: `e${index}` })),
  );

// A period of four hours, all of it or with a gap in between.
const period = { from: begin, to: minute(lastMinute) };
const spans = fc.oneof(
  fc.constant([period]),
  fc
    .tuple(fc.integer({ min: 1, max: 119 }), fc.integer({ min: 120, max: 239 }))
    .map(([gap, goesOn]) => [
      { from: period.from, to: minute(gap) },
      { from: minute(goesOn), to: period.to },
    ]),
);

/** The level at an instant, of the events that are counted by then. */
const levelAt = (meter: MeterDefinition, counted: readonly UsageToCount[], at: number): number => {
  const past = counted.filter((each) => each.at <= at);
  if (meter.aggregation === 'count') return past.length;
  if (meter.aggregation === 'sum') {
    return past.reduce((sum, { data }) => sum + Number(data['by']), 0);
  }
  const ids = new Set(past.map(({ data }) => data['id']));
  return [...ids].filter((id) => {
    const last = past
      .filter(({ data }) => data['id'] === id)
      .toSorted((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1))
      .at(-1);
    return meter.removal === null || last?.data['op'] !== 'remove';
  }).length;
};

test('a level that falls in the instant in which a part begins is not the higher one in it', () => {
  const seats = meters['a sum that is carried over'];
  if (seats === undefined) throw new Error('There is such a meter.');
  const move = (id: string, at: typeof begin, by: number): UsageToCount => {
    return { id, source: 's', at, data: { by } };
  };
  const usage = { rolledUp: [], events: [move('1', minute(-1), 9), move('2', begin, -1)] };

  const [peak] = countPeaks(seats, [], usage, { period, spans: [period] });

  expect(peak?.quantity.toText()).toBe('8');
});

const used = (id: string, at: typeof begin, data: object): UsageToCount => {
  return { id, source: 's', at, data: { ...data } };
};

test('what begins in the instant in which a part ends is not in it', () => {
  const level = buildMeter({ aggregation: 'sum', property: 'by', isCarriedOver: true }).facts;
  const moves = [used('1', minute(1), { by: 2 }), used('2', minute(60), { by: 5 })];
  const until = (to: number) => {
    const parts = [{ from: begin, to: minute(60) }];
    const more = to > 60 ? [{ from: minute(100), to: minute(to) }] : [];
    const within = { period, spans: [...parts, ...more] };
    return countPeaks(level, [], { rolledUp: [], events: moves }, within)[0]?.quantity.toText();
  };

  expect([until(60), until(120)]).toEqual(['2', '7']);
  expect(
    countPeaks(
      level,
      [],
      { rolledUp: [], events: [...moves, used('3', minute(99), { by: -5 })] },
      {
        period,
        spans: [
          { from: begin, to: minute(60) },
          { from: minute(100), to: minute(120) },
        ],
      },
    )[0]?.quantity.toText(),
  ).toBe('2');
});

test('peaks are told by groups, rounded as the meter says', () => {
  const rounding = { mode: 'up', decimals: 0 } as const;
  const kinds = [
    buildMeter({ aggregation: 'sum', property: 'by', rounding }).facts,
    buildMeter({ aggregation: 'unique', property: 'id', removal, rounding }).facts,
  ];
  const moves = [
    used('1', minute(1), { by: '1.5', id: 'ada', region: 'us' }),
    used('2', minute(2), { by: '0.2', id: 'bob', region: 'us' }),
    used('3', minute(3), { by: '-1', id: 'ada', region: 'us', op: 'remove' }),
    used('4', minute(4), { by: '0.5', id: 'eve', region: 'eu' }),
  ];

  const peaks = kinds.map((meter) =>
    countPeaks(meter, ['region'], { rolledUp: [], events: moves }, { period, spans: [period] }).map(
      ({ group, events: count, quantity }) => [group, count, quantity.toText()],
    ),
  );

  const expected = [
    [{ region: 'eu' }, 1, '1'],
    [{ region: 'us' }, 3, '2'],
  ];
  expect(peaks).toEqual([expected, expected]);
});

test('a count, a sum and unique values have a peak, and some only rise', () => {
  const withPeak = aggregations.filter((aggregation) => hasPeak({ aggregation }));
  const rising = aggregations.filter((aggregation) => onlyRises({ aggregation, removal: null }));
  const going = aggregations.filter((aggregation) => onlyRises({ aggregation, removal }));

  expect(withPeak).toEqual(['count', 'sum', 'unique']);
  expect(rising).toEqual(['count', 'unique']);
  expect(going).toEqual(['count']);
});

test('a sum alone is tallied by its steps, and by its least value if nothing goes', () => {
  const sum = buildMeter({ aggregation: 'sum', property: 'by' }).facts;
  const count = buildMeter().facts;

  expect(stepCounting(sum, ['region'])).toEqual({
    ...countingOf(sum, ['region']),
    aggregation: 'weighted_sum',
  });
  expect(leastCounting(sum)).toEqual({ ...countingOf(sum, []), aggregation: 'min' });
  expect([stepCounting(count, []), leastCounting(count)]).toEqual([null, null]);
  expect(leastCounting({ ...sum, removal })).toBeNull();
});

test('a sum never falls where no value is below zero, tallied or not', () => {
  const least = leastCounting(buildMeter({ aggregation: 'sum', property: 'by' }).facts);
  if (least === null) throw new Error('A sum has a least value.');
  const rises = [used('1', minute(1), { by: 0 }), used('2', minute(2), { by: 5 })];
  const falls = [used('3', minute(3), { by: -1 })];
  const rolledUp = [{ startsAt: begin, groups: talliesOf(least, falls) }];

  expect(isNeverBelowZero(least, { rolledUp: [], events: rises })).toBe(true);
  expect(isNeverBelowZero(least, { rolledUp: [], events: [] })).toBe(true);
  expect(isNeverBelowZero(least, { rolledUp: [], events: [...rises, ...falls] })).toBe(false);
  expect(isNeverBelowZero(least, { rolledUp, events: rises })).toBe(false);
});

describe.each(Object.entries(meters))('the peak of %s', (_, meter) => {
  const peakOf = (all: readonly UsageToCount[], parts: readonly (typeof period)[], hours = 0) => {
    const counting = onlyRises(meter) ? countingOf(meter, []) : stepCounting(meter, []);
    // Whole hours from the first on are tallied, as far as the spans have them.
    const isTallied = (at: number): boolean => {
      const starts = startOfRollUp(instantOf(at), 1);
      const isWhole = parts.some(({ from, to }) => from <= starts && starts + hour <= to);
      return counting !== null && isWhole && at < begin + hours * hour;
    };
    const byHour = Map.groupBy(
      all.filter(({ at }) => isTallied(at)),
      ({ at }) => startOfRollUp(at, 1),
    );
    const rolledUp = [...byHour].map(([startsAt, some]) => ({
      startsAt,
      groups: counting === null ? [] : talliesOf(counting, some),
    }));
    const rest = all.filter(({ at }) => !isTallied(at));
    return countPeaks(meter, [], { rolledUp, events: rest }, { period, spans: parts })[0]?.quantity;
  };

  test('is the highest level in its parts, however it was tallied and in whatever order', () => {
    checkLaw(
      fc.property(
        events,
        spans,
        fc.integer({ min: 0, max: 4 }),
        fc.infiniteStream(fc.nat()),
        (all, parts, hours, draws) => {
          const within = (at: number) => parts.some(({ from, to }) => from <= at && at < to);
          const counted = meter.isCarriedOver ? all : all.filter(({ at }) => within(at));
          let peak = 0;
          for (let index = 0; index < lastMinute; index += 1) {
            const at = minute(index);
            if (within(at)) peak = Math.max(peak, levelAt(meter, counted, at));
          }
          const shuffled = all
            .map((each) => ({ each, rank: draws.next().value ?? 0 }))
            .toSorted((one, other) => one.rank - other.rank)
            .map(({ each }) => each);

          expect(peakOf(all, parts)?.compare(Fraction.of(BigInt(peak)))).toBe(0);
          expect(peakOf(shuffled, parts, hours)?.compare(Fraction.of(BigInt(peak)))).toBe(0);
        },
      ),
    );
  });
});
