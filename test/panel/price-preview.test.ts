import { describe, expect, test } from 'vitest';
import { chartMax, chartPoints, exampleQuantity } from '../../panel/values/price-chart.ts';
import { previewedPrice } from '../../panel/values/price-preview.ts';
import { warningsOf } from '../../panel/values/price-warnings.ts';
import { termsChanges } from '../../panel/values/terms-diff.ts';
import type { Price, PriceInput } from '../../panel/wire/types.ts';

const eur = (amount: number) => ({ amount, currency: 'EUR' });

const volume: PriceInput = {
  name: 'Calls',
  model: 'volume',
  tiers: [
    { upTo: '1000', unitAmount: '0.10' },
    { upTo: null, unitAmount: '0.05' },
  ],
};

describe('a price while it is written', () => {
  test('comes to what the code that bills makes of it', () => {
    const price = { ...volume, model: 'graduated', minimum: eur(500) } as const;

    expect(previewedPrice(price, 'EUR', '1001')).toMatchObject({
      kind: 'computed',
      amount: eur(10_005),
      priced: { steps: [{ kind: 'units' }, { kind: 'units' }, { kind: 'total' }] },
    });
    expect(previewedPrice(price, 'EUR', '1')).toMatchObject({ amount: eur(500) });
  });

  test('of usage, takes its percentage of each part of a value', () => {
    const tiers = [
      { upTo: '1000', rate: '0.02' },
      { upTo: null, rate: '0.0125', flatAmount: eur(500) },
    ];
    const price = { name: 'Turnover', kind: 'usage', model: 'graduated_percentage' } as const;

    expect(previewedPrice({ ...price, tiers }, 'EUR', '1500')).toMatchObject({
      kind: 'computed',
      amount: eur(2000 + 625 + 500),
      priced: { steps: [{ kind: 'rate' }, { kind: 'rate' }, { kind: 'flat' }, { kind: 'total' }] },
    });
  });

  test('says at which field it is not complete yet', () => {
    const tiers = [
      { upTo: '100', unitAmount: 'x' },
      { upTo: '7', unitAmount: '1' },
      { upTo: null },
    ];

    const preview = previewedPrice({ ...volume, tiers }, 'EUR', '1');

    expect(preview).toMatchObject({
      kind: 'incomplete',
      faults: [
        { pointer: '/price/tiers/0/unitAmount' },
        { pointer: '/price/tiers/1/upTo', code: 'tiers_not_ascending' },
        { pointer: '/price/tiers/2', code: 'required' },
      ],
    });
  });
});

describe('the warnings of a price', () => {
  test('tell where one unit more costs less, and by how much', () => {
    expect(warningsOf(volume, 'EUR')).toEqual([{ kind: 'drop', at: '1001', by: eur(4995) }]);
  });

  test('tell of a tier that is dearer than the one before', () => {
    const tiers = [
      { upTo: '10', unitAmount: '1' },
      { upTo: '20', unitAmount: '0.9' },
      { upTo: null, unitAmount: '0.95' },
    ];

    expect(warningsOf({ ...volume, model: 'graduated', tiers }, 'EUR')).toEqual([
      { kind: 'dearer', tier: 3 },
    ]);
  });

  test('tell it of packages, too, by the price of a unit', () => {
    const tiers = [
      { upTo: '10', packageSize: '10', amount: eur(100) },
      { upTo: '20', packageSize: '5', amount: eur(50) },
      { upTo: null, packageSize: '5', amount: eur(51) },
    ];

    expect(warningsOf({ name: 'Packs', model: 'package', tiers }, 'EUR')).toEqual([
      { kind: 'dearer', tier: 3 },
    ]);
  });

  test('tell it of percentages, too', () => {
    const tiers = [
      { upTo: '10', rate: '0.1' },
      { upTo: null, rate: '0.125' },
    ];

    expect(warningsOf({ name: 'Turnover', model: 'graduated_percentage', tiers }, 'EUR')).toEqual([
      { kind: 'dearer', tier: 2 },
    ]);
  });

  test('are none of a price that is not complete, or that has no tiers', () => {
    expect(warningsOf({ ...volume, tiers: [{ upTo: null }] }, 'EUR')).toEqual([]);
    expect(warningsOf({ name: 'Base', amount: eur(100) }, 'EUR')).toEqual([]);
  });
});

test('the chart shows both sides of each bound, and ends where the slider does', () => {
  const points = chartPoints(volume, 'EUR', chartMax(volume, '1'));

  expect(points).toContainEqual({ quantity: 1000, amount: 10_000 });
  expect(points).toContainEqual({ quantity: 1001, amount: 5005 });
  expect(points.at(-1)).toEqual({ quantity: 2000, amount: 10_000 });
  expect(exampleQuantity(volume)).toBe('1500');
});

describe('two versions of a plan differ', () => {
  const price = (code: string, fields: Partial<Price>): Price => ({
    id: `price_${code}`,
    code,
    name: code,
    kind: 'recurring',
    model: 'flat',
    billed: 'in_advance',
    amount: eur(100),
    ...fields,
  });
  const terms = (...prices: readonly Price[]) => ({
    currency: 'EUR',
    interval: { unit: 'month', count: 1 } as const,
    trialDays: 0,
    prices,
  });

  test('by prices of one code, whatever their ids', () => {
    const before = terms(price('base', {}), price('gone', {}));
    const after = terms(
      price('base', { id: 'price_other', amount: eur(200) }),
      price('new', { minimum: null }),
    );

    expect(termsChanges(before, after)).toMatchObject([
      { kind: 'changed', fields: ['amount'] },
      { kind: 'added', price: { code: 'new' } },
      { kind: 'removed', price: { code: 'gone' } },
    ]);
  });

  test('by terms; and not by fields that are null on one side and absent on the other', () => {
    const before = terms(price('base', {}));
    const after = { ...terms(price('base', { minimum: null })), trialDays: 14 };

    expect(termsChanges(before, after)).toMatchObject([{ kind: 'term', field: 'trialDays' }]);
    expect(termsChanges(before, before)).toEqual([]);
  });

  test('by their commitment and by features of one code', () => {
    const value = (code: string, text: string) =>
      ({ code, kind: 'value', value: text, limit: null }) as const;
    const before = { ...terms(), features: [value('a', '1'), value('b', '1'), value('c', '1')] };
    const after = {
      ...terms(),
      minimumCommitment: eur(10_000),
      features: [
        { code: 'c', kind: 'value', value: '1' } as const,
        value('b', '2'),
        value('d', '1'),
      ],
    };

    expect(termsChanges(before, after)).toMatchObject([
      { kind: 'term', field: 'minimumCommitment' },
      { kind: 'feature', code: 'b', before: { value: '1' }, after: { value: '2' } },
      { kind: 'feature', code: 'd', before: undefined, after: { value: '1' } },
      { kind: 'feature', code: 'a', before: { value: '1' }, after: undefined },
    ]);
    expect(termsChanges({ ...before, minimumCommitment: null }, terms())).toHaveLength(3);
  });
});
