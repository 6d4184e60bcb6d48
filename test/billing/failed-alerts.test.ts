import { describe, expect, test } from 'vitest';
import { usageUseCases } from '#application/metering/use-cases.ts';
import { groupsMax } from '#domain/charging/counted-usage.ts';
import { june, openAlerts } from './alert-shop.ts';
import { onBothStorages } from './both-storages.ts';
import type { PlanGiven } from './plan-shop.ts';
import { callsId, paymentsId, plans, usagePorts, use } from './usage-shop.ts';

// Alerts that cannot be set against usage, and those beside them.

const byCost = {
  name: 'Cost',
  code: 'cost',
  kind: 'usage',
  meterId: callsId,
  model: 'dynamic',
  amountProperty: 'cost',
} as const;
const payments = {
  name: 'Payments',
  code: 'payments',
  kind: 'usage',
  meterId: paymentsId,
  model: 'per_unit',
  unitAmount: '1',
} as const;
const sold: Readonly<Record<string, PlanGiven>> = {
  ...plans,
  costly: { prices: {}, also: [byCost, payments] },
};

// More than an amount may be.
const huge = '9'.repeat(14);

onBothStorages(sold, (openShop) => {
  const open = openAlerts(openShop);
  const amount = { measure: 'amount', currency: 'EUR', thresholds: ['3'] } as const;

  const openCostly = async () => {
    const opened = await open();
    const { shop, create, subscribe } = opened;
    const { id: subscriptionId } = await subscribe('costly');
    return {
      ...opened,
      subscriptionId,
      spend: (cost: string) => use(shop, [june(4)], { cost }),
      pay: (value: string) => use(shop, [june(4)], { value }, { type: 'payment' }),
      createAll: async () => {
        const all = await create({ ...amount, name: 'All' });
        await create({ ...amount, name: 'Cost', priceCode: 'cost' });
        await create({ ...amount, name: 'Payments', priceCode: 'payments' });
        await create({ name: 'Calls', meterId: callsId, thresholds: ['1'] });
        return all.id;
      },
    };
  };

  describe('an alert on an amount that cannot be computed', () => {
    test('silences no other, and says why', async () => {
      const { shop, alerts, createAll, watch, told, spend, pay, ...also } = await openCostly();
      const alertId = await createAll();
      await spend(huge);
      await pay('4');

      await watch();

      expect(await told()).toEqual(['Payments 3 in 06-01 at 4', 'Calls 1 in 06-01 at 1']);
      const shown = await alerts.get.execute(shop.context, { alertId });
      expect(shown.failures).toEqual([
        {
          customerId: shop.customerId,
          subscriptionId: also.subscriptionId,
          period: expect.objectContaining({ start: '2026-06-01', end: '2026-07-01' }),
          code: 'amount_out_of_range',
          detail: expect.stringContaining('An amount lies between'),
          failedAt: expect.any(Number),
        },
      ]);
      const { data } = await alerts.list.execute(shop.context, {});
      const details = await Promise.all(
        data.map(({ id }) => alerts.get.execute(shop.context, { alertId: id })),
      );
      const failed = details.filter(({ failures }) => failures.length > 0);
      expect(failed.map(({ name }) => name).toSorted()).toEqual(['All', 'Cost']);
    });

    test('is said once, and is over when it can be computed', async () => {
      const { shop, alerts, createAll, watch, told, spend, alertFailures } = await openCostly();
      const alertId = await createAll();
      await spend(huge);
      await watch();
      await spend('1');
      await watch();
      const said = alertFailures.length;

      await spend(`-${huge}`);
      await spend('5');
      await watch();

      expect(said).toBe(2);
      const shown = await alerts.get.execute(shop.context, { alertId });
      expect([alertFailures.length, shown.failures]).toEqual([2, []]);
      expect(await told()).toEqual([
        'Calls 1 in 06-01 at 1',
        'All 3 in 06-01 at 6',
        'Cost 3 in 06-01 at 6',
      ]);
    });

    test('silences no other subscription of the customer', async () => {
      const { shop, createAll, watch, told, subscriptionId, ...also } = await openCostly();
      const { id: other } = await also.subscribe('costly');
      await createAll();
      await use(shop, [june(4)], { cost: huge }, { subscriptionId });
      await use(shop, [june(4)], { cost: '5' }, { subscriptionId: other });

      await watch();

      expect(await told()).toEqual([
        'All 3 in 06-01 at 5',
        'Cost 3 in 06-01 at 5',
        'Calls 1 in 06-01 at 1',
        'Calls 1 in 06-01 at 1',
      ]);
    });
  });

  test('an alert on the amount of too many groups names the price', async () => {
    const { shop, create, watch, told, subscribe, alertFailures } = await open();
    await subscribe('regional');
    await create({ ...amount, name: 'All' });
    await create({ name: 'Calls', meterId: callsId, thresholds: ['1'] });
    const { unitOfWork, reads } = shop.storage;
    const { record } = usageUseCases({ unitOfWork, reads, ...usagePorts });
    const { customerId, context } = shop;
    const events = Array.from({ length: groupsMax + 1 }, (_, at) => ({
      id: `region-${at}`,
      type: 'call',
      time: june(4),
      customerId,
      data: { region: `r${at}` },
    }));
    for (let first = 0; first < events.length; first += 1000) {
      await record.execute(context, { events: events.slice(first, first + 1000) });
    }

    await watch();

    expect(await told()).toEqual([`Calls 1 in 06-01 at ${groupsMax + 1}`]);
    expect(alertFailures.map(({ code, detail }) => [code, detail.slice(0, 21)])).toEqual([
      ['too_many_groups', 'The price is "Calls".'],
    ]);
  }, 120_000);
});
