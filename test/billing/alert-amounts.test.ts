import { describe, expect, test } from 'vitest';
import { UsageAlert, usageAlertsMax } from '#domain/alerts/usage-alert.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { EffectiveInput } from '#domain/subscriptions/changes/effective.ts';
import { buildId } from '../../src/testing/builders.ts';
import { june, openAlerts } from './alert-shop.ts';
import { onBothStorages, refusalOf } from './both-storages.ts';
import { callsId, plans, use } from './usage-shop.ts';

// Alerts on amounts, and the life of an alert, in June 2026; a call costs 0.105.

onBothStorages(plans, (openShop) => {
  const open = openAlerts(openShop);

  describe('a usage alert on an amount', () => {
    test('compares what current usage comes to, of all prices or of one', async () => {
      const { shop, create, watch, told, subscribe } = await open();
      const { id: subscriptionId } = await subscribe('tiered');
      const amount = { measure: 'amount', currency: 'EUR', subscriptionId } as const;
      await create({ ...amount, name: 'All', thresholds: ['2', '3.5', '4'] });
      await create({ ...amount, name: 'Calls', priceCode: 'calls', thresholds: ['3.5'] });
      await create({ ...amount, name: 'Others', priceCode: 'others', thresholds: ['0.01'] });
      await create({ ...amount, name: 'Dollars', currency: 'USD', thresholds: ['0.01'] });

      await use(shop, Array(4).fill(june(4)));
      await watch();

      const { data } = await shop.subscriptions.currentUsage.execute(shop.context, {
        subscriptionId,
      });
      expect(data[0]?.amount.toDecimal()).toBe('3.50');
      expect(await told()).toEqual([
        'All 2 in 06-01 at 3.5',
        'All 3.5 in 06-01 at 3.5',
        'Calls 3.5 in 06-01 at 3.5',
      ]);
    });
  });

  describe('a usage alert on an amount in a period whose terms changed', () => {
    const dearer = async (isInvoiced: boolean, effective: EffectiveInput) => {
      const { shop, create, watch, told, subscribe } = await open();
      const made = await subscribe('stepped');
      await use(shop, Array(10).fill(june(10)));
      if (isInvoiced) await shop.progress();
      await shop.change(made, { planId: shop.planId('dearer'), effective });
      const amount = { measure: 'amount', currency: 'EUR', subscriptionId: made.id } as const;
      await create({ ...amount, thresholds: ['1.5'], every: '1000' });
      shop.setTime(june(11));
      await use(shop, [june(11), june(11)]);

      await watch();

      const asked = { subscriptionId: made.id };
      const { data } = await shop.subscriptions.currentUsage.execute(shop.context, asked);
      return [await told(), data.map(({ amount: soFar }) => soFar.toDecimal())];
    };

    test('goes by the open terms, as current usage does', async () => {
      expect(await dearer(false, 'now')).toEqual([['Calls 1.5 in 06-01 at 12'], ['12.00']]);
    });

    test('counts nothing again that an invoice at a threshold was made for', async () => {
      const effective = { at: '2026-06-05T00:00:00Z' };

      expect(await dearer(true, effective)).toEqual([['Calls 1.5 in 06-01 at 2'], ['2.00']]);
    });
  });

  describe('a usage alert on an amount of a period that was invoiced', () => {
    test('counts what comes late in its own period', async () => {
      const { shop, create, watch, told, subscribe } = await open('2026-07-05T00:00:00Z');
      const { id: subscriptionId } = await subscribe('metered');
      await use(shop, [june(28)]);
      await shop.run();
      const amount = { measure: 'amount', currency: 'EUR', subscriptionId } as const;
      await create({ ...amount, thresholds: ['0.1', '0.2', '0.3'] });

      await use(shop, ['2026-07-01T12:00:00Z', june(30)]);
      await watch();

      expect(await told()).toEqual([
        'Calls 0.1 in 06-01 at 0.21',
        'Calls 0.2 in 06-01 at 0.21',
        'Calls 0.1 in 07-01 at 0.11',
      ]);
    });
  });

  describe('a usage alert', () => {
    test('shows what was reached, until it is deleted', async () => {
      const { shop, alerts, create, watch, subscribe } = await open();
      const { id: subscriptionId } = await subscribe('metered');
      const { id: alertId } = await create({ meterId: callsId, thresholds: ['1', '2'] });
      await use(shop, [june(2), june(2)]);
      await watch();

      const shown = await alerts.get.execute(shop.context, { alertId });
      const deleting = { alertId, version: shown.version };
      await alerts.delete.execute(shop.context, deleting);
      await use(shop, [june(2)]);
      await watch();

      expect(shown.reached.map(({ threshold, value }) => [threshold, value])).toEqual([
        ['2', '2'],
        ['1', '2'],
      ]);
      expect(shown.reached[0]).toMatchObject({
        customerId: shop.customerId,
        subscriptionId,
        period: { start: '2026-06-01', end: '2026-07-01' },
      });
      const { data } = await alerts.list.execute(shop.context, {});
      expect(data).toEqual([]);
      const { installation } = shop.storage;
      expect(await installation.tenantsToWatch(1000, null)).not.toContain(shop.context.tenantId);
    });

    test('is one of so many of a tenant, also where several are made at once', async () => {
      const { shop, create, alerts } = await open();
      const spending = { measure: 'amount', currency: 'EUR' } as const;
      await shop.storage.unitOfWork.run(shop.context, async ({ usageAlerts }, { now, nextId }) => {
        for (let made = 0; made < usageAlertsMax - 2; made += 1) {
          const alert = { ...spending, name: 'Calls', thresholds: ['3'] };
          await usageAlerts.save(UsageAlert.create(nextId('alr'), alert, now));
        }
      });

      const outcomes = await Promise.all(
        Array.from({ length: 4 }, () => refusalOf(create(spending))),
      );

      expect(outcomes.toSorted()).toEqual([
        'accepted',
        'accepted',
        'too_many_usage_alerts',
        'too_many_usage_alerts',
      ]);
      const { data } = await alerts.list.execute(shop.context, { limit: 1 });
      for (const { id: alertId, version } of data) {
        await alerts.delete.execute(shop.context, { alertId, version });
      }
      expect(await refusalOf(create(spending))).toBe('accepted');
    });

    test('names what there is', async () => {
      const { shop, create } = await open();
      const other = await shop.newCustomer();
      const { id: subscriptionId } = await shop.subscribe('metered');
      const meterId = callsId;
      const codes = await Promise.all(
        [
          { meterId: buildId('mtr') },
          { meterId, customerId: buildId('cus') },
          { meterId, subscriptionId: buildId('sub') },
          { meterId, subscriptionId, customerId: other },
          {},
          { meterId, currency: 'EUR' },
        ].map((input) => create(input).then(() => 'accepted', faultOf)),
      );
      const { customerId } = await create({ meterId, subscriptionId });

      expect(codes).toEqual([
        'unknown_meter',
        'unknown_customer',
        'unknown_subscription',
        'unknown_subscription',
        'required',
        'not_of_quantity',
      ]);
      expect(customerId).toBe(shop.customerId);
    });
  });
});

const faultOf = (error: unknown): string | undefined => {
  if (error instanceof InvalidValue) return error.faults[0]?.code;
  throw error;
};
