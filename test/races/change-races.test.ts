import { describe, expect, test } from 'vitest';
import type { PriceInput } from '#domain/catalog/price.ts';
import { Money } from '#domain/shared/money.ts';
import type { Shop } from '../billing/shop.ts';
import { euro, shopsOnPostgres } from '../billing/shop.ts';
import { count, inRounds, others, race, racers, rounds, soundLines } from './racing.ts';

// One subscription that is changed and canceled 20 times at once: each change settles what the one
// before it left. `npm run test:races` is the whole of it.

const shops = shopsOnPostgres({ poolMax: racers });

const seat: PriceInput = {
  name: 'Seat',
  model: 'per_unit',
  unitAmount: '10',
  billed: 'in_advance',
};

/** A seat of EUR 10.00 a month since 1 June, on 16 June: 15 of 30 days are left. */
const openSeat = async () => {
  shops.setTime('2026-06-01T10:00:00Z');
  const shop = await shops.open({ price: seat });
  const [customerId] = shop.customerIds;
  if (customerId === undefined) throw new Error('There is no customer.');
  const { context, subscriptions, plan } = shop;
  const made = await subscriptions.create.execute(context, { customerId, planId: plan.planId });
  const [item] = made.items;
  if (item === undefined) throw new Error('There is no item.');
  shops.setTime('2026-06-16T10:00:00Z');
  const subscriptionId = made.id;
  const seats = (quantity: number) => ({
    subscriptionId,
    items: [{ priceId: item.priceId, quantity: String(quantity) }],
    effective: 'now' as const,
  });
  return { shop, subscriptionId, seats };
};

/** The charges and credits of all documents. */
const chargedOn = async (shop: Shop): Promise<string> => {
  const lines = await soundLines(shop);
  return lines.reduce((sum, { amount }) => sum.plus(amount), Money.zero(euro)).toDecimal();
};

describe(`${racers} at once, ${rounds} times:`, () => {
  test('each change settles what the one before it left', async () => {
    await inRounds(async () => {
      const { shop, subscriptionId, seats } = await openSeat();
      const { context, subscriptions, run } = shop;

      const outcomes = await race((index) =>
        subscriptions.change.execute(context, seats(index + 2)),
      );

      expect(others(outcomes, 'done', 'customer_busy')).toEqual([]);
      expect(count(outcomes, 'done')).toBeGreaterThan(0);
      shops.setTime('2026-07-01T10:00:00Z');
      await run.execute(context);
      const { items } = await subscriptions.get.execute(context, { subscriptionId });
      const last = Number(items[0]?.quantity);
      // Half of June by one seat, the other half and July by those that were agreed to at last.
      expect(await chargedOn(shop)).toBe(`${5 + 5 * last + 10 * last}.00`);
    });
  }, 600_000);

  test('what is changed while its period is renewed is charged for it once', async () => {
    await inRounds(async () => {
      const { shop, seats } = await openSeat();
      const { context, subscriptions, run } = shop;
      shops.setTime('2026-07-01T12:00:00Z');

      const outcomes = await race((index) =>
        index % 2 === 0 ? run.execute(context) : subscriptions.change.execute(context, seats(3)),
      );

      const changed = outcomes.filter((_, index) => index % 2 === 1);
      expect(others(outcomes, 'done', 'customer_busy')).toEqual([]);
      expect(count(changed, 'done')).toBeGreaterThan(0);
      // June by one seat, and all of July by three.
      expect(await chargedOn(shop)).toBe('40.00');
    });
  }, 600_000);

  test('what is canceled while it is changed ends once, as it was changed before', async () => {
    await inRounds(async () => {
      const { shop, subscriptionId, seats } = await openSeat();
      const { context, subscriptions } = shop;

      const outcomes = await race((index) =>
        index % 2 === 0
          ? subscriptions.change.execute(context, seats(3))
          : subscriptions.cancel.execute(context, {
              subscriptionId,
              version: 'any',
              effective: 'now',
            }),
      );

      const changed = outcomes.filter((_, index) => index % 2 === 0);
      const canceled = outcomes.filter((_, index) => index % 2 === 1);
      expect(count(canceled, 'done')).toBe(1);
      expect(others(outcomes, 'done', 'subscription_ended', 'customer_busy')).toEqual([]);
      // 15 days by one seat, and the day of the end by three or, where none was changed, by one.
      expect(await chargedOn(shop)).toBe(count(changed, 'done') > 0 ? '6.00' : '5.33');
    });
  }, 600_000);

  test('a quote is good for one of those who hand it in', async () => {
    await inRounds(async () => {
      const { shop, seats } = await openSeat();
      const { context, subscriptions } = shop;
      const { quote } = await subscriptions.previewChange.execute(context, seats(3));

      const outcomes = await race(() =>
        subscriptions.change.execute(context, { ...seats(3), quote }),
      );

      expect(count(outcomes, 'done')).toBe(1);
      expect(others(outcomes, 'done', 'preview_outdated', 'customer_busy')).toEqual([]);
      // 10.00, and 15 days of two more.
      expect(await chargedOn(shop)).toBe('20.00');
    });
  }, 600_000);
});
