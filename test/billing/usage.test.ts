import { describe, expect, test } from 'vitest';
import type { BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import { buildId } from '../../src/testing/builders.ts';
import { cancel, onBothStorages, runAt } from './both-storages.ts';
import { boundsOfGroupsCases } from './bounds-of-groups-cases.ts';
import { cancelledUsageCases } from './cancelled-usage-cases.ts';
import { cancelledUsageHistories } from './cancelled-usage-histories.ts';
import { commitmentCases } from './commitment-cases.ts';
import { endedUsage } from './ended-usage.ts';
import { entitlementCases } from './entitlement-cases.ts';
import { eventPriceCases } from './event-price-cases.ts';
import { heldUsageCases } from './held-usage-cases.ts';
import { lateUsageCases } from './late-usage-cases.ts';
import type { PlanShop } from './plan-shop.ts';
import { progressiveCases } from './progressive-cases.ts';
import { refusedUsageCases } from './refused-usage-cases.ts';
import { rolledUpUsage } from './rolled-up-usage.ts';
import { addMeters, callsId, euros, featured, plans, setGrace, use } from './usage-shop.ts';
import { watchedUsage } from './watched-usage.ts';

// Prices of usage, sold in plans and billed on invoices: in June, of 30 days.

onBothStorages({ ...plans, ...featured }, (openShop, storageName) => {
  const open = async (policy?: BillingPolicyInput): Promise<PlanShop> => {
    const shop = await openShop(policy, '2026-06-01T00:00:00Z');
    await addMeters(shop);
    return shop;
  };

  endedUsage(open);
  entitlementCases(open);
  watchedUsage(open);

  describe('a price of usage', () => {
    test('is billed when its period has ended, for what was used in it', async () => {
      const shop = await open();
      await shop.subscribe('metered');
      shop.setTime('2026-06-20T00:00:00Z');
      await use(shop, ['2026-06-01T00:00:00Z', '2026-06-19T12:00:00Z', '2026-06-20T00:00:00Z']);
      shop.setTime('2026-07-01T00:00:00Z');
      await use(shop, ['2026-06-30T23:59:59.999Z', '2026-07-01T00:00:00Z']);

      await shop.run();
      await runAt(shop, '2026-08-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Base 06-01/07-01 30.00, = 30.00',
        'Calls 06-01/07-01 0.42, Base 07-01/08-01 30.00, = 30.42',
        'Calls 07-01/08-01 0.11, Base 08-01/09-01 30.00, = 30.11',
      ]);
    });

    test('is explained by what was counted, and counted again the same', async () => {
      const shop = await open();
      await shop.subscribe('tiered');
      shop.setTime('2026-06-20T00:00:00Z');
      await use(shop, Array(5).fill('2026-06-10T00:00:00Z'));
      await runAt(shop, '2026-07-01T00:00:00Z');
      await use(shop, ['2026-06-30T00:00:00Z']);

      const [invoice] = (await shop.invoices.list.execute(shop.context, {})).data;
      const invoiceId = invoice?.id ?? buildId('inv');
      const shown = await shop.invoices.get.execute(shop.context, { invoiceId });
      const lineId = shown.lines[0]?.id ?? buildId('line');
      const explained = await shop.invoices.explainLine.execute(shop.context, {
        invoiceId,
        lineId,
      });

      expect(shown.lines[0]).toMatchObject({ kind: 'usage', quantity: '5' });
      expect(explained.steps.map(({ text }) => text)).toEqual([
        '3 × EUR 1.00, the units up to 3',
        '2 × EUR 0.50, the units above 3',
        'EUR 4.00 in total',
        'EUR 4.00, rounded half up from 4',
      ]);
      expect(explained.derivation).toMatchObject({ counted: { events: 5 } });
      expect(await shop.invoices.verify.execute(shop.context, {})).toMatchObject({ faults: [] });
    });

    test('is shown on the draft as it would be, and counted once it is issued', async () => {
      const shop = await open();
      await setGrace(shop, 3);
      await shop.subscribe('bare');
      shop.setTime('2026-06-20T00:00:00Z');
      await use(shop, ['2026-06-10T00:00:00Z', '2026-06-11T00:00:00Z']);
      await runAt(shop, '2026-07-01T00:00:00Z');
      expect(await shop.documents()).toEqual(['Calls 06-01/07-01 0.21, = 0.21']);

      await use(shop, ['2026-06-30T00:00:00Z', '2026-06-30T00:00:00Z']);

      expect(await shop.documents()).toEqual(['Calls 06-01/07-01 0.42, = 0.42']);
      await runAt(shop, '2026-07-04T00:00:00Z');
      await use(shop, ['2026-06-30T00:00:00Z']);
      const [invoice] = (await shop.invoices.list.execute(shop.context, {})).data;
      expect(invoice).toMatchObject({ status: 'finalized', total: euros(42n) });
      expect(await shop.documents()).toEqual(['Calls 06-01/07-01 0.42, = 0.42']);
    });

    test('is cut at the instant of a change, whose own terms are those of the rest', async () => {
      const shop = await open();
      const made = await shop.subscribe('metered');
      shop.setTime('2026-06-16T12:00:00Z');
      await use(shop, ['2026-06-10T00:00:00Z', '2026-06-16T11:59:59Z', '2026-06-16T12:00:00Z']);

      await shop.change(made, { planId: shop.planId('dearer'), effective: 'now' });
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Base 06-01/07-01 30.00, = 30.00',
        'Calls 06-01/06-16 0.21, = 0.21',
        'Calls 06-16/07-01 1.00, Base 07-01/08-01 30.00, = 31.00',
      ]);
    });

    test('is lost to no day rule: the rest of the last day is the new agreement’s', async () => {
      const shop = await open({ dayOfChange: 'old' });
      const made = await shop.subscribe('bare');
      shop.setTime('2026-06-30T12:00:00Z');
      await shop.change(made, { planId: shop.planId('dearer'), effective: 'now' });
      shop.setTime('2026-06-30T18:00:00Z');
      await use(shop, ['2026-06-30T11:00:00Z', '2026-06-30T18:00:00Z']);
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect((await shop.documents()).at(-1)).toContain('Calls 07-01/07-01 1.00');
    });

    test('goes on in its tiers after a pause, in which nothing counts', async () => {
      const shop = await open();
      const made = await shop.subscribe('tiered');
      shop.setTime('2026-06-10T00:00:00Z');
      await use(shop, ['2026-06-02T00:00:00Z', '2026-06-03T00:00:00Z']);
      const paused = await shop.subscriptions.pause.execute(shop.context, {
        subscriptionId: made.id,
        version: 'any',
        effective: 'now',
      });
      shop.setTime('2026-06-20T00:00:00Z');
      await use(shop, ['2026-06-15T00:00:00Z']);
      await shop.subscriptions.resume.execute(shop.context, {
        subscriptionId: paused.id,
        version: 'any',
        effective: 'now',
      });
      await use(shop, Array(2).fill('2026-06-20T00:00:00Z'));
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Calls 06-01/06-11 2.00, = 2.00',
        'Calls 06-20/07-01 1.50, = 1.50',
      ]);
    });

    test('ends with the subscription, at the instant', async () => {
      const shop = await open();
      const made = await shop.subscribe('bare');
      shop.setTime('2026-06-10T12:00:00Z');
      await use(shop, ['2026-06-10T11:00:00Z', '2026-06-10T12:30:00Z']);

      await cancel(shop, made, 'now');
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual(['Calls 06-01/06-11 0.11, = 0.11']);
    });

    test('has a line for each group', async () => {
      const shop = await open();
      await shop.subscribe('regional');
      shop.setTime('2026-06-20T00:00:00Z');
      await use(shop, ['2026-06-02T00:00:00Z', '2026-06-03T00:00:00Z'], { region: 'eu' });
      await use(shop, ['2026-06-02T00:00:00Z'], { region: 'us' });
      await use(shop, ['2026-06-02T00:00:00Z']);
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Calls (region: "eu") 06-01/07-01 0.21, Calls (region: "us") 06-01/07-01 0.11, ' +
          'Calls (region: none) 06-01/07-01 0.11, = 0.43',
      ]);
    });

    test('comes to its minimum for the part that was served', async () => {
      const shop = await open();
      shop.setTime('2026-06-16T00:00:00Z');
      await shop.subscribe('bounded', { alignment: 'calendar' });
      await runAt(shop, '2026-07-01T00:00:00Z');
      await use(shop, Array(1000).fill('2026-07-01T00:00:00Z'));
      await runAt(shop, '2026-08-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Calls 06-16/07-01 15.00, = 15.00',
        'Calls 07-01/08-01 60.00, = 60.00',
      ]);
    });

    test('is free in a trial', async () => {
      const shop = await open();
      await shop.subscribe('tried');
      shop.setTime('2026-06-10T00:00:00Z');
      await use(shop, ['2026-06-05T23:59:59Z', '2026-06-06T00:00:00Z']);
      await runAt(shop, '2026-07-06T00:00:00Z');

      expect(await shop.documents()).toEqual(['Calls 06-06/07-06 0.11, = 0.11']);
    });

    test('counts a level that was carried over', async () => {
      const shop = await open();
      await shop.subscribe('seats');
      shop.setTime('2026-06-10T00:00:00Z');
      await use(shop, ['2026-06-05T00:00:00Z'], { by: 3 }, { type: 'seat' });
      await runAt(shop, '2026-07-01T00:00:00Z');
      await runAt(shop, '2026-08-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Seats 06-01/07-01 30.00, = 30.00',
        'Seats 07-01/08-01 30.00, = 30.00',
      ]);
    });

    test('is shown as the invoice will say it', async () => {
      const shop = await open();
      const shown = async () => {
        const found = await Promise.all(
          made.map(({ id: subscriptionId }) =>
            shop.subscriptions.currentUsage.execute(shop.context, { subscriptionId }),
          ),
        );
        return found.flatMap(({ data }) => data);
      };
      const made = [await shop.subscribe('tiered'), await shop.subscribe('regional')];
      shop.setTime('2026-06-20T00:00:00Z');
      await use(shop, Array(5).fill('2026-06-10T00:00:00Z'), { region: 'eu' });
      await use(shop, ['2026-06-11T00:00:00Z']);

      const before = await shown();
      await runAt(shop, '2026-07-01T00:00:00Z');

      const [invoice] = (await shop.invoices.list.execute(shop.context, {})).data;
      const invoiceId = invoice?.id ?? buildId('inv');
      const { lines } = await shop.invoices.get.execute(shop.context, { invoiceId });
      const steps = await Promise.all(
        lines.map(({ id: lineId }) =>
          shop.invoices.explainLine.execute(shop.context, { invoiceId, lineId }),
        ),
      );
      expect(before).toHaveLength(3);
      expect(before).toMatchObject(
        lines.map(({ priceId, part, quantity, amount, servicePeriod }, index) => ({
          priceId,
          meterId: callsId,
          group: part === '' ? null : part,
          servicePeriod,
          quantity,
          amount,
          charged: euros(0n),
          steps: steps[index]?.steps,
        })),
      );
      expect((await shown()).map(({ quantity }) => quantity)).toEqual(['0', '0']);
    });

    test('that came to nothing makes no invoice', async () => {
      const shop = await open();
      await shop.subscribe('bare');

      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual([]);
    });

    test('is part of the next invoice as it is shown ahead', async () => {
      const shop = await open();
      const made = await shop.subscribe('metered');
      shop.setTime('2026-06-10T00:00:00Z');
      await use(shop, Array(4).fill('2026-06-05T00:00:00Z'));

      const { next } = await shop.subscriptions.upcomingInvoice.execute(shop.context, {
        subscriptionId: made.id,
      });
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(next?.total).toEqual(euros(3042n));
      expect((await shop.documents()).at(-1)).toContain('= 30.42');
    });
  });

  heldUsageCases(open);
  lateUsageCases(open);
  refusedUsageCases(open);
  cancelledUsageCases(open);
  cancelledUsageHistories(open);
  eventPriceCases(open);
  commitmentCases(open);
  boundsOfGroupsCases(open);
  progressiveCases(open);
  rolledUpUsage(open, storageName === 'PostgreSQL');
});
