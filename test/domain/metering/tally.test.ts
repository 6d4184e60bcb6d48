import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Aggregation } from '#domain/metering/definition.ts';
import { aggregations } from '#domain/metering/definition.ts';
import { previewMeter } from '#domain/metering/preview.ts';
import type { Counted, Tally } from '#domain/metering/tally.ts';
import { mergeTallies, quantityOf, tallyOf } from '#domain/metering/tally.ts';
import { instantOf, parseInstant } from '#domain/shared/time.ts';
import { checkLaw } from '../../support/laws.ts';

const at = (text: string) => parseInstant(`${text}:00Z`);

const quantity = (
  aggregation: Aggregation,
  values: readonly (number | string)[],
  more: object = {},
) => {
  const property = aggregation === 'count' ? {} : { property: 'v' };
  const events = values.map((v, index) => ({ data: { v }, time: instantOf(index) }));
  const period = { from: instantOf(0), to: instantOf(1000) };
  const meter = { eventType: 'call', aggregation, ...property, ...more };
  return previewMeter({ meter, events, ...period }).quantity;
};

test.each<[Aggregation, readonly (number | string)[], string]>([
  ['count', [1, 1, 1], '3'],
  ['sum', [10, -5, '2.5'], '7.5'],
  ['max', [5, 20, 3], '20'],
  ['max', [-5, -20], '-5'],
  ['min', [5, 20, 3], '3'],
  ['latest', [10, 3, 50], '50'],
  ['latest', [10, 3], '3'],
  ['average', [1, 2, 7], '10/3'],
  ['unique', ['a', 'b', 'a'], '2'],
  ['sum', [], '0'],
  ['max', [], '0'],
  ['average', [], '0'],
  ['latest', [], '0'],
])('the %s of %j is %s', (aggregation, values, expected) => {
  expect(quantity(aggregation, values)).toBe(expected);
});

test.each([
  ['half_up', '3.34', [3.335]],
  ['down', '3.33', [3.339]],
  ['up', '3.34', [3.331]],
  ['floor', '-3.34', [-3.331]],
  ['half_even', '3.34', [3.345]],
] as const)('a quantity is rounded once, %s', (mode, expected, values) => {
  expect(quantity('sum', values, { rounding: { mode, decimals: 2 } })).toBe(expected);
});

test('a weighted sum is the level above zero over the period, and a level is carried over', () => {
  const meter = {
    eventType: 'disk',
    aggregation: 'weighted_sum',
    property: 'gb',
    isCarriedOver: true,
  } as const;
  const march = { time: at('2023-03-05T00:00'), data: { gb: 2500 } };
  const april = [
    { time: at('2023-04-04T00:00'), data: { gb: -2000 } },
    { time: at('2023-04-06T00:00'), data: { gb: -200 } },
  ];
  const of = (from: string, to: string) =>
    previewMeter({ meter, events: [march, ...april], from: at(from), to: at(to) }).quantity;

  // 2500 × 27/31, and (2500 × 30 − 2000 × 27 − 200 × 25) / 30.
  expect(of('2023-03-01T00:00', '2023-04-01T00:00')).toBe('67500/31');
  expect(of('2023-04-01T00:00', '2023-05-01T00:00')).toBe('1600/3');
  // Below zero nothing is held, and a later rise begins from there.
  const below = [
    { time: at('2023-04-01T00:00'), data: { gb: -10 } },
    { time: at('2023-04-16T00:00'), data: { gb: 30 } },
  ];
  const held = { from: at('2023-04-01T00:00'), to: at('2023-05-01T00:00') };
  expect(previewMeter({ meter, events: below, ...held }).quantity).toBe('10');
});

test('the steps of one instant are one step, also where tallies are merged', () => {
  const step = (time: number, value: string, isRemoval = false): Counted => {
    return {
      at: instantOf(time),
      key: `${time}${value}`,
      reading: { value, isRemoval, group: [] },
    };
  };
  const stepsOf = (tally: Tally) =>
    tally.kind === 'steps' ? tally.steps.map(({ at: when, by }) => [when, by.toText()]) : [];

  const one = tallyOf('weighted_sum', [step(5, '3'), step(1, '2'), step(5, '1', true)]);
  const other = tallyOf('weighted_sum', [step(9, '4'), step(5, '-2'), step(1, '7')]);

  expect([stepsOf(one), one.events]).toEqual([
    [
      [1, '2'],
      [5, '2'],
    ],
    3,
  ]);
  expect(stepsOf(mergeTallies('weighted_sum', [one, other]))).toEqual([
    [1, '9'],
    [5, '0'],
    [9, '4'],
  ]);
});

test('a unique value that was taken away twice is one that is not there', () => {
  const meter = {
    eventType: 'seat',
    aggregation: 'unique',
    property: 'id',
    removal: { property: 'op', value: 'remove' },
  } as const;
  const seat = (id: string, op: string) => ({ data: { id, op } });
  const of = (...events: readonly ReturnType<typeof seat>[]) =>
    previewMeter({ meter, events }).quantity;

  expect(of(seat('1', 'add'), seat('2', 'add'))).toBe('2');
  expect(of(seat('1', 'add'), seat('1', 'remove'), seat('1', 'remove'))).toBe('0');
  expect(of(seat('1', 'remove'), seat('1', 'add'))).toBe('1');
});

test('a preview tells groups apart, and why an event is not counted', () => {
  const preview = previewMeter({
    meter: { eventType: 'call', aggregation: 'unique', property: 'id', groupBy: ['zone'] },
    events: [
      { data: { id: 1, zone: '08' } },
      { data: { id: 1, zone: '06' } },
      { data: { id: 2, zone: '06' } },
      { data: { id: 3 } },
      { data: {} },
      { type: 'login', data: { id: 9 } },
    ],
  });

  expect(preview.quantity).toBe('3');
  expect(preview.groups).toEqual([
    { group: { zone: '08' }, quantity: '1' },
    { group: { zone: '06' }, quantity: '2' },
    { group: { zone: null }, quantity: '1' },
  ]);
  expect(preview.events.map(({ code }) => code)).toEqual([
    null,
    null,
    null,
    null,
    'property_missing',
    'other_type',
  ]);
});

// Decimals of few digits, so that values meet, at few instants, so that events do.
const events = fc.array(
  fc.record({
    at: fc.integer({ min: 0, max: 20 }).map(instantOf),
    value: fc.integer({ min: -50, max: 50 }).map((tenths) => String(tenths / 10)),
    isRemoval: fc.boolean(),
  }),
  { maxLength: 12 },
);

test.each(aggregations)('law: %s depends on no order and on no cut', (aggregation) => {
  const span = { from: instantOf(0), to: instantOf(25) };
  checkLaw(
    fc.property(events, fc.infiniteStream(fc.nat()), fc.nat({ max: 12 }), (some, noise, cut) => {
      const counted = some.map(({ at: when, value, isRemoval }, index): Counted => {
        const reading = { value, isRemoval, group: [] };
        return { at: when, key: `s/${index}`, reading };
      });
      const shuffled = counted
        .map((each) => ({ each, by: noise.next().value }))
        .toSorted((one, other) => one.by - other.by)
        .map(({ each }) => each);
      const whole = quantityOf(
        { aggregation, rounding: null },
        tallyOf(aggregation, counted),
        span,
      );
      const merged = mergeTallies(aggregation, [
        tallyOf(aggregation, shuffled.slice(cut)),
        tallyOf(aggregation, shuffled.slice(0, cut)),
      ]);

      const parts = quantityOf({ aggregation, rounding: null }, merged, span);
      expect(parts.toText()).toBe(whole.toText());
      expect(merged.events).toBe(counted.length);
    }),
  );
});
