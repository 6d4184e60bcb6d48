import { describe, expect, test } from 'vitest';
import type { BasisInput } from '#domain/catalog/pricing/basis.ts';
import { basisOf, pricedEventsMax } from '#domain/catalog/pricing/basis.ts';
import type { ModelInput } from '#domain/catalog/pricing/input.ts';
import {
  cellsMax,
  dimensionsMax,
  freeEventsMax,
  modelNames,
  parseModel,
  propertyLengthMax,
} from '#domain/catalog/pricing/parse-model.ts';
import { metersMax, tiersMax } from '#domain/catalog/pricing/parse-tiers.ts';
import { faultsOf } from '../builders.ts';
import { cents, comesTo, euro, tier } from './builders.ts';
import { capacity, flat, matrix, percentage, perUnit, shares } from './prices.ts';

// A price is as large as its bounds, and no larger; what is not said of it is what most mean.

const faults = (price: ModelInput) => faultsOf(() => parseModel(price, euro));
const basisFaults = (price: ModelInput, of: BasisInput) => faultsOf(() => comesTo(price, of));
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('a price has so many', () => {
  test('tiers at most', () => {
    const tiers = (count: number) => [
      ...numbers(count - 1).map((upTo) => tier(String(upTo), '1')),
      tier(null, '1'),
    ];

    expect(tiersMax).toBe(100);
    expect(faults({ model: 'volume', tiers: tiers(100) })).toEqual([]);
    expect(faults({ model: 'volume', tiers: tiers(101) })).toEqual(['/tiers too_many']);
  });

  test('meters in a tier at most', () => {
    const bounds = (count: number) =>
      Object.fromEntries(numbers(count).map((meter) => [`meter-${meter}`, '1']));
    const bounded = (count: number): ModelInput => ({
      model: 'capacity',
      tiers: [
        { upTo: bounds(count), flatAmount: cents(1) },
        { upTo: null, flatAmount: cents(2) },
      ],
    });

    expect(faults(bounded(metersMax))).toEqual([]);
    expect(faults(bounded(metersMax + 1))).toEqual(['/tiers/0/upTo too_many']);
  });

  test('dimensions and cells of a matrix at most', () => {
    const cells = (count: number) =>
      numbers(count).map((value) => ({ when: { a: String(value) }, unitAmount: '1' }));
    const named = (...dimensions: readonly string[]): ModelInput => ({
      model: 'matrix',
      dimensions,
      cells: [{ when: Object.fromEntries(dimensions.map((name) => [name, '1'])), unitAmount: '1' }],
    });

    expect([cellsMax, dimensionsMax]).toEqual([1000, 2]);
    expect(faults({ model: 'matrix', dimensions: ['a'], cells: cells(cellsMax) })).toEqual([]);
    expect(faults({ model: 'matrix', dimensions: ['a'], cells: cells(cellsMax + 1) })).toEqual([
      '/cells too_many',
    ]);
    expect(faults({ model: 'matrix', dimensions: ['a'], cells: [] })).toEqual(['/cells too_few']);
    expect(faults(named('a', 'b'))).toEqual([]);
    expect(faults(named('a', 'b', 'c'))).toEqual(['/dimensions too_many']);
  });

  test('characters in the name of a property at most, and none that is not compared', () => {
    const dynamic = (amountProperty: string) => faults({ model: 'dynamic', amountProperty });

    expect(dynamic('x'.repeat(propertyLengthMax))).toEqual([]);
    expect(dynamic('x'.repeat(propertyLengthMax + 1))).toEqual(['/amountProperty too_long']);
    expect(dynamic('cost ')).toEqual(['/amountProperty invalid_characters']);
    expect(dynamic('e\u0301')).toEqual(['/amountProperty invalid_characters']);
  });

  test('free events at most', () => {
    const free = (freeEvents: number) => faults({ model: 'percentage', rate: '1', freeEvents });

    expect(free(0)).toEqual([]);
    expect(free(freeEventsMax)).toEqual([]);
    expect(free(freeEventsMax + 1)).toEqual(['/freeEvents invalid_free_events']);
  });

  test('events that it is computed of at once', () => {
    const events = (count: number) => ({ events: numbers(count).map(() => ({ value: '1' })) });

    expect(pricedEventsMax).toBe(1000);
    expect(basisFaults(percentage, events(1000))).toEqual([]);
    expect(basisFaults(percentage, events(1001))).toEqual(['/events too_many']);
  });
});

describe('a model', () => {
  test('is flat where it has no name', () => {
    const read = parseModel({ amount: cents(5) }, euro);

    expect(read).toEqual({ model: 'flat', amount: cents(5) });
  });

  test('has nothing free, no bounds and no default where none are stated', () => {
    const sized = { packageSize: '10', amount: cents(5) };

    expect(parseModel({ model: 'percentage', rate: '0.10' }, euro)).toEqual({
      model: 'percentage',
      rate: '0.1',
      fixedAmount: '0',
      freeEvents: null,
      freeValue: null,
      perEventMinimum: null,
      perEventMaximum: null,
    });
    expect(parseModel({ model: 'package', ...sized }, euro)).toEqual({
      model: 'package',
      ...sized,
      freeUnits: '0',
      chargesAtZero: false,
    });
    expect(parseModel(matrix, euro)).toMatchObject({ defaultUnitAmount: null });
    expect(parseModel(shares, euro)).toMatchObject({
      chargesAtZero: false,
      tiers: [{ upTo: '100', rate: '0.05', flatAmount: null }, { upTo: null }],
    });
  });

  test.each(['graduated', 'volume', 'stairstep', 'capacity', 'graduated_percentage'] as const)(
    'that has tiers, as %s, needs them',
    (model) => {
      expect(faults({ model })).toEqual(['/tiers required']);
      expect(faults({ model, tiers: null })).toEqual(['/tiers required']);
      expect(faults({ model, tiers: [] })).toEqual(['/tiers too_few']);
    },
  );

  test.each([
    ['a rate', 'graduated_percentage', { upTo: null }, ['/tiers/0/rate required']],
    [
      'a size and an amount',
      'package',
      { upTo: null },
      ['/tiers/0/packageSize required', '/tiers/0/amount required'],
    ],
    ['a flat amount', 'capacity', { upTo: null }, ['/tiers/0/flatAmount required']],
    [
      'no rate of capacities',
      'capacity',
      { upTo: null, flatAmount: cents(1), rate: '1' },
      ['/tiers/0/rate unknown_field'],
    ],
    [
      'no unit amount of steps',
      'stairstep',
      { upTo: null, flatAmount: cents(1), unitAmount: '1' },
      ['/tiers/0/unitAmount unknown_field'],
    ],
    [
      'no flat amount of packages',
      'package',
      { upTo: null, packageSize: '1', amount: cents(1), flatAmount: cents(1) },
      ['/tiers/0/flatAmount unknown_field'],
    ],
  ] as const)('has in each tier %s', (_name, model, last, expected) => {
    expect(faults({ model, tiers: [last] })).toEqual(expected);
  });

  test('has bounds of tiers that are decimals, each fault where it is', () => {
    const graduated = (...bounds: readonly unknown[]) =>
      faults({
        model: 'graduated',
        tiers: [...bounds, null].map((upTo) => ({ ...tier(null, '1'), upTo: upTo as string })),
      });

    expect(graduated('x', '5')).toEqual(['/tiers/0/upTo invalid_decimal']);
    expect(graduated('5', 'x')).toEqual(['/tiers/1/upTo invalid_decimal']);
    expect(graduated({ cpu: '1' })).toEqual(['/tiers/0/upTo invalid_type']);
    expect(graduated(null, '10')).toEqual(['/tiers/0/upTo tier_bound_missing']);
    expect(graduated('9', '10')).toEqual([]);
    expect(graduated('10', '9')).toEqual(['/tiers/1/upTo tiers_not_ascending']);
  });

  test('of capacities widens no meter less than before, and one at least', () => {
    const bounded = (...bounds: readonly object[]) =>
      faults({
        model: 'capacity',
        tiers: [...bounds, null].map((upTo) => ({
          upTo: upTo as Record<string, string> | null,
          flatAmount: cents(1),
        })),
      });
    const unordered = ['/tiers/1/upTo tiers_not_ascending'];

    expect(bounded({ a: '1', b: '2' }, { b: '2', a: '5' })).toEqual([]);
    expect(bounded({ a: '9', b: '2' }, { a: '10', b: '2' })).toEqual([]);
    expect(bounded({ a: '1', b: '2' }, { a: '1', b: '2' })).toEqual(unordered);
    expect(bounded({ a: '1', b: '2' }, { a: '5', b: '1' })).toEqual(unordered);
    expect(bounded({ a: '1' }, { a: '2', b: '2' })).toEqual(['/tiers/1/upTo tier_meters_differ']);
    expect(bounded({ a: '1', b: '2' }, { a: '2' })).toEqual(['/tiers/1/upTo tier_meters_differ']);
    expect(bounded({ a: '1', b: '2' }, { a: '2', c: '3' })).toEqual([
      '/tiers/1/upTo tier_meters_differ',
    ]);
    expect(bounded({ a: 'x' }, { a: '2' })).toEqual(['/tiers/0/upTo/a invalid_decimal']);
  });

  test('of single events has a maximum that is the minimum or more', () => {
    const bounds = (perEventMinimum: string | null, perEventMaximum: string | null) =>
      faults({ model: 'percentage', rate: '1', perEventMinimum, perEventMaximum });

    expect(bounds('9', '10')).toEqual([]);
    expect(bounds('1', '1.00')).toEqual([]);
    expect(bounds(null, '1')).toEqual([]);
    expect(bounds('10', '9')).toEqual(['/perEventMaximum minimum_above_maximum']);
    expect(bounds('x', '1')).toEqual(['/perEventMinimum invalid_decimal']);
  });

  test('has names of its own: none is missing, and each is computed of one thing', () => {
    expect(modelNames.toSorted()).toEqual(Object.keys(basisOf).toSorted());
  });
});

describe('a price is computed of', () => {
  test.each([
    ['flat', flat, { quantities: {} }, ['/quantities unknown_field']],
    ['events', percentage, { quantities: {}, events: [] }, ['/quantities unknown_field']],
    ['nothing', percentage, {}, ['/events required']],
    ['no meters', capacity, {}, ['/quantities required']],
    ['a bad meter', capacity, { quantities: { 'a b': '1' } }, ['/quantities/a b invalid_code']],
    [
      'a meter of an odd name',
      capacity,
      { quantities: { 'a~b/c': '1' } },
      ['/quantities/a~0b~1c invalid_code'],
    ],
    ['a bad number', capacity, { quantities: { cpu: 'x' } }, ['/quantities/cpu invalid_decimal']],
    ['a bad quantity', flat, { quantity: 'x' }, ['/quantity invalid_decimal']],
    [
      'bad events',
      percentage,
      { events: [{ value: '1' }, { value: '-1', amount: 'x' }] },
      ['/events/1/value decimal_negative', '/events/1/amount invalid_decimal'],
    ],
  ] as const)('what belongs to its model, and not of %s', (_name, price, basis, expected) => {
    expect(basisFaults(price, basis)).toEqual(expected);
  });

  test('any meters where its only tier bounds none', () => {
    const open = { model: 'capacity', tiers: [{ upTo: null, flatAmount: cents(100) }] } as const;

    expect(comesTo(open, { quantities: { cpu: '5' } }).exact).toBe('1');
  });

  test('a model that is none but flat needs its quantity', () => {
    expect(comesTo(flat, {}).exact).toBe('49');
    expect(basisFaults(perUnit, {})).toEqual(['/quantity required']);
  });

  test('an event counts one where a matrix says no value, and an amount that it carries', () => {
    const dynamic = { model: 'dynamic', amountProperty: 'cost' } as const;
    const carrying = { events: [{ amount: '2', properties: { cost: 'much' } }] };

    expect(comesTo(dynamic, carrying).exact).toBe('2');
    expect(basisFaults(percentage, { events: [{ amount: '1' }] })).toEqual([
      '/events/0/value required',
    ]);
  });

  test('as much as can be billed, and no more', () => {
    const most = String(Number.MAX_SAFE_INTEGER);
    const yen = (quantity: string, unitAmount = '1') =>
      faultsOf(() => comesTo({ model: 'per_unit', unitAmount }, quantity, 'JPY'));

    expect(
      comesTo({ model: 'per_unit', unitAmount: '9007199254740.991' }, '1000', 'JPY').amount,
    ).toMatchObject({ minor: BigInt(most) });
    expect(yen('1000', '9007199254740.992')).toEqual(['/quantity amount_out_of_range']);
  });
});
