import { describe, expect, test } from 'vitest';
import type { EffectiveInput } from '#domain/subscriptions/changes/effective.ts';
import type { BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import { seat, send } from './advance-shop.ts';
import type { Made } from './both-storages.ts';
import { cancel, runAt, seen, toggle } from './both-storages.ts';
import type { PlanShop } from './plan-shop.ts';
import { linesOf } from './usage-guide.ts';

type Open = (policy?: BillingPolicyInput, now?: string) => Promise<PlanShop>;

const toDearer = (shop: PlanShop, made: Made, effective: EffectiveInput) =>
  shop.change(made, { planId: shop.planId('paidDearer'), effective });

/** The charges by the month of service, in minor units; all is proved. */
const chargedByMonth = async (shop: PlanShop) => {
  const { faults } = await shop.invoices.verify.execute(shop.context, {});
  expect(faults).toEqual([]);
  const sums: Record<string, number> = {};
  for (const { servicePeriod, amount } of (await linesOf(shop)).flat()) {
    const month = servicePeriod?.start.slice(0, 7) ?? '';
    sums[month] = (sums[month] ?? 0) + Number(amount.minor);
  }
  return sums;
};

/** Tests of parts of usage in advance that end where they begin, with ten seats from June on. */
export const givenUpParts = (open: Open): void => {
  describe('a part of usage in advance that a change takes back whole', () => {
    const tenSeats = async () => {
      const shop = await open({ creditAs: 'balance' }, '2026-06-01T00:00:00Z');
      await send(shop, 'seat', '2026-06-01T00:00:00Z', { by: 10 });
      return { shop, made: await shop.subscribe('paid') };
    };

    // Until the eleventh seats are charged at EUR 10.00, whatever changes are back-dated.
    const untilEleventh = Math.round((1000 * (10 * 10 + 15)) / 31);

    test('is given back where another plan begins with it', async () => {
      const { shop, made } = await tenSeats();
      await toDearer(shop, made, 'now');
      await runAt(shop, '2026-07-02T00:00:00Z');

      expect(await chargedByMonth(shop)).toEqual({ '2026-06': 20_000, '2026-07': 20_000 });
    });

    test('is given back where another plan is back-dated to where it begins', async () => {
      const { shop, made } = await tenSeats();
      await runAt(shop, '2026-07-10T00:00:00Z');
      await toDearer(shop, made, { on: '2026-07-01' });
      await runAt(shop, '2026-08-02T00:00:00Z');

      expect(await chargedByMonth(shop)).toEqual({
        '2026-06': 10_000,
        '2026-07': 20_000,
        '2026-08': 20_000,
      });
    });

    test('is given back where another plan is back-dated to the period before', async () => {
      const { shop, made } = await tenSeats();
      await runAt(shop, '2026-07-10T00:00:00Z');
      await toDearer(shop, made, { on: '2026-06-16' });
      await runAt(shop, '2026-08-02T00:00:00Z');

      // June was charged when it ended, and stays as it is.
      expect(await chargedByMonth(shop)).toEqual({
        '2026-06': 10_000,
        '2026-07': 20_000,
        '2026-08': 20_000,
      });
    });

    test('stays charged for as long as events of it were charged', async () => {
      const { shop, made } = await tenSeats();
      await runAt(shop, '2026-07-01T00:00:00Z');
      await seat(shop, 5, '2026-07-11T00:00:00Z');
      await toDearer(shop, made, { on: '2026-07-01' });
      await runAt(shop, '2026-08-02T00:00:00Z');

      // In July ten seats for ten days and fifteen for one, then fifteen for twenty days.
      const atFirst = (1000 * (10 * 10 + 15)) / 31;
      const since = (2000 * 15 * 20) / 31;
      expect(await chargedByMonth(shop)).toEqual({
        '2026-06': 10_000,
        '2026-07': Math.round(atFirst) + Math.round(since),
        '2026-08': 30_000,
      });
    });

    test('is charged once where another plan is back-dated to the period before', async () => {
      const { shop, made } = await tenSeats();
      await runAt(shop, '2026-07-01T00:00:00Z');
      await seat(shop, 5, '2026-07-11T00:00:00Z');
      await toDearer(shop, made, { on: '2026-06-16' });
      await runAt(shop, '2026-08-02T00:00:00Z');

      // July begins long after the other plan, and its days until the eleventh are charged already.
      expect(await chargedByMonth(shop)).toEqual({
        '2026-06': 10_000,
        '2026-07': untilEleventh + Math.round((2000 * 15 * 20) / 31),
        '2026-08': 30_000,
      });
    });

    /** July: ten seats, fifteen from the 11th on, and the dearer plan back-dated to the fifth. */
    const dearerInJuly = async () => {
      const { shop, made } = await tenSeats();
      await runAt(shop, '2026-07-01T00:00:00Z');
      await seat(shop, 5, '2026-07-11T00:00:00Z');
      await toDearer(shop, made, { on: '2026-07-05' });
      return { shop, made };
    };

    const toDearest = ({ shop, made }: { shop: PlanShop; made: Made }) => {
      const priceId = shop.priceId('paidDearer', 'Seats');
      const items = [{ priceId, override: { unitAmount: '30' } }];
      return shop.change(made, { items, effective: { on: '2026-07-08' } });
    };

    test('is charged once where an end follows a change that was back-dated', async () => {
      const { shop, made } = await dearerInJuly();
      await runAt(shop, '2026-07-20T00:00:00Z');
      await cancel(shop, await seen(shop, made), 'now');

      expect(await chargedByMonth(shop)).toEqual({
        '2026-06': 10_000,
        '2026-07': untilEleventh + Math.round((2000 * 15 * 9) / 31),
      });
    });

    test('is given back where a pause lies before events that were charged', async () => {
      const { shop, made } = await dearerInJuly();
      const asked = { subscriptionId: made.id, version: 'any' } as const;
      await shop.subscriptions.pause.execute(shop.context, {
        ...asked,
        effective: { on: '2026-07-08' },
      });

      expect(await chargedByMonth(shop)).toEqual({ '2026-06': 10_000, '2026-07': untilEleventh });
    });

    test('is given back where another change lies before events that were charged', async () => {
      const shopped = await dearerInJuly();
      await toDearest(shopped);
      await runAt(shopped.shop, '2026-08-01T00:00:00Z');

      expect(await chargedByMonth(shopped.shop)).toEqual({
        '2026-06': 10_000,
        '2026-07': untilEleventh + Math.round((3000 * 15 * 20) / 31),
        '2026-08': 45_000,
      });
    });

    test('stays charged as far as its events were, whatever was back-dated twice', async () => {
      const shopped = await dearerInJuly();
      await seat(shopped.shop, 1, '2026-07-15T00:00:00Z');
      await toDearest(shopped);
      await runAt(shopped.shop, '2026-08-01T00:00:00Z');

      // Fifteen seats for three days and sixteen for one, then sixteen for sixteen days.
      const atSecond = Math.round((2000 * (15 * 3 + 16)) / 31);
      expect(await chargedByMonth(shopped.shop)).toEqual({
        '2026-06': 10_000,
        '2026-07': untilEleventh + atSecond + Math.round((3000 * 16 * 16) / 31),
        '2026-08': 48_000,
      });
    });

    test('is given back where it was begun anew, and is taken back once more', async () => {
      const { shop, made } = await tenSeats();
      await runAt(shop, '2026-07-01T00:00:00Z');
      for (const plan of ['paidDearer', 'paid']) {
        await shop.change(made, { planId: shop.planId(plan), effective: { on: '2026-07-01' } });
      }
      await seat(shop, 5, '2026-07-11T00:00:00Z');
      await toDearer(shop, made, { on: '2026-07-01' });
      await runAt(shop, '2026-08-01T00:00:00Z');

      expect(await chargedByMonth(shop)).toEqual({
        '2026-06': 10_000,
        '2026-07': untilEleventh + Math.round((2000 * 15 * 20) / 31),
        '2026-08': 30_000,
      });
    });

    test('is given back where it is paused as it goes on', async () => {
      const { shop, made } = await tenSeats();
      await runAt(shop, '2026-06-16T00:00:00Z');
      for (const isPaused of [false, true, false]) await toggle(shop, made, isPaused);

      // The day of the pause is billed, and no other one after it.
      expect(await chargedByMonth(shop)).toEqual({ '2026-06': 5333 });
    });

    test('is given back where the subscription ends as it begins', async () => {
      const { shop, made } = await tenSeats();
      await runAt(shop, '2026-07-01T00:00:00Z');
      await cancel(shop, await seen(shop, made), 'now');

      expect(await chargedByMonth(shop)).toEqual({ '2026-06': 10_000, '2026-07': 323 });
    });
  });
};
