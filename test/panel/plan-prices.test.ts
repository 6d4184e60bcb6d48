import { expect, test } from 'vitest';
import { placeOfId } from '../../panel/values/ids.ts';
import {
  defaultItems,
  hasQuantity,
  includedField,
  itemsBody,
  itemValues,
  quantityField,
} from '../../panel/values/item-body.ts';
import { emptyPrice, priceBody, pricesBody, priceValues } from '../../panel/values/plan-prices.ts';
import { amountFields, priceFieldOf } from '../../panel/values/price-form-fields.ts';
import type { Price } from '../../panel/wire/types.ts';

const common = {
  kind: 'recurring',
  billed: 'in_advance',
  interval: null,
  isOptional: false,
  isProrated: true,
  inTrial: 'free',
  minimum: null,
  maximum: null,
} as const;

const eur = (amount: number) => ({ amount, currency: 'EUR' });

const prices: readonly Price[] = [
  { ...common, id: 'price_1', name: 'Base', model: 'flat', amount: eur(4990) },
  {
    ...common,
    id: 'price_2',
    name: 'Support',
    model: 'per_unit',
    unitAmount: '0.125',
    billed: 'in_arrears',
    interval: { unit: 'year', count: 1 },
    isOptional: true,
    isProrated: false,
    inTrial: 'charged',
    minimum: eur(100),
    maximum: eur(1_234_567),
  },
  ...(['graduated', 'volume'] as const).map(
    (model): Price => ({
      ...common,
      id: `price_${model}`,
      name: model,
      model,
      tiers: [
        { upTo: '1000.5', unitAmount: '0.0025', flatAmount: null },
        { upTo: null, unitAmount: null, flatAmount: eur(5000) },
      ],
      chargesAtZero: true,
    }),
  ),
  {
    ...common,
    id: 'price_5',
    name: 'Steps',
    model: 'stairstep',
    tiers: [{ upTo: null, flatAmount: eur(0) }],
    chargesAtZero: false,
  },
  {
    ...common,
    id: 'price_6',
    name: 'Packs',
    model: 'package',
    amount: eur(500),
    packageSize: '1000',
    freeUnits: '250',
    chargesAtZero: false,
  },
  {
    ...common,
    id: 'price_7',
    name: 'Packs by tiers',
    model: 'package',
    tiers: [
      { upTo: '10', packageSize: '2', amount: eur(100) },
      { upTo: null, packageSize: '5', amount: eur(200) },
    ],
    chargesAtZero: false,
  },
  {
    ...common,
    id: 'price_8',
    name: 'Set-up',
    kind: 'one_time',
    model: 'flat',
    amount: eur(9900),
    isProrated: false,
    inTrial: 'charged',
  },
  {
    ...common,
    id: 'price_9',
    name: 'Traffic',
    kind: 'usage',
    model: 'per_unit',
    unitAmount: '0.0025',
    billed: 'in_arrears',
    isProrated: false,
    meterId: 'mtr_1',
    groupBy: ['region', 'plan name'],
  },
  {
    ...common,
    id: 'price_11',
    name: 'Seats',
    kind: 'usage',
    model: 'per_unit',
    unitAmount: '10',
    billed: 'in_advance',
    isProrated: false,
    meterId: 'mtr_3',
    groupBy: null,
  },
  {
    ...common,
    id: 'price_12',
    name: 'Seats by the day',
    kind: 'usage',
    model: 'graduated',
    tiers: [{ upTo: null, unitAmount: '10', flatAmount: null }],
    chargesAtZero: false,
    billed: 'in_advance',
    isProrated: true,
    meterId: 'mtr_3',
    groupBy: null,
  },
  {
    ...common,
    id: 'price_13',
    name: 'Size',
    kind: 'usage',
    model: 'capacity',
    tiers: [
      { upTo: { hosts: '5', 'api.calls': '1000.5' }, flatAmount: eur(1000) },
      { upTo: { hosts: '20', 'api.calls': '10000' }, flatAmount: eur(2500) },
      { upTo: null, flatAmount: eur(0) },
    ],
    chargesAtZero: true,
    billed: 'in_arrears',
    isProrated: false,
    meterIds: ['mtr_1', 'mtr_2'],
    maximum: eur(100_000),
  },
  {
    ...common,
    id: 'price_10',
    name: 'Turnover',
    kind: 'usage',
    model: 'graduated_percentage',
    tiers: [
      { upTo: '1000', rate: '0.2', flatAmount: null },
      { upTo: '2000.5', rate: '0.0125', flatAmount: eur(500) },
      { upTo: null, rate: '1', flatAmount: null },
    ],
    chargesAtZero: false,
    billed: 'in_arrears',
    interval: { unit: 'month', count: 3 },
    isProrated: false,
    meterId: 'mtr_2',
    groupBy: null,
    maximum: eur(100_000),
  },
];

test.each(['en', 'de', 'fr-CH'])(
  'prices of all models come back from the form as they went in, as people write in %s',
  (language) => {
    expect(pricesBody(priceValues({ prices }, language), 'EUR', language)).toEqual(prices);
  },
);

test('a price has a model of its kind, and what only usage says goes with usage', () => {
  const usage = {
    ...emptyPrice('row0'),
    rows: 'row0',
    'row0.kind': 'usage',
    'row0.model': 'graduated_percentage',
    'row0.billed': 'in_arrears',
    'row0.meterId': 'mtr_1',
    'row0.groupBy': ' region ,, model',
  };
  const written = { currency: 'EUR', language: 'en' };
  const recurring = priceBody({ ...usage, 'row0.kind': 'recurring' }, 'row0', written);

  expect(priceBody(usage, 'row0', written)).toMatchObject({
    model: 'graduated_percentage',
    billed: 'in_arrears',
    isProrated: false,
    groupBy: ['region', 'model'],
  });
  expect(recurring.model).toBe('flat');
  expect(Object.keys(recurring)).not.toContain('meterId');
  expect(Object.keys(recurring)).not.toContain('groupBy');
  expect(priceFieldOf('prices.0.groupBy.1', usage)).toBe('row0.groupBy.1');
  expect(priceFieldOf('prices.0.tiers.1.rate', usage)).toBe('row0.t1.rate');
});

test.each([
  ['per_unit', 'in_arrears', true],
  ['per_unit', 'in_advance', true],
  ['graduated', 'in_arrears', true],
  ['graduated', 'in_advance', true],
  ['volume', 'in_arrears', false],
  ['capacity', 'in_advance', false],
  ['flat', 'in_advance', false],
] as const)(
  'usage of the model %s, %s, is prorated by time where it may be: %s',
  (model, billed, isProrated) => {
    const values = {
      ...emptyPrice('row0'),
      'row0.kind': 'usage',
      'row0.billed': billed,
      'row0.model': model,
      'row0.isProrated': true,
    };
    const written = { currency: 'EUR', language: 'en' };

    expect(priceBody(values, 'row0', written)).toMatchObject({ model, isProrated });
  },
);

test.each(['en', 'de'])(
  'usage has no quantity that is agreed, as people write in %s',
  (language) => {
    const traffic = prices.filter(({ kind }) => kind === 'usage').slice(0, 1);
    const items = defaultItems(traffic);
    const values = {
      ...itemValues({ prices: traffic, currency: 'EUR' }, items, language),
      [quantityField('price_9')]: '5',
    };

    expect(traffic.map(hasQuantity)).toEqual([false]);
    expect(itemsBody(values, traffic, items, language)).toEqual([]);
    expect(
      itemsBody({ ...values, [includedField('price_9')]: false }, traffic, items, language),
    ).toEqual([{ priceId: 'price_9', isIncluded: false }]);
  },
);

test('tiers have no gaps: bounds alone are typed, and the last one is none', () => {
  const values = {
    ...emptyPrice('row0'),
    'row0.name': 'Seats',
    'row0.model': 'graduated',
    'row0.t0.unitAmount': '1,5',
    'row0.t1.upTo': '7',
    'row0.t1.unitAmount': '1',
  };

  expect(priceBody(values, 'row0', { currency: 'EUR', language: 'de' }).tiers).toEqual([
    { upTo: '100', unitAmount: '1.5', flatAmount: null },
    { upTo: null, unitAmount: '1', flatAmount: null },
  ]);
});

test('a row that is removed takes its own values along, and no others', () => {
  const values = { ...priceValues({ prices }, 'en'), rows: 'row1 row2' };

  expect(pricesBody(values, 'EUR', 'en')).toEqual([prices[1], prices[2]]);
  expect(priceFieldOf('prices.0.amount', values)).toBe('row1.amount');
  expect(priceFieldOf('prices.1.tiers.1.upTo', values)).toBe('row2.t1.upTo');
  expect(priceFieldOf('prices.1.tiers.0', values)).toBe('row2.t0.unitAmount');
  expect(priceFieldOf('prices.0.interval', values)).toBe('row1.interval.count');
  expect(priceFieldOf('code', values)).toBe('code');
});

test('amounts that a model needs are required, and bounds are not', () => {
  const values = priceValues({ prices }, 'en');

  expect(amountFields(values, 'row0').filter(({ isRequired }) => isRequired)).toEqual([
    { name: 'row0.amount', isRequired: true },
  ]);
  expect(amountFields(values, 'row4')).toContainEqual({
    name: 'row4.t0.flatAmount',
    isRequired: true,
  });
  expect(amountFields(values, 'row2')).toContainEqual({
    name: 'row2.t1.flatAmount',
    isRequired: false,
  });
});

test('an id leads to its page; others lead nowhere', () => {
  const suffix = '01jd4x7h2cf5prw8mzk0qv9tns';

  expect(placeOfId(` cus_${suffix} `)).toBe(`customers/cus_${suffix}`);
  expect(placeOfId(`inv_${suffix}`)).toBe(`invoices/inv_${suffix}`);
  expect(placeOfId('cus_1')).toBeUndefined();
  expect(placeOfId(`aud_${suffix}`)).toBeUndefined();
});
