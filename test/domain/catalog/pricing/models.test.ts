import { describe, expect, test } from 'vitest';
import type { BasisInput } from '#domain/catalog/pricing/basis.ts';
import type { PreviewedPriceInput } from '#domain/catalog/pricing/preview.ts';
import { cents, comesTo, tier, values } from './builders.ts';

// Worked cases, done by hand: a price, what it is computed of, and the exact amount in major units.

type Case = readonly [of: string | BasisInput, exact: string];

const flat: PreviewedPriceInput = { amount: cents(4900) };
const perUnit: PreviewedPriceInput = { model: 'per_unit', unitAmount: '0.0025' };
const tiers = [tier('100', '0.10'), tier('500', '0.08', 500), tier(null, '0.05', 1000)];
const graduated: PreviewedPriceInput = { model: 'graduated', tiers };
const volume: PreviewedPriceInput = { model: 'volume', tiers };
const stairs: PreviewedPriceInput = {
  model: 'stairstep',
  tiers: [tier('10', null, 2000), tier('50', null, 7000), tier(null, null, 20000)],
};
const packages: PreviewedPriceInput = {
  model: 'package',
  packageSize: '1000',
  amount: cents(500),
  freeUnits: '250',
};
const tieredPackages: PreviewedPriceInput = {
  model: 'package',
  tiers: [
    { upTo: '100', packageSize: '10', amount: cents(500) },
    { upTo: null, packageSize: '50', amount: cents(2000) },
  ],
};
const percentage: PreviewedPriceInput = {
  model: 'percentage',
  rate: '0.015',
  fixedAmount: '0.30',
  perEventMinimum: '0.50',
  perEventMaximum: '9.00',
};
const shares: PreviewedPriceInput = {
  model: 'graduated_percentage',
  tiers: [
    { upTo: '100', rate: '0.05' },
    { upTo: null, rate: '0.02', flatAmount: cents(1000) },
  ],
};
const capacity: PreviewedPriceInput = {
  model: 'capacity',
  tiers: [
    { upTo: { cpu: '4', disk: '100' }, flatAmount: cents(1000) },
    { upTo: { cpu: '16', disk: '100' }, flatAmount: cents(3000) },
    { upTo: null, flatAmount: cents(9000) },
  ],
};
const matrix: PreviewedPriceInput = {
  model: 'matrix',
  dimensions: ['region', 'kind'],
  cells: [
    { when: { region: 'eu', kind: 'sms' }, unitAmount: '0.07' },
    { when: { region: 'us', kind: 'sms' }, unitAmount: '0.01' },
  ],
};
const sent = (region: string, value: string) => ({ value, properties: { region, kind: 'sms' } });

const prices: readonly (readonly [string, PreviewedPriceInput, readonly Case[]])[] = [
  [
    'flat',
    flat,
    [
      [{}, '49'],
      ['0', '49'],
      ['1', '49'],
      ['12.5', '49'],
    ],
  ],
  [
    'per unit',
    perUnit,
    [
      ['0', '0'],
      ['250', '0.625'],
      ['0.5', '0.00125'],
      ['1000000000000000', '2500000000000'],
      ['0.000000000001', '0.0000000000000025'],
    ],
  ],
  [
    'graduated',
    graduated,
    [
      ['0', '0'],
      ['1', '0.1'],
      ['100', '10'],
      ['100.5', '15.04'],
      ['101', '15.08'],
      ['250', '27'],
      ['500', '47'],
      ['501', '57.05'],
    ],
  ],
  [
    'graduated, charging at zero',
    { model: 'graduated', chargesAtZero: true, tiers: [tier('5', '1', 300), tier(null, '2')] },
    [
      ['0', '3'],
      ['1', '4'],
      ['5', '8'],
      ['6', '10'],
    ],
  ],
  [
    'volume',
    volume,
    [
      ['0', '0'],
      ['100', '10'],
      ['101', '13.08'],
      ['500', '45'],
      ['501', '35.05'],
    ],
  ],
  [
    'volume, charging at zero',
    { model: 'volume', chargesAtZero: true, tiers: [tier(null, '1', 300)] },
    [
      ['0', '3'],
      ['2', '5'],
    ],
  ],
  [
    'stairstep',
    stairs,
    [
      ['0', '0'],
      ['1', '20'],
      ['10', '20'],
      ['10.01', '70'],
      ['51', '200'],
    ],
  ],
  [
    'stairstep, charging at zero',
    { ...stairs, chargesAtZero: true },
    [
      ['0', '20'],
      ['11', '70'],
    ],
  ],
  [
    'packages',
    packages,
    [
      ['0', '0'],
      ['250', '0'],
      ['250.1', '5'],
      ['1250', '5'],
      ['1251', '10'],
      ['2251', '15'],
    ],
  ],
  [
    'packages, charging at zero',
    { ...packages, chargesAtZero: true },
    [
      ['0', '5'],
      ['250', '5'],
      ['1250', '5'],
      ['1251', '10'],
    ],
  ],
  [
    'packages of a part of a unit',
    { model: 'package', packageSize: '0.25', amount: cents(100) },
    [
      ['1', '4'],
      ['1.01', '5'],
      ['0.001', '1'],
    ],
  ],
  [
    'packages by tier',
    tieredPackages,
    [
      ['0', '0'],
      ['1', '5'],
      ['100', '50'],
      ['101', '70'],
      ['150', '70'],
      ['151', '90'],
    ],
  ],
  ['packages by tier, charging at zero', { ...tieredPackages, chargesAtZero: true }, [['0', '5']]],
  [
    'percentage',
    percentage,
    [
      [{ events: [] }, '0'],
      [values('0'), '0.5'],
      [values('10'), '0.5'],
      [values('100'), '1.8'],
      [values('1000'), '9'],
      [values('100', '1000', '1'), '11.3'],
    ],
  ],
  [
    'percentage with free events',
    { model: 'percentage', rate: '0.01', freeEvents: 2 },
    [
      [values('100', '100'), '0'],
      [values('100', '100', '50'), '0.5'],
    ],
  ],
  [
    'percentage with a free value',
    { model: 'percentage', rate: '0.1', freeValue: '150' },
    [
      [values('100', '50'), '0'],
      [values('100', '60', '10'), '2'],
    ],
  ],
  [
    'percentage with free events and a free value',
    { model: 'percentage', rate: '0.1', fixedAmount: '1', freeEvents: 3, freeValue: '100' },
    [
      // Free by both; the third passes the value by 20; the fourth passes the count.
      [values('50', '50'), '0'],
      [values('50', '50', '20'), '3'],
      [values('50', '50', '20', '30'), '7'],
      [values('10', '10', '10', '10'), '2'],
    ],
  ],
  [
    'graduated percentage',
    shares,
    [
      ['0', '0'],
      ['50', '2.5'],
      ['100', '5'],
      ['150', '16'],
    ],
  ],
  [
    'capacity',
    capacity,
    [
      [{ quantities: {} }, '0'],
      [{ quantities: { cpu: '0', disk: '0' } }, '0'],
      [{ quantities: { cpu: '4', disk: '100' } }, '10'],
      [{ quantities: { cpu: '4.5' } }, '30'],
      [{ quantities: { disk: '101' } }, '90'],
    ],
  ],
  [
    'capacity, charging at zero',
    { ...capacity, chargesAtZero: true },
    [[{ quantities: {} }, '10']],
  ],
  [
    'dynamic',
    { model: 'dynamic', amountProperty: 'cost' },
    [
      [{ events: [] }, '0'],
      [{ events: [{ amount: '1.005' }, { properties: { cost: '2.5' } }] }, '3.505'],
      // What stands beside the value is meant for us; a property may be anything.
      [{ events: [{ amount: '1', properties: { cost: '9' } }] }, '1'],
    ],
  ],
  [
    'matrix',
    matrix,
    [
      [{ events: [sent('eu', '10'), sent('us', '10'), sent('eu', '1')] }, '0.87'],
      [{ events: [sent('asia', '10')] }, '0'],
      [{ events: [{ properties: { region: 'eu', kind: 'sms' } }] }, '0.07'],
    ],
  ],
  [
    'matrix with a default',
    { ...matrix, defaultUnitAmount: '0.5' },
    [[{ events: [sent('asia', '10'), sent('eu', '1'), {}] }, '5.57']],
  ],
];

describe.each(prices)('%s', (_name, price, cases) => {
  test.each(cases)('of %j comes to %s', (of, exact) => {
    expect(comesTo(price, of).exact).toBe(exact);
  });
});

test('a minimum and a maximum bound what a price comes to', () => {
  const bounded = { ...perUnit, unitAmount: '1', minimum: cents(500), maximum: cents(1000) };

  expect(['0', '4.99', '5', '7', '10', '11'].map((of) => comesTo(bounded, of).exact)).toEqual([
    '5',
    '5',
    '5',
    '7',
    '10',
    '10',
  ]);
  expect(comesTo(bounded, '11').steps.at(-1)).toEqual({
    text: 'EUR 10.00, the maximum',
    amount: '10',
  });
});

test('an amount is rounded half up, in the digits of its currency', () => {
  const amountOf = (unitAmount: string, currency: string) =>
    comesTo({ model: 'per_unit', unitAmount }, '1', currency).amount;

  expect(amountOf('0.125', 'EUR')).toEqual(cents(13));
  expect(amountOf('0.5', 'JPY')).toEqual(cents(1, 'JPY'));
  expect(amountOf('1.2345', 'KWD')).toEqual(cents(1235, 'KWD'));
  expect(amountOf('0.00005', 'CLF')).toEqual(cents(1, 'CLF'));
});

test('steps say in words and numbers how a price comes to its amount', () => {
  const textsOf = (price: PreviewedPriceInput, of: string | BasisInput) =>
    comesTo(price, of).steps.map(({ text }) => text);

  expect(comesTo(graduated, '250').steps).toEqual([
    {
      text: '100 × EUR 0.10, the units up to 100',
      quantity: '100',
      unitAmount: '0.1',
      amount: '10',
    },
    {
      text: '150 × EUR 0.08, the units above 100 up to 500',
      quantity: '150',
      unitAmount: '0.08',
      amount: '12',
    },
    {
      text: 'EUR 5.00 for the units above 100 up to 500, whatever the quantity in it',
      quantity: '250',
      unitAmount: '5',
      amount: '5',
    },
    { text: 'EUR 27.00 in total', amount: '27' },
  ]);
  expect(textsOf(perUnit, '250')).toEqual(['250 × EUR 0.0025']);
  expect(textsOf(packages, '1251')).toEqual([
    'nothing for 250, the free units',
    '2 packages of 1000 × EUR 5.00',
    'EUR 10.00 in total',
  ]);
  expect(textsOf(percentage, values('10', '100'))).toEqual([
    'event 1: 1.5 % of 10 + EUR 0.30, at the minimum of EUR 0.50',
    'event 2: 1.5 % of 100 + EUR 0.30',
    'EUR 2.30 in total',
  ]);
  expect(textsOf(capacity, { quantities: { cpu: '5', disk: '1' } })).toEqual([
    'EUR 30.00 for 5 cpu and 1 disk, within 16 cpu and 100 disk',
  ]);
  expect(textsOf(matrix, { events: [sent('eu', '2'), sent('asia', '3')] })).toEqual([
    '2 × EUR 0.07 (region: "eu", kind: "sms")',
    'nothing for 3, as no cell takes it (region: "asia", kind: "sms")',
    'EUR 0.14 in total',
  ]);
  expect(textsOf(graduated, '0')).toEqual(['nothing, as nothing was used']);
});
