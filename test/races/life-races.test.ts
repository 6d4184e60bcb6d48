import { describe, expect, test } from 'vitest';
import type { PriceInput } from '#domain/catalog/price.ts';
import { Money } from '#domain/shared/money.ts';
import type { Shop } from '../billing/shop.ts';
import { euro, shopsOnPostgres } from '../billing/shop.ts';
import { count, inRounds, others, race, racers, rounds, soundLines } from './racing.ts';

// Events in the life of a subscription, 20 times at once with the runs that bill it: a pause,
// the end of a trial, an import, and a change that is taken back as it takes effect. Whatever comes
// first, each day is charged once. `npm run test:races` is the whole of it.

const shops = shopsOnPostgres({ poolMax: racers });

const seat: PriceInput = {
  name: 'Seat',
  model: 'per_unit',
  unitAmount: '10',
  billed: 'in_advance',
};

/** A shop, and a subscription of its first customer. */
const subscribed = async (
  price: PriceInput | undefined,
  given: { readonly trialDays?: number },
) => {
  const shop = await shops.open(price === undefined ? {} : { price });
  const { context, subscriptions, plan, customerIds } = shop;
  const [customerId] = customerIds;
  if (customerId === undefined) throw new Error('There is no customer.');
  const { planId } = plan;
  const made = await subscriptions.create.execute(context, { customerId, planId, ...given });
  const [item] = made.items;
  if (item === undefined) throw new Error('There is no item.');
  const named = { subscriptionId: made.id, version: 'any' as const };
  const seats = (quantity: string) => ({
    subscriptionId: made.id,
    items: [{ priceId: item.priceId, quantity }],
  });
  return { shop, customerId, named, seats };
};

const amountsOf = async (shop: Shop): Promise<readonly string[]> =>
  (await soundLines(shop)).map(({ amount }) => amount.toDecimal()).toSorted();

const sumOf = async (shop: Shop): Promise<string> => {
  const lines = await soundLines(shop);
  return lines.reduce((sum, { amount }) => sum.plus(amount), Money.zero(euro)).toDecimal();
};

describe(`${racers} at once, ${rounds} times:`, () => {
  test('what is paused while its period is renewed is credited once', async () => {
    await inRounds(async () => {
      shops.setTime('2026-06-01T10:00:00Z');
      const { shop, named } = await subscribed(undefined, {});
      const { context, subscriptions, run } = shop;
      shops.setTime('2026-07-01T12:00:00Z');

      const outcomes = await race((index) =>
        index % 2 === 0
          ? run.execute(context)
          : subscriptions.pause.execute(context, { ...named, effective: 'now' }),
      );

      expect(count(outcomes, 'done')).toBe(racers / 2 + 1);
      expect(others(outcomes, 'done', 'subscription_paused', 'customer_busy')).toEqual([]);
      shops.setTime('2026-07-11T12:00:00Z');
      await subscriptions.resume.execute(context, { ...named, effective: 'now' });
      // The day of the pause is billed, and 21 of 31 days once it goes on.
      expect(await amountsOf(shop)).toEqual(['-47.42', '33.19', '49.00', '49.00']);
    });
  }, 600_000);

  test.each([
    ['before its time is taken back once', '2026-06-30T23:59:59.999Z', 1, ['10.00', '10.00']],
    ['in its time is in force, and stays', '2026-07-01T00:00:00Z', 0, ['10.00', '30.00']],
  ])(
    'a change that is taken back %s',
    async (_, instant, takenBack, amounts) => {
      await inRounds(async () => {
        shops.setTime('2026-06-01T10:00:00Z');
        const { shop, named, seats } = await subscribed(seat, {});
        const { context, subscriptions, run } = shop;
        const ahead = { ...seats('3'), effective: 'period_end' as const };
        const { id: changeId } = await subscriptions.change.execute(context, ahead);
        shops.setTime(instant);

        const outcomes = await race((index) =>
          index % 2 === 0
            ? run.execute(context)
            : subscriptions.takeBackChange.execute(context, { ...named, changeId }),
        );

        const refusals = outcomes.filter((_outcome, index) => index % 2 === 1);
        expect(count(refusals, 'done')).toBe(takenBack);
        expect(others(refusals, 'done', 'change_not_scheduled', 'customer_busy')).toEqual([]);
        shops.setTime('2026-07-01T00:00:00Z');
        await run.execute(context);
        expect(await amountsOf(shop)).toEqual(amounts);
      });
    },
    600_000,
  );

  test.each([
    ['that somebody ends', '2026-06-15T09:59:59.999Z', 1],
    ['that is over', '2026-06-15T10:00:00Z', 0],
  ])(
    'a trial %s while seats are added is charged once',
    async (_, instant, ended) => {
      await inRounds(async () => {
        shops.setTime('2026-06-01T10:00:00Z');
        const { shop, named, seats } = await subscribed(seat, { trialDays: 14 });
        const { context, subscriptions, run } = shop;
        shops.setTime(instant);

        const outcomes = await race((index) => {
          if (index % 3 === 0) return run.execute(context);
          if (index % 3 === 1) return subscriptions.endTrial.execute(context, named);
          return subscriptions.change.execute(context, { ...seats('3'), effective: 'now' });
        });

        const at = (place: number) => outcomes.filter((_outcome, index) => index % 3 === place);
        expect(count(at(1), 'done')).toBe(ended);
        expect(others(outcomes, 'done', 'not_in_trial', 'customer_busy')).toEqual([]);
        shops.setTime('2026-06-15T10:00:00Z');
        await run.execute(context);
        expect(await sumOf(shop)).toBe(count(at(2), 'done') > 0 ? '30.00' : '10.00');
      });
    },
    600_000,
  );

  test('what comes from elsewhere is imported once, while another is renewed', async () => {
    await inRounds(async () => {
      shops.setTime('2026-05-16T10:00:00Z');
      const { shop, customerId } = await subscribed(undefined, {});
      const { context, subscriptions, plan, run } = shop;
      shops.setTime('2026-06-16T12:00:00Z');
      const imported = {
        customerId,
        planId: plan.planId,
        externalId: 'crm-1',
        startsOn: '2025-06-01',
        billedThrough: '2026-07-01',
      };

      const outcomes = await race((index) =>
        index % 2 === 0 ? run.execute(context) : subscriptions.create.execute(context, imported),
      );

      expect(count(outcomes, 'done')).toBe(racers / 2 + 1);
      const refused = others(outcomes, 'done', 'customer_busy');
      expect(others(refused, 'subscription_external_id_taken')).toEqual([]);
      expect(await amountsOf(shop)).toEqual(['49.00', '49.00']);
      shops.setTime('2026-07-01T00:00:00Z');
      await run.execute(context);
      expect(await amountsOf(shop)).toEqual(['49.00', '49.00', '49.00']);
    });
  }, 600_000);
});
