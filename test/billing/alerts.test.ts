import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ForgetReachedThresholds } from '#application/alerts/forget-reached-thresholds.ts';
import { usageAlertWatcher } from '#application/alerts/watch-usage-alerts.ts';
import { later } from '#domain/shared/time.ts';
import { june, openAlerts } from './alert-shop.ts';
import { cancel, onBothStorages } from './both-storages.ts';
import type { PlanShop } from './plan-shop.ts';
import { callsId, plans, use } from './usage-shop.ts';

// Alerts on usage, in June 2026; a call costs 0.105.

const runs = Number(process.env['ALERT_RUNS'] ?? 10);

onBothStorages(plans, (openShop) => {
  const open = openAlerts(openShop);

  describe('a usage alert on a quantity', () => {
    test('tells of each threshold once in a period, in order', async () => {
      const { shop, create, watch, told, subscribe } = await open();
      const { id: subscriptionId } = await subscribe('metered');
      await create({ meterId: callsId, subscriptionId, thresholds: ['1', '2', '4'] });

      await use(shop, [june(2), june(3)]);
      await watch();
      await watch();
      await use(shop, Array(3).fill(june(4)));
      await watch();
      shop.setTime('2026-07-02T00:00:00Z');
      await use(shop, ['2026-07-01T10:00:00Z']);
      await watch();

      expect(await told()).toEqual([
        'Calls 1 in 06-01 at 2',
        'Calls 2 in 06-01 at 2',
        'Calls 4 in 06-01 at 5',
        'Calls 1 in 07-01 at 1',
      ]);
    });

    test('tells of thresholds beyond the last, up to 100 in a period', async () => {
      const { shop, create, watch, told, subscribe } = await open();
      await subscribe('bare');
      await create({ meterId: callsId, thresholds: ['1'], every: '0.01' });

      await use(shop, Array(3).fill(june(4)));
      await watch();

      const all = await told();
      expect(all.length).toBe(100);
      expect([all[0], all.at(-1)]).toEqual(['Calls 1 in 06-01 at 3', 'Calls 1.99 in 06-01 at 3']);
    });

    test('of a customer without a subscription is by the month of their zone', async () => {
      const { shop, create, watch, told } = await open();
      await create({ meterId: callsId, customerId: shop.customerId, thresholds: ['1'] });
      shop.setTime(june(10));

      await use(shop, [june(2)]);
      await watch();

      const [alert] = (await told()) ?? [];
      expect(alert).toBe('Calls 1 in 06-01 at 1');
    });

    test('counts late events in their own period', async () => {
      const { shop, create, watch, told, subscribe } = await open('2026-07-05T00:00:00Z');
      await subscribe('metered');
      await create({ meterId: callsId, thresholds: ['2'] });

      await use(shop, [june(30), '2026-07-01T12:00:00Z', june(29)]);
      await watch();

      expect(await told()).toEqual(['Calls 2 in 06-01 at 2']);
    });

    test('forgets what it told of a period once no event of it is kept or may come', async () => {
      const { shop, alerts, create, watch, told } = await open();
      const { id: alertId } = await create({ meterId: callsId, thresholds: ['1'] });
      shop.setTime(june(10));
      await use(shop, [june(2)]);
      await watch();
      const forget = new ForgetReachedThresholds(shop.storage);
      const leftAt = async (time: string) => {
        shop.setTime(time);
        const step = await forget.execute(shop.context);
        const { reached } = await alerts.get.execute(shop.context, { alertId });
        return [step, reached.length];
      };

      // 400 days that events are kept, and 36 in which late ones come, after the end of June.
      const before = await leftAt('2027-09-10T00:00:00Z');
      const after = await leftAt('2027-09-10T00:00:00.001Z');

      expect(before).toEqual([{ thresholds: 0, isDone: true }, 1]);
      expect(after).toEqual([{ thresholds: 1, isDone: true }, 0]);
      expect(await told()).toHaveLength(1);
    });

    test('does not tell again of what falls and rises', async () => {
      const { shop, create, watch, told, subscribe } = await open();
      const { meterId } = await seatsOf(shop);
      await subscribe('seats');
      await create({ meterId, name: 'Seats', thresholds: ['3'] });
      const send = async (by: string) => {
        await use(shop, [june(5)], { by }, { type: 'seat' });
        await watch();
      };

      await send('3');
      await send('-2');
      await send('4');

      expect(await told()).toEqual(['Seats 3 in 06-01 at 3']);
    });

    test('of one customer or subscription hears of no other', async () => {
      const { shop, create, watch, told, subscribe } = await open();
      const { id: subscriptionId } = await subscribe('metered');
      const customerId = await shop.newCustomer();
      await create({ meterId: callsId, subscriptionId, thresholds: ['1'], name: 'One' });
      await create({ meterId: callsId, customerId, thresholds: ['1'], name: 'Other' });
      await create({ meterId: callsId, thresholds: ['1'], name: 'All' });
      await create({ meterId: (await seatsOf(shop)).meterId, thresholds: ['1'], name: 'None' });

      await use(shop, [june(5)]);
      await watch();
      const first = await told();
      await use(shop, [june(5)], {}, { customerId });
      await watch();

      expect(first).toEqual(['One 1 in 06-01 at 1', 'All 1 in 06-01 at 1']);
      expect((await told()).slice(2)).toEqual(['Other 1 in 06-01 at 1', 'All 1 in 06-01 at 1']);
    });

    test('reaches the same, however its events are ordered and batched', async () => {
      // From the end of June to the end of July: an event comes 35 days late at most.
      const days = fc.array(fc.integer({ min: 25, max: 58 }), { minLength: 1, maxLength: 5 });
      const batches = fc.array(days, { minLength: 1, maxLength: 5 });
      await fc.assert(
        fc.asyncProperty(batches, async (sent) => {
          const { shop, create, watch, told, subscribe } = await open('2026-07-30T00:00:00Z');
          const { id: subscriptionId } = await subscribe('metered');
          await create({ meterId: callsId, subscriptionId, thresholds: ['1', '3', '5'] });
          for (const batch of sent) {
            await use(shop, batch.map(dayAfterBegin));
            await watch();
          }

          const inJune = sent.flat().filter((day) => day < 30).length;
          const counts = { '06-01': inJune, '07-01': sent.flat().length - inJune };
          const expected = Object.entries(counts).flatMap(([start, count]) =>
            [1, 3, 5].filter((each) => each <= count).map((each) => `Calls ${each} in ${start}`),
          );
          const reached = (await told()).map((each) => each.replace(/ at .*/, ''));
          expect(reached.toSorted()).toEqual(expected.toSorted());
        }),
        { numRuns: runs },
      );
    });

    test('tells once, whatever number of workers looks at once', async () => {
      const { shop, create, told, subscribe } = await open();
      await subscribe('metered');
      await create({ meterId: callsId, thresholds: ['1', '2'] });
      await use(shop, [june(2), june(3)]);
      const at = { eventTypes: null, from: shop.storage.clock.now() };
      const news = [{ ...at, customerId: shop.customerId, through: later(at.from, 1) }];
      const { unitOfWork } = shop.storage;
      const { look } = usageAlertWatcher({ unitOfWork, hash: shop.hash, alertFailed: () => {} });

      await Promise.all(Array.from({ length: 4 }, () => look(shop.context, news)));

      expect(await told()).toEqual(['Calls 1 in 06-01 at 2', 'Calls 2 in 06-01 at 2']);
    });

    test('looks at nothing of a meter that is archived', async () => {
      const { shop, create, watch, told } = await open();
      await create({ meterId: callsId, thresholds: ['1'] });
      await shop.storage.unitOfWork.run(shop.context, async ({ meters }, { now }) => {
        const meter = await meters.find(callsId);
        if (meter?.status === 'active') await meters.save(meter.archive(now));
      });
      shop.setTime(june(10));

      await use(shop, [june(2)]);
      await watch();

      expect(await told()).toEqual([]);
    });

    test('of an ended subscription counts what came before its end', async () => {
      const { shop, create, watch, told, subscribe } = await open();
      const made = await subscribe('metered');
      await create({ meterId: callsId, subscriptionId: made.id, thresholds: ['1', '2'] });
      await cancel(shop, made, 'now');
      shop.setTime(june(20));

      await use(shop, [june(9), june(15)]);
      await watch();

      expect(await told()).toEqual(['Calls 1 in 06-01 at 1']);
    });
  });
});

const dayAfterBegin = (days: number): string =>
  new Date(Date.parse('2026-06-01T00:00:00Z') + days * 86_400_000).toISOString();

const seatsOf = async ({ storage, context }: PlanShop) => {
  const [seats] = await storage.reads.read(context, ({ meters }) =>
    meters.list({ code: 'seats' }, { limit: 1, after: null }),
  );
  if (seats === undefined) throw new Error('There are seats.');
  return { meterId: seats.id };
};
