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
import { effectiveDay, emptyEnds, endField, hasEndField } from '../../panel/values/own-end.ts';
import type { Price } from '../../panel/wire/types.ts';

const module = {
  id: 'price_1',
  code: 'module',
  name: 'Module',
  kind: 'recurring',
  model: 'flat',
  amount: { amount: 600, currency: 'EUR' },
  billed: 'in_advance',
  interval: null,
  isOptional: true,
} as unknown as Price;
const setUp = { ...module, id: 'price_2', code: 'set_up', kind: 'one_time' } as Price;
const prices = [module, setUp];
const terms: ChangeTarget = {
  planId: 'plan_1',
  planVersion: 1,
  prices,
  currency: 'EUR',
  interval: { unit: 'month', count: 1 },
};
const held = (endsOn: string | null): ChangedSubscription => ({
  ...terms,
  items: [
    { id: 'item_1', priceId: 'price_1', quantity: '1', override: null, endsOn },
    { id: 'item_2', priceId: 'price_2', quantity: '1', override: null, endsOn: null },
  ],
  effectiveOn: '2026-06-05',
});
const [has, end] = [hasEndField('price_1'), endField('price_1')];
const values = (subscription: ChangedSubscription, target: ChangeTarget = terms) =>
  itemValues(target, itemsAfter(subscription, target), 'de');
const body = (subscription: ChangedSubscription, typed: object, target: ChangeTarget = terms) =>
  itemsBody(
    { ...values(subscription, target), ...typed },
    target.prices,
    itemsAfter(subscription, target),
    'de',
  );

describe('the own end of an item in a form', () => {
  test('begins with what is agreed to, and says nothing', () => {
    expect(values(held('2026-06-21'))).toMatchObject({ [has]: true, [end]: '2026-06-21' });
    expect(values(held(null))).toMatchObject({ [has]: false, [end]: '' });
    expect(body(held('2026-06-21'), {})).toEqual([]);
    expect(body(held(null), {})).toEqual([]);
  });

  test('is sent where it is set or moved, and as null where it is taken away', () => {
    const moved = { [has]: true, [end]: '2026-06-26' };
    const sent = { priceId: 'price_1', isIncluded: true };

    expect(body(held(null), moved)).toEqual([{ ...sent, endsOn: '2026-06-26' }]);
    expect(body(held('2026-06-21'), moved)).toEqual([{ ...sent, endsOn: '2026-06-26' }]);
    expect(body(held('2026-06-21'), { [has]: false })).toEqual([{ ...sent, endsOn: null }]);
  });

  test('of a new subscription is none before somebody says so', () => {
    const none = { ...defaultItems(prices) };
    const typed = {
      ...itemValues(terms, none, 'en'),
      'items.price_1.isIncluded': true,
      [has]: true,
      [end]: '2026-12-01',
    };

    expect(itemsBody(itemValues(terms, none, 'en'), prices, none, 'en')).toEqual([]);
    expect(itemsBody(typed, prices, none, 'en')).toEqual([
      { priceId: 'price_1', isIncluded: true, endsOn: '2026-12-01' },
    ]);
  });

  test('needs its day, and is not sent without', () => {
    const open = { [has]: true, [end]: '' };

    expect(body(held('2026-06-21'), open)).toEqual([]);
    expect(emptyEnds({ ...values(held(null)), ...open }, prices, 'needed')).toEqual({
      [end]: 'needed',
    });
    expect(emptyEnds(values(held(null)), prices, 'needed')).toEqual({});
  });

  test('shows its faults where it is typed, or taken away', () => {
    const items = [{ priceId: 'price_1' }];

    expect(itemFieldOf('items.0.endsOn', items, values(held('2026-06-21')))).toBe(end);
    expect(itemFieldOf('items.0.endsOn', items, values(held(null)))).toBe(has);
  });

  test('is compared', () => {
    const before = held(null);
    const changes = (endsOn: string) =>
      itemChanges(prices, before.items, prices, {
        ...itemsAfter(before, terms),
        price_1: { quantity: '1', isIncluded: true, override: null, endsOn },
      }).map(({ kind, after }) => [kind, after?.endsOn]);

    expect(changes('2026-06-21')).toEqual([
      ['changes', '2026-06-21'],
      ['stays', null],
    ]);
    expect(changes('')).toEqual([
      ['stays', null],
      ['stays', null],
    ]);
  });
});

describe('the own end of an item that moves to other terms', () => {
  const newer: ChangeTarget = { ...terms, planVersion: 2 };
  const other: ChangeTarget = { ...terms, planId: 'plan_2' };

  test('goes along while it lies ahead', () => {
    for (const target of [newer, other]) {
      expect(values(held('2026-06-21'), target)).toMatchObject({ [has]: true });
      expect(body(held('2026-06-21'), {}, target)).toEqual([]);
    }
  });

  test('has come to a version, and another plan begins the item anew', () => {
    const ended = held('2026-06-05');

    expect(values(ended, newer)).toMatchObject({ [has]: true, 'items.price_1.isIncluded': true });
    expect(values(ended, other)).toMatchObject({ [has]: false, 'items.price_1.isIncluded': false });
    expect(body(ended, {}, newer)).toEqual([]);
    expect(body(ended, {}, other)).toEqual([]);
  });

  test('that has come leaves no own amounts which could fit', () => {
    const { items, ...ended } = held('2026-06-01');
    const own = items.map((item) => ({ ...item, override: { amount: module.amount ?? null } }));
    const yearly: ChangeTarget = { ...newer, interval: { unit: 'year', count: 1 } };

    expect(body({ ...ended, items: [own[0] as (typeof own)[0]] }, {}, yearly)).toEqual([]);
  });
});

test.each([
  [{ effective: 'now' }, '2026-06-06'],
  [{ effective: 'on', 'effective.on': '2026-08-09' }, '2026-08-09'],
  [{ effective: 'on', 'effective.on': '' }, ''],
  [{ effective: 'period_end' }, '2026-07-01'],
  [{ effective: 'term_end' }, '2027-06-01'],
])('a change of %j counts from %s', (typed, day) => {
  const subscription = {
    currentPeriod: { start: '2026-06-01', end: '2026-07-01', startsAt: '', endsAt: '' },
    termEndsAt: '2027-05-31T22:00:00Z',
    timeZone: 'Europe/Vienna',
  };

  expect(effectiveDay(typed, subscription, '2026-06-05T22:30:00Z')).toBe(day);
});
