import { expect, test } from 'vitest';
import type { BasisInput } from '#domain/catalog/pricing/basis.ts';
import type { PreviewedPriceInput } from '#domain/catalog/pricing/preview.ts';
import { cents, comesTo, values } from './builders.ts';
import { capacity, graduated, matrix, packages, percentage, perUnit, sent } from './prices.ts';

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
    'EUR 30.00 for 5 cpu and 1 disk, within 16 cpu and 100 disk, as cpu is above 4',
  ]);
  expect(textsOf(matrix, { events: [sent('eu', '2'), sent('asia', '3')] })).toEqual([
    '2 × EUR 0.07 (region: "eu", kind: "sms")',
    'nothing for 3, as no cell takes it (region: "asia", kind: "sms")',
    'EUR 0.14 in total',
  ]);
  expect(textsOf(graduated, '0')).toEqual(['nothing, as nothing was used']);
});
