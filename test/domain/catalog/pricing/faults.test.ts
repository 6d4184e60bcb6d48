import { describe, expect, test } from 'vitest';
import type { PricePreviewInput } from '#domain/catalog/pricing/preview.ts';
import { previewPrice } from '#domain/catalog/pricing/preview.ts';
import { faultsOf } from '../builders.ts';
import { cents, tier, values } from './builders.ts';

const of = (price: PricePreviewInput['price'], basis: object = { quantity: '1' }) =>
  faultsOf(() => previewPrice({ currency: 'EUR', price, ...basis }));

const perUnit = (unitAmount: string) => ({ model: 'per_unit', unitAmount }) as const;

describe('a price is refused', () => {
  test.each([
    ['', 'invalid_decimal'],
    ['1e3', 'invalid_decimal'],
    ['+1', 'invalid_decimal'],
    ['01', 'invalid_decimal'],
    ['.5', 'invalid_decimal'],
    ['1.', 'invalid_decimal'],
    ['0.0000000000001', 'invalid_decimal'],
    ['-0.01', 'decimal_negative'],
    ['1000000000000000.1', 'decimal_out_of_range'],
    ['9999999999999999', 'decimal_out_of_range'],
  ])('for the unit amount %j', (unitAmount, code) => {
    expect(of(perUnit(unitAmount))).toEqual([`/price/unitAmount ${code}`]);
  });

  test.each([
    ['no tiers', [], ['/price/tiers too_few']],
    ['no tiers at all', undefined, ['/price/tiers required']],
    ['too many', Array.from({ length: 101 }, () => tier(null, '1')), ['/price/tiers too_many']],
    ['a bounded last tier', [tier('1', '1')], ['/price/tiers/0/upTo last_tier_bounded']],
    [
      'a tier without a bound before the last',
      [tier(null, '1'), tier(null, '2')],
      ['/price/tiers/0/upTo tier_bound_missing'],
    ],
    [
      'bounds that do not rise, and another fault beside them',
      [tier('5', '1'), tier('5', '2'), tier('4.9', '-3'), tier(null, '1')],
      [
        '/price/tiers/1/upTo tiers_not_ascending',
        '/price/tiers/2/upTo tiers_not_ascending',
        '/price/tiers/2/unitAmount decimal_negative',
      ],
    ],
    [
      'a bound of zero',
      [tier('0', '1'), tier(null, '1')],
      ['/price/tiers/0/upTo decimal_not_positive'],
    ],
    ['a tier without a price', [tier(null, null)], ['/price/tiers/0 required']],
    [
      'a field of another model',
      [{ ...tier(null, '1'), rate: '1', packageSize: '1' }],
      ['/price/tiers/0/rate unknown_field', '/price/tiers/0/packageSize unknown_field'],
    ],
    [
      'an amount in another currency',
      [tier(null, null, null), { upTo: null, flatAmount: cents(1, 'USD') }].slice(1),
      ['/price/tiers/0/flatAmount/currency currency_mismatch'],
    ],
    [
      'an amount below zero',
      [tier(null, '1', -1)],
      ['/price/tiers/0/flatAmount/amount amount_negative'],
    ],
  ])('of %s', (_name, tiers, faults) => {
    expect(of({ model: 'graduated', tiers })).toEqual(faults);
    expect(of({ model: 'volume', tiers })).toEqual(faults);
  });

  test('of what its model needs and it does not have', () => {
    expect(of({})).toEqual(['/price/amount required']);
    expect(of({ model: 'per_unit' })).toEqual(['/price/unitAmount required']);
    expect(of({ model: 'stairstep', tiers: [tier(null, null)] })).toEqual([
      '/price/tiers/0/flatAmount required',
    ]);
    expect(of({ model: 'package' })).toEqual([
      '/price/packageSize required',
      '/price/amount required',
    ]);
    expect(of({ model: 'package', packageSize: '0', amount: cents(1) })).toEqual([
      '/price/packageSize decimal_not_positive',
    ]);
    expect(of({ model: 'percentage' }, values('1'))).toEqual(['/price/rate required']);
    expect(of({ model: 'dynamic' }, { events: [] })).toEqual(['/price/amountProperty required']);
    expect(of({ model: 'matrix' }, { events: [] })).toEqual([
      '/price/dimensions required',
      '/price/cells required',
    ]);
  });

  test('of what belongs to another model', () => {
    expect(of({ amount: cents(1), unitAmount: '1', chargesAtZero: true })).toEqual([
      '/price/unitAmount unknown_field',
      '/price/chargesAtZero unknown_field',
    ]);
    const sized = { model: 'package', packageSize: '1', freeUnits: '2' } as const;
    const tiers = [{ upTo: null, packageSize: '1', amount: cents(1) }];
    expect(of({ ...sized, tiers })).toEqual([
      '/price/packageSize unknown_field',
      '/price/freeUnits unknown_field',
    ]);
  });

  test('of a maximum below its minimum', () => {
    const bounds = { minimum: cents(2), maximum: cents(1) };
    expect(of({ ...perUnit('1'), ...bounds })).toEqual(['/price/maximum minimum_above_maximum']);
    const perEvent = { perEventMinimum: '2', perEventMaximum: '1' };
    expect(of({ model: 'percentage', rate: '1', ...perEvent }, values('1'))).toEqual([
      '/price/perEventMaximum minimum_above_maximum',
    ]);
  });

  test('of free events that are no count', () => {
    for (const freeEvents of [-1, 1.5, Number.NaN, 2 ** 40]) {
      expect(of({ model: 'percentage', rate: '1', freeEvents }, values('1'))).toEqual([
        '/price/freeEvents invalid_free_events',
      ]);
    }
  });

  test('of capacities that do not bound the same meters, or shrink', () => {
    const tierOf = (upTo: Record<string, string> | string | null) => ({
      upTo,
      flatAmount: cents(1),
    });
    const last = tierOf(null);
    const capacity = (...tiers: ReturnType<typeof tierOf>[]) =>
      of({ model: 'capacity', tiers: [...tiers, last] }, { quantities: {} });

    expect(capacity(tierOf({}))).toEqual(['/price/tiers/0/upTo too_few']);
    expect(capacity(tierOf('5'))).toEqual(['/price/tiers/0/upTo invalid_type']);
    expect(capacity(tierOf({ 'a/b': '1' }))).toEqual(['/price/tiers/0/upTo/a~1b invalid_code']);
    expect(capacity(tierOf({ a: '1' }), tierOf({ b: '2' }))).toEqual([
      '/price/tiers/1/upTo tier_meters_differ',
    ]);
    expect(capacity(tierOf({ a: '1', b: '2' }), tierOf({ a: '2', b: '1' }))).toEqual([
      '/price/tiers/1/upTo tiers_not_ascending',
    ]);
    expect(capacity(tierOf({ a: '1' }), tierOf({ a: '1' }))).toEqual([
      '/price/tiers/1/upTo tiers_not_ascending',
    ]);
  });

  test('of a matrix whose cells are incomplete, or named twice', () => {
    const matrix = (dimensions: string[], ...cells: Record<string, string>[]) => {
      const priced = cells.map((when) => ({ when, unitAmount: '1' }));
      return of({ model: 'matrix', dimensions, cells: priced }, { events: [] });
    };

    expect(matrix([], {})).toEqual(['/price/dimensions too_few']);
    expect(matrix(['a', 'a'], { a: '1' })).toContain('/price/dimensions/1 duplicate_dimension');
    expect(matrix(['a', 'b'], { a: '1' })).toEqual(['/price/cells/0/when cell_incomplete']);
    expect(matrix(['a'], { a: '1', b: '1' })).toEqual(['/price/cells/0/when cell_incomplete']);
    expect(matrix(['a'], { a: '1' }, { a: '1' })).toEqual(['/price/cells/1/when duplicate_cell']);
    expect(matrix(['a'], { a: ' 1' })).toEqual(['/price/cells/0/when/a invalid_characters']);
    expect(matrix(['toString'], { valueOf: '1' })).toEqual(['/price/cells/0/when cell_incomplete']);
  });
});

describe('what a price is computed of is refused', () => {
  const percentage = { model: 'percentage', rate: '1' } as const;
  const dynamic = { model: 'dynamic', amountProperty: 'cost' } as const;

  test.each([
    ['nothing', perUnit('1'), {}, '/quantity required'],
    ['events of a quantity', perUnit('1'), { quantity: '1', events: [] }, '/events unknown_field'],
    ['a quantity of events', percentage, { events: [], quantity: '1' }, '/quantity unknown_field'],
    ['a negative quantity', perUnit('1'), { quantity: '-1' }, '/quantity decimal_negative'],
    [
      'more than 10^15',
      perUnit('1'),
      { quantity: '1000000000000000.000000000001' },
      '/quantity decimal_out_of_range',
    ],
    ['an event without a value', percentage, { events: [{}] }, '/events/0/value required'],
    ['an event without an amount', dynamic, { events: [{}] }, '/events/0/properties/cost required'],
    [
      'an amount that is none',
      dynamic,
      { events: [{ properties: { cost: 'much' } }] },
      '/events/0/properties/cost invalid_decimal',
    ],
    [
      'an inherited property',
      { ...dynamic, amountProperty: 'constructor' },
      { events: [{ properties: {} }] },
      '/events/0/properties/constructor required',
    ],
    [
      'a meter that no tier bounds',
      {
        model: 'capacity',
        tiers: [
          { upTo: { a: '1' }, flatAmount: cents(1) },
          { upTo: null, flatAmount: cents(1) },
        ],
      },
      { quantities: { b: '1' } },
      '/quantities/b unknown_meter',
    ],
    [
      'too many events',
      percentage,
      { events: Array.from({ length: 1001 }, () => ({ value: '1' })) },
      '/events too_many',
    ],
    [
      'more than can be billed',
      perUnit('1000000000000000'),
      { quantity: '1000000000000000' },
      '/quantity amount_out_of_range',
    ],
  ] as const)('of %s', (_name, price, basis, fault) => {
    expect(of(price as PricePreviewInput['price'], basis)).toEqual([fault]);
  });

  test('together with the price and the currency, all at once', () => {
    const input = { currency: 'XXX', price: { amount: cents(-1, 'USD') }, quantity: 'x' };
    expect(faultsOf(() => previewPrice(input))).toEqual([
      '/currency currency_not_money',
      '/price/amount/amount amount_negative',
      '/quantity invalid_decimal',
    ]);
  });
});
