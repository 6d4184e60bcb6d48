import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RollUpUsage } from '#application/metering/roll-up-usage.ts';
import { usageUseCases } from '#application/metering/use-cases.ts';
import type { MeterInput } from '#domain/metering/meter.ts';
import { ActiveMeter } from '#domain/metering/meter.ts';
import type { BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import { buildId, someday } from '../../src/testing/builders.ts';
import { onBothStorages, runAt } from './both-storages.ts';
import type { PlanGiven, PlanShop } from './plan-shop.ts';
import { guideRows, linesOf, stepsOf } from './usage-guide.ts';
import { euros, usagePorts } from './usage-shop.ts';

// Prices that bound several meters, sold in plans and billed on invoices: in June, of 30 days.

const hostsId = buildId('mtr');
const callsId = buildId('mtr');
const capacity = {
  name: 'Service',
  kind: 'usage',
  model: 'capacity',
  meterIds: [hostsId, callsId],
  tiers: [
    { upTo: { hosts: '5', calls: '1000' }, flatAmount: euros(1000n) },
    { upTo: { hosts: '20', calls: '10000' }, flatAmount: euros(2500n) },
    { upTo: null, flatAmount: euros(8000n) },
  ],
} as const;
const plans: Readonly<Record<string, PlanGiven>> = {
  service: { prices: {}, also: [capacity] },
  dearer: {
    prices: {},
    also: [{ ...capacity, tiers: [{ upTo: null, flatAmount: euros(9000n) }] }],
  },
  advance: { prices: {}, also: [{ ...capacity, billed: 'in_advance' }] },
  stepped: {
    prices: {},
    also: [capacity],
    usageThresholds: { amounts: [euros(2000n)], every: euros(3000n) },
  },
  bounded: { prices: {}, also: [{ ...capacity, minimum: euros(1200n), maximum: euros(3000n) }] },
};

const addMeters = ({ storage, context }: PlanShop): Promise<void> =>
  storage.unitOfWork.run(context, async ({ meters }) => {
    const hosts = { code: 'hosts', name: 'Hosts', eventType: 'host', aggregation: 'sum' };
    const level = { ...hosts, property: 'by', isCarriedOver: true } as MeterInput;
    const calls = { code: 'calls', name: 'Calls', eventType: 'call', aggregation: 'sum' };
    const inputs = [
      [hostsId, level],
      [callsId, { ...calls, property: 'by' } as MeterInput],
    ] as const;
    for (const [id, input] of inputs) await meters.save(ActiveMeter.create(id, input, someday));
  });

let sent = 0;
const send = async (shop: PlanShop, type: string, time: string, by: number): Promise<string> => {
  const { unitOfWork, reads } = shop.storage;
  const { record } = usageUseCases({ unitOfWork, reads, ...usagePorts });
  sent += 1;
  const event = { id: `c${sent}`, type, time, customerId: shop.customerId, data: { by } };
  const { results } = await record.execute(shop.context, { events: [event] });
  expect(results).toMatchObject([{ outcome: 'accepted' }]);
  return event.id;
};

/** Sends an event in the moment in which it happens. */
const sendAt = (shop: PlanShop, type: string, time: string, by: number): Promise<string> => {
  shop.setTime(time);
  return send(shop, type, time, by);
};

const faultsOf = async ({ invoices, context }: PlanShop): Promise<readonly unknown[]> =>
  (await invoices.verify.execute(context, {})).faults;

onBothStorages(plans, (openShop) => {
  const open = async (policy?: BillingPolicyInput): Promise<PlanShop> => {
    const shop = await openShop(policy, '2026-06-01T00:00:00Z');
    await addMeters(shop);
    return shop;
  };

  describe('a price that bounds several meters', () => {
    test('comes to the first tier in which all fit, as the guide shows', async () => {
      const shop = await open();
      const { id: subscriptionId } = await shop.subscribe('service');
      await sendAt(shop, 'host', '2026-06-02T00:00:00Z', 3);
      await sendAt(shop, 'call', '2026-06-03T00:00:00Z', 1001);
      const asked = { subscriptionId };
      const { data } = await shop.subscriptions.currentUsage.execute(shop.context, asked);
      await runAt(shop, '2026-07-01T00:00:00Z');
      await runAt(shop, '2026-08-01T00:00:00Z');

      // Hosts are carried over, calls are not.
      expect(await shop.documents()).toEqual([
        'Service 06-01/07-01 25.00, = 25.00',
        'Service 07-01/08-01 10.00, = 10.00',
      ]);
      const rows = await guideRows('step of a capacity');
      expect(
        data.flatMap(({ steps }) => steps).map(({ text, amount }) => `| ${text} | ${amount} |`),
      ).toEqual(rows);
      expect(data).toMatchObject([
        {
          meterId: null,
          quantity: '1',
          quantities: { hosts: '3', calls: '1001' },
          amount: euros(2500n),
        },
      ]);
      expect(await faultsOf(shop)).toEqual([]);
    });

    test('is explained by what decided, and verified meter by meter', async () => {
      const shop = await open();
      await shop.subscribe('service');
      await sendAt(shop, 'host', '2026-06-02T00:00:00Z', 21);
      await sendAt(shop, 'call', '2026-06-03T00:00:00Z', 5);
      await runAt(shop, '2026-07-01T00:00:00Z');
      const [[line] = []] = await linesOf(shop);

      expect(line).toMatchObject({ quantity: '1', kind: 'usage' });
      expect(await stepsOf(shop, line?.id)).toEqual([
        '| EUR 80.00 for 5 calls and 21 hosts, the last tier, as hosts is above 20 | 80 |',
        '| EUR 80.00, rounded half up from 80 | 80 |',
      ]);
      // An event that comes now is none of those that were counted.
      await send(shop, 'call', '2026-06-30T00:00:00Z', 1);
      expect(await faultsOf(shop)).toEqual([]);
    });

    test('is charged as its meters grow in advance, and gives nothing back', async () => {
      const shop = await open();
      await shop.subscribe('advance');
      await sendAt(shop, 'host', '2026-06-02T00:00:00Z', 5);
      await shop.progress();
      await sendAt(shop, 'call', '2026-06-03T00:00:00Z', 1001);
      await shop.progress();
      await sendAt(shop, 'host', '2026-06-04T00:00:00Z', -5);
      await shop.progress();
      await sendAt(shop, 'host', '2026-06-05T00:00:00Z', 4);
      await shop.progress();
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Service 06-02/07-01 10.00, = 10.00',
        'Service 06-03/07-01 15.00, = 15.00',
        'Service 06-01/07-01 0.00, Service 07-01/08-01 10.00, = 10.00',
      ]);
      expect(await faultsOf(shop)).toEqual([]);
    });

    test('goes on in its tiers where a threshold cuts its period', async () => {
      const shop = await open();
      await shop.subscribe('stepped');
      await sendAt(shop, 'host', '2026-06-02T00:00:00Z', 6);
      await shop.progress();
      await sendAt(shop, 'call', '2026-06-20T00:00:00Z', 10_001);
      await shop.progress();
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Service 06-01/06-03 25.00, = 25.00',
        'Service 06-01/06-21 55.00, = 55.00',
        // Six hosts are carried over.
        'Service 07-01/07-02 25.00, = 25.00',
      ]);
      expect(await faultsOf(shop)).toEqual([]);
    });

    test('owes its minimum, and no more than its maximum', async () => {
      const shop = await open();
      await shop.subscribe('bounded');
      await runAt(shop, '2026-07-01T00:00:00Z');
      await sendAt(shop, 'host', '2026-07-02T00:00:00Z', 21);
      await runAt(shop, '2026-08-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Service 06-01/07-01 12.00, = 12.00',
        'Service 07-01/08-01 30.00, = 30.00',
      ]);
    });

    test('is another price from where a change of the plan cuts it', async () => {
      const shop = await open();
      const made = await shop.subscribe('service');
      await sendAt(shop, 'host', '2026-06-02T00:00:00Z', 6);
      shop.setTime('2026-06-16T00:00:00Z');
      await shop.change(made, { planId: shop.planId('dearer'), effective: 'now' });
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Service 06-01/06-16 25.00, = 25.00',
        'Service 06-16/07-01 90.00, = 90.00',
      ]);
    });

    test('refuses late usage of each of its meters, where its policy does', async () => {
      const shop = await open({ lateUsage: 'refuse' });
      await shop.subscribe('service');
      await runAt(shop, '2026-07-01T00:00:00Z');
      const { unitOfWork, reads } = shop.storage;
      const { record } = usageUseCases({ unitOfWork, reads, ...usagePorts });

      const time = '2026-06-30T00:00:00Z';
      const events = ['host', 'call'].map((type) => {
        return { id: `late-${type}`, type, time, customerId: shop.customerId, data: { by: 1 } };
      });
      const { results } = await record.execute(shop.context, { events });

      expect(results.map(({ code }) => code)).toEqual(['period_invoiced', 'period_invoiced']);
    });

    test('keeps its meters in use, also the second', async () => {
      const shop = await open();
      const { planVersions } = await shop.storage.unitOfWork.run(shop.context, async (all) => {
        const known = [hostsId, callsId, buildId('mtr')].map((id) =>
          all.planVersions.pricesMeter(id),
        );
        return { planVersions: await Promise.all(known) };
      });

      expect(planVersions).toEqual([true, true, false]);
    });

    test('charges the price of all, in whatever order and pieces events come', async () => {
      const event = fc.record({
        type: fc.constantFrom('host', 'call'),
        by: fc.constantFrom(1, 4, 600, 9500),
        day: fc.integer({ min: 1, max: 30 }),
        isLate: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(event, { maxLength: 6 }),
          fc.constantFrom('service', 'stepped', 'advance'),
          fc.boolean(),
          async (events, plan, isRolledUp) => {
            const shop = await open();
            await shop.subscribe(plan);
            shop.setTime('2026-06-30T23:00:00Z');
            for (const { type, by, day } of events.filter(({ isLate }) => !isLate)) {
              await send(shop, type, `2026-06-${String(day).padStart(2, '0')}T08:00:00Z`, by);
              await shop.progress();
            }
            if (isRolledUp) {
              const step = new RollUpUsage(shop.storage);
              while (!(await step.execute(shop.context)).isDone);
            }
            await runAt(shop, '2026-07-01T00:00:00Z');
            for (const { type, by, day } of events.filter(({ isLate }) => isLate)) {
              await send(shop, type, `2026-06-${String(day).padStart(2, '0')}T09:00:00Z`, by);
            }
            await runAt(shop, '2026-08-01T00:00:00Z');

            const sumOf = (wanted: string): number =>
              events.reduce((sum, { type, by }) => (type === wanted ? sum + by : sum), 0);
            const charged = (await linesOf(shop))
              .flat()
              .filter(({ servicePeriod }) => servicePeriod?.start.startsWith('2026-06') === true)
              .reduce((sum, { amount }) => sum + Number(amount.minor), 0);
            expect(charged).toBe(priceOf(sumOf('host'), sumOf('call')));
            expect(await faultsOf(shop)).toEqual([]);
          },
        ),
        { numRuns: 8 },
      );
    }, 60_000);
  });
});

const priceOf = (hosts: number, calls: number): number => {
  if (hosts === 0 && calls === 0) return 0;
  if (hosts <= 5 && calls <= 1000) return 1000;
  return hosts <= 20 && calls <= 10_000 ? 2500 : 8000;
};
