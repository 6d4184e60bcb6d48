import { expect, test } from 'vitest';
import { placeOfId } from '../../panel/values/ids.ts';
import {
  areEditable,
  priceFieldOf,
  pricesBody,
  priceValues,
} from '../../panel/values/plan-prices.ts';

const prices = [
  {
    id: 'price_1',
    name: 'Base',
    kind: 'recurring',
    model: 'flat',
    amount: { amount: 4990, currency: 'EUR' },
    billed: 'in_advance',
  },
  {
    id: 'price_2',
    name: 'Support',
    kind: 'recurring',
    model: 'flat',
    amount: { amount: 1000, currency: 'EUR' },
    billed: 'in_arrears',
  },
] as const;

test('prices come back from the form as they went in', () => {
  const sent = pricesBody(priceValues({ prices }), 'EUR', 'en');

  expect(sent).toEqual(prices.map(({ kind: _kind, model: _model, ...rest }) => rest));
});

test('a row that is removed takes its own values along, and no others', () => {
  const values = { ...priceValues({ prices }), rows: 'row1' };

  expect(pricesBody(values, 'EUR', 'en')).toMatchObject([{ id: 'price_2', name: 'Support' }]);
  expect(priceFieldOf('prices.0.amount', values)).toBe('row1.amount');
  expect(priceFieldOf('code', values)).toBe('code');
});

test('an id leads to its page; others lead nowhere', () => {
  const suffix = '01jd4x7h2cf5prw8mzk0qv9tns';

  expect(placeOfId(` cus_${suffix} `)).toBe(`customers/cus_${suffix}`);
  expect(placeOfId(`inv_${suffix}`)).toBe(`invoices/inv_${suffix}`);
  expect(placeOfId('cus_1')).toBeUndefined();
  expect(placeOfId(`aud_${suffix}`)).toBeUndefined();
});

test('the form edits flat, recurring prices only, and leaves others as they are', () => {
  expect(areEditable({ prices })).toBe(true);
  expect(areEditable({ prices: [{ ...prices[0], model: 'graduated' }] })).toBe(false);
});
