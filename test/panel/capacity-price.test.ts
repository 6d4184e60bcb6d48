import { describe, expect, test } from 'vitest';
import {
  boundField,
  cheaperTiers,
  chosenMeter,
  codesOf,
  meterField,
} from '../../panel/values/capacity-price.ts';
import type { FormValues } from '../../panel/values/form-values.ts';
import { planFieldOf } from '../../panel/values/plan-body.ts';
import {
  emptyPrice,
  priceBody,
  pricesBody,
  priceValues,
  tiersOf,
} from '../../panel/values/plan-prices.ts';
import { amountFields } from '../../panel/values/price-form-fields.ts';
import { previewedPrice } from '../../panel/values/price-preview.ts';
import type { Price } from '../../panel/wire/types.ts';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const written = { currency: 'EUR', language: 'en' };
const [hosts, calls] = [
  { id: 'mtr_1', code: 'hosts' },
  { id: 'mtr_2', code: 'api.calls' },
];

const choose = (values: FormValues, meter: typeof hosts, isChosen: boolean): FormValues => ({
  ...values,
  ...chosenMeter(values, 'row0', tiersOf(values, 'row0'), { ...meter, isChosen }),
});

const price: Price = {
  id: 'price_1',
  name: 'Size',
  kind: 'usage',
  model: 'capacity',
  billed: 'in_arrears',
  meterIds: ['mtr_1', 'mtr_2'],
  tiers: [
    { upTo: { hosts: '5', 'api.calls': '1000' }, flatAmount: eur(1000) },
    { upTo: { hosts: '20', 'api.calls': '10000' }, flatAmount: eur(2500) },
    { upTo: null, flatAmount: eur(2400) },
  ],
};

const empty: FormValues = {
  ...emptyPrice('row0'),
  rows: 'row0',
  'row0.kind': 'usage',
  'row0.model': 'capacity',
  'row0.billed': 'in_arrears',
  'row0.t0.flatAmount': '10',
  'row0.t1.flatAmount': '25',
};

describe('a capacity price that is written', () => {
  test('has the meters that were chosen, and a bound of each in every tier but the last', () => {
    const chosen = [hosts, calls].reduce((values, meter) => choose(values, meter, true), empty);
    const typed = { ...chosen, [boundField('row0.t0', 'hosts')]: '1,000' };

    const body = priceBody(typed, 'row0', written);

    expect(body).toMatchObject({
      kind: 'usage',
      model: 'capacity',
      isProrated: false,
      meterIds: ['mtr_1', 'mtr_2'],
      tiers: [
        { upTo: { hosts: '1000', 'api.calls': '' }, flatAmount: eur(1000) },
        { upTo: null, flatAmount: eur(2500) },
      ],
    });
    expect(Object.keys(body)).not.toContain('meterId');
    expect(Object.keys(body)).not.toContain('groupBy');
  });

  test('loses a meter that is not chosen any more, and gets back what was typed for it', () => {
    const values = priceValues({ prices: [price] }, 'en');
    const without = choose(values, hosts, false);

    expect(priceBody(without, 'row0', written)).toMatchObject({
      meterIds: ['mtr_2'],
      tiers: [{ upTo: { 'api.calls': '1000' } }, { upTo: { 'api.calls': '10000' } }, {}],
    });
    expect(priceBody(choose(without, hosts, true), 'row0', written)).toMatchObject({
      meterIds: ['mtr_2', 'mtr_1'],
      tiers: [{ upTo: { hosts: '5' } }, { upTo: { hosts: '20' } }, { upTo: null }],
    });
  });

  test('is of one meter or model at a time: another model has one meter, and no bounds', () => {
    const values = { ...priceValues({ prices: [price] }, 'en'), 'row0.model': 'stairstep' };

    const body = priceBody(values, 'row0', written);

    expect(body).toMatchObject({ model: 'stairstep', meterId: null });
    expect(Object.keys(body)).not.toContain('meterIds');
    expect(body.tiers?.map(({ upTo }) => upTo)).toEqual([null, null, null]);
  });

  test('needs an amount in each tier', () => {
    const values = priceValues({ prices: [price] }, 'en');

    expect(amountFields(values, 'row0')).toContainEqual({
      name: 'row0.t1.flatAmount',
      isRequired: true,
    });
  });

  test('of one tier has no bounds, and no codes until there is another', () => {
    const { tiers = [], ...rest } = price;
    const values = priceValues({ prices: [{ ...rest, tiers: tiers?.slice(-1) ?? [] }] }, 'en');

    expect(codesOf(values, 'row0')).toEqual([]);
    expect(priceBody(values, 'row0', written).tiers).toEqual([
      { upTo: null, flatAmount: eur(2400) },
    ]);
  });
});

describe('a fault of a capacity price stands', () => {
  const values = priceValues({ prices: [price] }, 'en');
  const fieldOf = (path: string, of: FormValues = values) => planFieldOf(`prices.0.${path}`, of);

  test('at the box of its meter', () => {
    expect(fieldOf('meterIds.1')).toBe(meterField('row0', 'mtr_2'));
    expect(fieldOf('meterIds')).toBe('row0.meterIds');
  });

  test('at its bound, and one of all bounds of a tier at the first of them', () => {
    expect(fieldOf('tiers.1.upTo.api.calls')).toBe(boundField('row0.t1', 'api.calls'));
    expect(fieldOf('tiers.1.upTo')).toBe(boundField('row0.t1', 'hosts'));
    expect(fieldOf('tiers.2.flatAmount')).toBe('row0.t2.flatAmount');
  });

  test('at the meters, where none is chosen', () => {
    expect(fieldOf('tiers.0.upTo', empty)).toBe('row0.meterIds');
  });
});

describe('a capacity price while it is written', () => {
  const input = priceBody(priceValues({ prices: [price] }, 'en'), 'row0', written);

  test('comes to what the code that bills makes of several quantities', () => {
    const preview = previewedPrice(input, 'EUR', { hosts: '3', 'api.calls': '1001' });

    expect(preview).toMatchObject({
      kind: 'computed',
      amount: eur(2500),
      priced: { steps: [{ kind: 'capacity', passed: { 'api.calls': '1000' } }] },
    });
  });

  test('warns of a tier that costs less than the one before', () => {
    expect(cheaperTiers(input)).toEqual([3]);
  });
});

const steps = Array.from({ length: 202 }, (_each, index) => ({
  upTo: index === 201 ? null : { hosts: String(index + 1) },
  flatAmount: eur(index),
}));

test.each<[string, Partial<Price>]>([
  ['of a model that the form does not know', { model: 'later' as Price['model'] }],
  ['with more bounds than a form shows', { model: 'capacity', meterIds: ['mtr_1'], tiers: steps }],
])('a price %s stays as it is', (_kind, fields) => {
  const usage = {
    billed: 'in_advance',
    id: 'price_9',
    name: 'Calls',
    kind: 'usage',
    model: 'capacity',
    ...fields,
  } as const;
  const values = priceValues({ prices: [usage] }, 'en');

  expect(pricesBody(values, 'EUR', 'en')).toEqual([usage]);
  expect(amountFields(values, 'row0')).toEqual([]);
});
