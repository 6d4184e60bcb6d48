import { describe, expect, test } from 'vitest';
import type { ChangedSubscription, ChangeTarget } from '../../panel/values/item-body.ts';
import {
  defaultItems,
  itemFieldOf,
  itemsAfter,
  itemsBody,
  itemValues,
} from '../../panel/values/item-body.ts';
import { itemChanges } from '../../panel/values/item-changes.ts';
import { isOwnField, overrideRow } from '../../panel/values/own-price.ts';
import type { Price } from '../../panel/wire/types.ts';

const seats = {
  id: 'price_1',
  code: 'seats',
  name: 'Seats',
  kind: 'recurring',
  model: 'per_unit',
  unitAmount: '10.5',
  billed: 'in_advance',
  interval: null,
  isOptional: false,
} as unknown as Price;
const tiers = {
  ...seats,
  id: 'price_2',
  code: 'calls',
  name: 'Calls',
  model: 'graduated',
  unitAmount: undefined,
  tiers: [
    { upTo: '1000', unitAmount: '0.5', flatAmount: null },
    { upTo: null, unitAmount: '0.25', flatAmount: { amount: 500, currency: 'EUR' } },
  ],
} as unknown as Price;
const prices = [seats, tiers];
const month = { unit: 'month', count: 1 } as const;
const terms: ChangeTarget = {
  planId: 'plan_1',
  planVersion: 1,
  prices,
  currency: 'EUR',
  interval: month,
};
const item = (priceId: string, override: object | null) => ({
  id: `item_${priceId}`,
  priceId,
  quantity: '3',
  override,
  endsOn: null,
});
const subscription: ChangedSubscription = {
  ...terms,
  items: [item('price_1', { unitAmount: '8.25' }), item('price_2', null)],
  effectiveOn: '2026-06-05',
};
const values = (target: ChangeTarget = terms) =>
  itemValues(target, itemsAfter(subscription, target), 'de');
const body = (typed: object, target: ChangeTarget = terms) =>
  itemsBody({ ...values(target), ...typed }, target.prices, itemsAfter(subscription, target), 'de');

describe('the own price of an item in a form', () => {
  test('begins with what is agreed to, in the writing of the viewer, and says nothing', () => {
    expect(values()).toMatchObject({
      [isOwnField('price_1')]: true,
      [`${overrideRow('price_1')}.unitAmount`]: '8,25',
      [isOwnField('price_2')]: false,
      [`${overrideRow('price_2')}.t0.unitAmount`]: '0,5',
    });
    expect(body({})).toEqual([]);
  });

  test('is sent whole once it is another, and as null once it is taken away', () => {
    const own = overrideRow('price_2');
    const typed = { [isOwnField('price_2')]: true, [`${own}.t1.flatAmount`]: '4,00' };

    expect(body({ [`${overrideRow('price_1')}.unitAmount`]: '7,5' })).toEqual([
      { priceId: 'price_1', quantity: '3', override: { unitAmount: '7.5' }, isIncluded: true },
    ]);
    expect(body({ [isOwnField('price_1')]: false })).toEqual([
      { priceId: 'price_1', quantity: '3', override: null, isIncluded: true },
    ]);
    expect(body(typed)).toMatchObject([
      {
        priceId: 'price_2',
        override: {
          chargesAtZero: false,
          tiers: [
            { upTo: '1000', unitAmount: '0.5', flatAmount: null },
            { upTo: null, unitAmount: '0.25', flatAmount: { amount: 400, currency: 'EUR' } },
          ],
        },
      },
    ]);
  });

  test('of a new subscription is none before somebody says so', () => {
    const none = defaultItems(prices);
    const typed = itemValues(terms, none, 'en');
    const own = { [isOwnField('price_1')]: true, [`${overrideRow('price_1')}.unitAmount`]: '9' };

    expect(itemsBody(typed, prices, none, 'en')).toEqual([]);
    expect(itemsBody({ ...typed, ...own }, prices, none, 'en')).toEqual([
      { priceId: 'price_1', quantity: '1', override: { unitAmount: '9' }, isIncluded: true },
    ]);
  });

  test.each([
    ['items.0.override', isOwnField('price_1')],
    ['items.0.override.unitAmount', `${overrideRow('price_1')}.unitAmount`],
    ['items.1.override.tiers.1.upTo', `${overrideRow('price_2')}.t1.upTo`],
    ['items.1.quantity', 'items.price_2.quantity'],
    ['items.7.override', 'items.7.override'],
  ])('shows the fault of %s at %s', (path, field) => {
    const items = [{ priceId: 'price_1' }, { priceId: 'price_2' }];

    expect(itemFieldOf(path, items, values())).toBe(field);
  });
});

describe('the own price of an item that moves to other terms', () => {
  const moved = (changes: Partial<ChangeTarget>): ChangeTarget => ({
    ...terms,
    planId: 'plan_2',
    ...changes,
  });

  test('goes along where the price is counted alike', () => {
    const target = moved({});

    expect(values(target)).toMatchObject({ [isOwnField('price_1')]: true });
    expect(body({}, target)).toEqual([]);
  });

  test.each([
    [{ interval: { unit: 'year', count: 1 } as const }],
    [{ prices: [{ ...seats, model: 'volume' as const, tiers: tiers.tiers ?? null }, tiers] }],
  ])('is taken away, and said so, where it is not: %j', (changes) => {
    const target = moved(changes);

    expect(values(target)).toMatchObject({ [isOwnField('price_1')]: false });
    expect(body({}, target)).toEqual([
      { priceId: 'price_1', quantity: '3', override: null, isIncluded: true },
    ]);
  });

  test('is compared as what it is charged by', () => {
    const after = itemsAfter(subscription, moved({}));
    const [change] = itemChanges(prices, subscription.items, prices, {
      ...after,
      price_1: { quantity: '3', isIncluded: true, override: null, endsOn: null },
    });

    expect(change).toMatchObject({
      kind: 'changes',
      before: { price: { unitAmount: '8.25' } },
      after: { price: { unitAmount: '10.5' } },
    });
  });
});
