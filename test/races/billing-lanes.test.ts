import { describe, expect, test } from 'vitest';
import type { SubscriptionView } from '#application/subscriptions/queries.ts';
import { RunBilling } from '#application/subscriptions/runs/run-billing.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { flatTerms, hashOfTerms } from '#domain/charging/terms.ts';
import { Money } from '#domain/shared/money.ts';
import { parseInstant } from '#domain/shared/time.ts';
import { sha256 } from '#infrastructure/security/sha256.ts';
import type { Shop } from '../billing/shop.ts';
import { euro, shopsOnPostgres } from '../billing/shop.ts';
import { until } from '../support/until.ts';
import {
  count,
  counting,
  inRounds,
  others,
  race,
  racers,
  rounds,
  soundLines,
  storeDraft,
} from './racing.ts';

// Several runs work in one tenant, and people and its clock come in between: nobody is charged
// twice, nobody is passed over, and no run waits for another one that waits for it.

const shops = shopsOnPostgres({ poolMax: racers });

const subscribeAll = async ({ context, subscriptions, plan, customerIds }: Shop) => {
  for (const customerId of customerIds) {
    await subscriptions.create.execute(context, { customerId, planId: plan.planId });
  }
};

const [start, target] = [
  parseInstant('2026-06-01T00:00:00Z'),
  parseInstant('2026-08-15T00:00:00Z'),
];

/**
 * How many lines a subscription has on the 15th of August: a month in advance each, and a credit
 * once it ended. It began when the clock stood, or where it was sent, and ended so.
 */
const linesOf = ({ startsAt, endsAt }: Pick<SubscriptionView, 'startsAt' | 'endsAt'>): number => {
  expect([start, target]).toContain(startsAt);
  if (startsAt === target) return 1;
  if (endsAt === null) return 3;
  expect([start, target]).toContain(endsAt);
  return endsAt === start ? 2 : 4;
};

describe(`${racers} at once, ${rounds} times:`, () => {
  test('new terms are stored in one order, however they are named', async () => {
    const shop = await shops.open();
    let first = 1n;
    await inRounds(async () => {
      const named = Array.from({ length: 500 }, (_, index): readonly [string, PriceTerms] => {
        const terms = flatTerms(Money.of(first + BigInt(index), euro), true);
        return [hashOfTerms(terms, sha256), terms];
      });
      first += 500n;
      const { unitOfWork, inVain } = counting(shop.unitOfWork);

      const outcomes = await race((index) => {
        const terms = new Map(index % 2 === 0 ? named : named.toReversed());
        return unitOfWork.run(shop.context, ({ charges }) => charges.add([], terms));
      });

      expect(outcomes).toEqual(outcomes.map(() => 'done'));
      expect(inVain()).toBe(0);
    });
  }, 600_000);

  test('who issues a draft waits for nobody who charges by the same new terms', async () => {
    await inRounds(async () => {
      shops.setTime('2026-06-01T00:00:00Z');
      const shop = await shops.open({ customers: 10, billed: 'in_arrears' });
      await subscribeAll(shop);
      const due = parseInstant('2026-07-01T00:00:00Z');
      const drafted = shop.customerIds.filter((_, index) => index % 2 === 0);
      for (const customerId of drafted) await storeDraft(shop, customerId, due);
      shops.setTime('2026-07-01T00:00:00Z');
      const { unitOfWork, inVain } = counting(shop.unitOfWork);
      const failed = (error: unknown) => shop.failures.push(error);
      const run = new RunBilling({ ...shop, unitOfWork, failed });

      const outcomes = await race(() => run.execute(shop.context, { accountsMax: 1 }));

      expect(outcomes).toEqual(outcomes.map(() => 'done'));
      expect(inVain()).toBe(0);
      await run.execute(shop.context);
      // A month of each customer, and the line of each draft.
      expect(await soundLines(shop)).toHaveLength(10 + drafted.length);
    });
  }, 600_000);

  test('a draft whose time has come gets one number, whoever issues it', async () => {
    await inRounds(async () => {
      shops.setTime('2026-06-01T10:00:00Z');
      const shop = await shops.open();
      const { context, invoices, customerIds, run } = shop;
      const [customerId] = customerIds;
      if (customerId === undefined) return;
      const draft = await storeDraft(shop, customerId, parseInstant('2026-06-01T10:00:00Z'));

      const outcomes = await race((index) =>
        index % 2 === 0
          ? run.execute(context)
          : invoices.finalize.execute(context, { invoiceId: draft.id, version: 1 }),
      );

      const byHand = outcomes.filter((_, index) => index % 2 === 1);
      expect(count(byHand, 'done')).toBeLessThan(2);
      expect(others(byHand, 'done', 'version_mismatch', 'customer_busy')).toEqual([]);
      await soundLines(shop);
      expect(await invoices.get.execute(context, { invoiceId: draft.id })).toMatchObject({
        status: 'finalized',
        number: 'INV-000001',
        version: 2,
      });
    });
  }, 600_000);

  test('an invoice that falls overdue is paid once all the same', async () => {
    await inRounds(async () => {
      shops.setTime('2026-06-01T10:00:00Z');
      const shop = await shops.open({ billed: 'in_advance' });
      await subscribeAll(shop);
      const { context, invoices, run } = shop;
      const [invoice] = (await invoices.list.execute(context, {})).data;
      if (invoice === undefined) throw new Error('It was invoiced.');
      shops.setTime('2026-07-02T00:00:00Z');

      const amount = Money.of(4900n, euro);
      const payment = { invoiceId: invoice.id, amount, paidOn: '2026-07-02' };
      const outcomes = await race((index) =>
        index % 2 === 0 ? run.execute(context) : invoices.recordPayment.execute(context, payment),
      );

      const payments = outcomes.filter((_, index) => index % 2 === 1);
      expect(count(payments, 'done')).toBe(1);
      expect(others(payments, 'done', 'invoice_paid', 'customer_busy')).toEqual([]);
      // A run passes over who is being paid; the next one charges them.
      await run.execute(context);
      expect(await soundLines(shop)).toHaveLength(2);
      expect(await invoices.get.execute(context, { invoiceId: invoice.id })).toMatchObject({
        paymentStatus: 'paid',
        amountPaid: amount,
      });
    });
  }, 600_000);

  test('nobody is put off for a day who is let go on while runs are at work', async () => {
    await inRounds(async () => {
      shops.setTime('2026-06-01T10:00:00Z');
      const shop = await shops.open({ customers: 5 });
      await subscribeAll(shop);
      const { context, tenant, run } = shop;
      const { version } = await tenant.get.execute(context);
      const stop = (isStopped: boolean, seen: number) =>
        tenant.update.execute(context, { version: seen, changes: { billing: { isStopped } } });
      await stop(true, version);
      shops.setTime('2026-07-01T10:00:00Z');

      const outcomes = await race((index) =>
        index === racers / 2 ? stop(false, version + 1) : run.execute(context, { accountsMax: 1 }),
      );

      expect(outcomes).toEqual(outcomes.map(() => 'done'));
      await run.execute(context);
      expect(await soundLines(shop)).toHaveLength(10);
    });
  }, 600_000);

  test('a change comes before an advance or after it, and never on its way', async () => {
    await inRounds(async () => {
      const shop = await shops.open({ customers: racers, clockStartsAt: '2026-06-01T00:00:00Z' });
      const { context, subscriptions, plan, customerIds, testClock } = shop;
      const subscribe = (index: number) => {
        const [customerId] = customerIds.slice(index);
        if (customerId === undefined) throw new Error('There is no such customer.');
        return subscriptions.create.execute(context, { customerId, planId: plan.planId });
      };
      const known = new Map<number, Awaited<ReturnType<typeof subscribe>>>();
      for (let index = 1; index < racers; index += 2) known.set(index, await subscribe(index));

      const hasBegun = async () => {
        const { status, now } = await testClock.get.execute(context);
        return status === 'advancing' || now === target;
      };

      const outcomes = await race(async (index) => {
        const subscribed = known.get(index);
        if (index === racers / 2) {
          return testClock.advance.execute(context, { to: target });
        }
        // The others come while it is on its way, or so soon that it waits for them.
        if (index > racers / 2) await until(hasBegun, 60_000);
        if (subscribed === undefined) return subscribe(index);
        const { id: subscriptionId, version } = subscribed;
        return subscriptions.cancel.execute(context, { subscriptionId, version, effective: 'now' });
      });

      expect(outcomes[racers / 2]).toBe('done');
      expect(others(outcomes, 'done', 'test_clock_advancing')).toEqual([]);
      expect(await testClock.get.execute(context)).toMatchObject({ status: 'ready' });
      const { data } = await subscriptions.list.execute(context, { limit: 100 });
      const made = outcomes.filter((_, index) => index % 2 === 0 && index !== racers / 2);
      expect(data).toHaveLength(known.size + count(made, 'done'));
      const lines = await soundLines(shop);
      for (const subscription of data) {
        const own = lines.filter(({ subscriptionId }) => subscriptionId === subscription.id);
        expect(own).toHaveLength(linesOf(subscription));
      }
    });
  }, 600_000);
});
