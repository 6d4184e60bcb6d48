import { expect, test } from 'vitest';
import { catalog } from '../../panel/texts/catalog.ts';
import { isEditable, priceText } from '../../panel/values/price-text.ts';
import type { Price } from '../../panel/wire/types.ts';

const buildPrice = (fields: Partial<Price>): Price => ({
  id: 'price_1',
  name: 'Seats',
  kind: 'recurring',
  model: 'flat',
  billed: 'in_advance',
  ...fields,
});
const amount = { amount: 4900, currency: 'EUR' };
const tiers = [
  { upTo: '10', unitAmount: '1' },
  { upTo: null, unitAmount: '0.5' },
];

test.each<readonly [string, Partial<Price>]>([
  ['EUR 49.00', { amount }],
  ['EUR 0.0025 each', { model: 'per_unit', unitAmount: '0.0025' }],
  ['EUR 49.00 per 1000', { model: 'package', amount, packageSize: '1000' }],
  ['graduated, 2 tiers', { model: 'graduated', tiers }],
  ['percentage', { model: 'percentage' }],
])('a price reads %s', (text, fields) => {
  expect(priceText(buildPrice(fields), 'EUR', 'en', catalog.en.priceWords)).toBe(text);
});

test('the form of a plan edits flat prices alone: it would lose what others are made of', () => {
  expect(isEditable(buildPrice({ amount }))).toBe(true);
  expect(isEditable(buildPrice({ model: 'graduated', tiers }))).toBe(false);
});
