import { describe, expect, test } from 'vitest';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { carryingItems, heldItem } from '#domain/subscriptions/changes/carried-items.ts';
import { refused } from '../refused.ts';
import { elsewhere, first, on, seatItem, second, supportItem } from './segment-builders.ts';
import { day, linesOf, tenSeats } from './ten-seats.ts';

// Items that ended by themselves come along to another version, and begin anew in another plan.

const override = {
  model: 'per_unit',
  unitAmount: '8',
  currency: parseCurrencyCode('EUR'),
} as const;
const ending = { ...seatItem, override, end: on('2026-06-10') };
const items = [supportItem, ending];

describe('the items that another version', () => {
  test('takes over are as they were until they end', () => {
    const before = on('2026-06-09');

    expect(carryingItems({ items }, first, second, before)).toEqual(items);
    expect(carryingItems({ items }, first, elsewhere, before)).toEqual(items);
  });

  test('of the plan leaves ended keep their end, and no amounts of their own', () => {
    const ended = { ...seatItem, end: on('2026-06-10') };

    expect(carryingItems({ items }, first, second, on('2026-06-10'))).toEqual([supportItem, ended]);
  });

  test('of another plan begins anew are no more those that ended', () => {
    expect(carryingItems({ items }, first, elsewhere, on('2026-06-10'))).toEqual([supportItem]);
  });
});

test('a price holds the item of its code, in whichever version it stands', () => {
  const ofCode = (code: string) => {
    const [price] = elsewhere.terms.prices;
    if (price === undefined) throw new Error('The version has a price.');
    return heldItem(items, first, { ...price, code });
  };

  expect(ofCode('seats')).toBe(ending);
  expect(ofCode('support')).toBe(supportItem);
  expect(ofCode('extra')).toBeUndefined();
});

describe('a change of an item that has ended', () => {
  const ended = () => {
    const history = tenSeats('supported');
    history.change(day('06-05'), 'now', { ends: { seat: '2026-06-21' } });
    return history;
  };

  test('says when it ends, or is refused', () => {
    const more = { quantities: { seat: '12' } };

    expect(refused(() => ended().change(day('06-26'), 'now', more))).toEqual([
      '/items/0/endsOn item_ended',
    ]);
    expect(refused(() => ended().change(day('06-20'), 'now', more))).toEqual([]);
  });

  test('to another plan begins it anew, one of it where nobody says how many', () => {
    const [one, five] = [ended(), ended()];

    one.change(day('06-26'), 'now', { plan: 'cheap' });
    five.change(day('06-26'), 'now', { plan: 'cheap', quantities: { seat: '5' } });

    expect(linesOf(one, 3)).toEqual(['seat 06-26/07-01 0.33', 'support 06-26/07-01 -2.50']);
    expect(linesOf(five, 3)).toEqual(['seat 06-26/07-01 1.67', 'support 06-26/07-01 -2.50']);
  });
});
