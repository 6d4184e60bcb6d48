import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import { buildId } from '../../src/testing/builders.ts';
import { cancel, runAt, seen, toggle } from './both-storages.ts';
import type { PlanShop } from './plan-shop.ts';
import { guideRows, linesOf, stepsOf } from './usage-guide.ts';
import { euros, setGrace, use } from './usage-shop.ts';
import { chargedByMonth, owedByMonth, timeOf } from './usage-sums.ts';

type Open = (policy?: BillingPolicyInput) => Promise<PlanShop>;

const calls = (shop: PlanShop, count: number, time: string): Promise<void> =>
  use(shop, Array(count).fill(time));

/** Has events come, and looks at them. */
const useAndLook = async (shop: PlanShop, count: number, time: string): Promise<number> => {
  shop.setTime(time);
  await calls(shop, count, time);
  return (await shop.progress()).invoices;
};

/** Tests of invoices at thresholds of usage, with a shop of the first of June. */
export const progressiveCases = (open: Open): void => {
  describe('usage that reaches a threshold', () => {
    test('is invoiced at once, and the rest when the period has ended', async () => {
      const shop = await open();
      await shop.subscribe('stepped');

      expect(await useAndLook(shop, 9, '2026-06-05T12:00:00Z')).toBe(0);
      expect(await useAndLook(shop, 1, '2026-06-10T12:00:00Z')).toBe(1);
      expect(await useAndLook(shop, 5, '2026-06-11T12:00:00Z')).toBe(0);
      expect(await useAndLook(shop, 10, '2026-06-20T12:00:00Z')).toBe(1);
      await calls(shop, 5, '2026-06-20T12:00:00Z');
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Base 06-01/07-01 31.00, = 31.00',
        'Calls 06-01/06-11 1.05, = 1.05',
        'Calls 06-01/06-21 1.58, = 1.58',
        'Calls 06-01/07-01 0.52, Base 07-01/08-01 31.00, = 31.52',
      ]);
    });

    test('is looked at soon after its events came, whatever the tenant had before', async () => {
      const shop = await open();
      const made = await shop.subscribe('dearer');
      await calls(shop, 3, '2026-06-01T00:00:00Z');
      expect(await shop.watch()).toBe(0);

      await shop.change(made, { planId: shop.planId('stepped'), effective: 'now' });
      expect(await shop.watch()).toBe(0);
      await calls(shop, 10, '2026-06-01T00:00:00Z');

      expect(await shop.watch()).toBe(1);
      expect((await shop.documents()).at(-1)).toContain('Calls 06-01/06-02 1.37');
    });

    test('brings one invoice for several at once, and another at each further step', async () => {
      const shop = await open();
      await shop.subscribe('stepped');

      expect(await useAndLook(shop, 43, '2026-06-10T00:00:00Z')).toBe(1);
      expect(await useAndLook(shop, 19, '2026-06-10T00:00:00Z')).toBe(1);
      expect((await shop.progress()).invoices).toBe(0);
      expect(await useAndLook(shop, 1, '2026-06-11T00:00:00Z')).toBe(0);

      const [, ...lines] = (await linesOf(shop)).flat();
      expect(lines).toMatchObject([
        { kind: 'usage', amount: euros(452n), corrects: null },
        { kind: 'usage', amount: euros(199n), corrects: null },
      ]);
    });

    test('goes on in the tiers of the period, as the guide shows', async () => {
      const shop = await open();
      await shop.subscribe('steppedTiers');
      await useAndLook(shop, 2, '2026-06-10T00:00:00Z');
      shop.setTime('2026-06-12T00:00:00Z');
      await calls(shop, 3, '2026-06-12T00:00:00Z');
      await runAt(shop, '2026-07-01T00:00:00Z');

      const last = (await linesOf(shop)).at(-1)?.[0];
      expect(await shop.documents()).toEqual([
        'Calls 06-01/06-11 2.00, = 2.00',
        'Calls 06-01/07-01 2.00, = 2.00',
      ]);
      expect(await stepsOf(shop, last?.id)).toEqual(await guideRows('step of the rest'));
    });

    test('counts an event that comes late, or is corrected, once', async () => {
      const shop = await open();
      await shop.subscribe('stepped');
      await useAndLook(shop, 10, '2026-06-10T00:00:00Z');
      shop.setTime('2026-06-15T00:00:00Z');
      await calls(shop, 3, '2026-06-09T00:00:00Z');
      await runAt(shop, '2026-07-01T00:00:00Z');
      await calls(shop, 2, '2026-06-09T00:00:00Z');
      await runAt(shop, '2026-08-01T00:00:00Z');

      // 15 calls are EUR 1.58 in all.
      expect((await shop.documents()).slice(1)).toEqual([
        'Calls 06-01/06-11 1.05, = 1.05',
        'Calls 06-01/07-01 0.32, Base 07-01/08-01 31.00, = 31.32',
        'Calls 07-01/08-01 0.00, Base 08-01/09-01 31.00, Calls 06-01/07-01 0.21, = 31.21',
      ]);
    });

    test('takes an event of the part that was invoiced, where late usage is refused', async () => {
      const shop = await open({ lateUsage: 'refuse' });
      await shop.subscribe('stepped');
      await useAndLook(shop, 10, '2026-06-10T00:00:00Z');

      await calls(shop, 1, '2026-06-09T00:00:00Z');

      await runAt(shop, '2026-07-01T00:00:00Z');
      expect((await shop.documents()).at(-1)).toContain('Calls 06-01/07-01 0.11');
    });

    test('owes a minimum and a commitment once, when the period has ended', async () => {
      const shop = await open();
      await shop.subscribe('steppedBounds');
      await useAndLook(shop, 10, '2026-06-10T00:00:00Z');
      await runAt(shop, '2026-07-01T00:00:00Z');
      await useAndLook(shop, 1000, '2026-07-02T00:00:00Z');
      await runAt(shop, '2026-08-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Calls 06-01/06-11 1.05, = 1.05',
        'Calls 06-01/07-01 28.95, Minimum commitment 06-01/07-01 10.00, = 38.95',
        'Calls 07-01/07-03 60.00, = 60.00',
      ]);
    });

    test('is shown as charged, and the next invoice as the rest', async () => {
      const shop = await open();
      const { id } = await shop.subscribe('stepped');
      await useAndLook(shop, 10, '2026-06-10T00:00:00Z');
      await calls(shop, 5, '2026-06-10T00:00:00Z');

      const asked = { subscriptionId: id };
      const { data } = await shop.subscriptions.currentUsage.execute(shop.context, asked);
      const { next } = await shop.subscriptions.upcomingInvoice.execute(shop.context, asked);
      const timeline = await shop.subscriptions.timeline.execute(shop.context, asked);

      expect(data).toMatchObject([{ quantity: '15', amount: euros(158n), charged: euros(105n) }]);
      expect(next?.lines.map(({ amount }) => amount)).toEqual([euros(53n), euros(3100n)]);
      expect(next?.total).toEqual(euros(3153n));
      await runAt(shop, '2026-07-01T00:00:00Z');
      expect((await shop.documents()).at(-1)).toContain('= 31.53');
      expect(
        timeline.data.filter(({ kind }) => kind === 'charged').map(({ charge }) => charge?.amount),
      ).toEqual([euros(3100n), euros(105n)]);
    });

    test('waits on a draft in days of grace, and is counted when that is issued', async () => {
      const shop = await open();
      await setGrace(shop, 3);
      await shop.subscribe('stepped');
      expect(await useAndLook(shop, 10, '2026-06-10T00:00:00Z')).toBe(1);
      expect(await useAndLook(shop, 1, '2026-06-10T00:00:00Z')).toBe(0);
      expect(await useAndLook(shop, 14, '2026-06-11T00:00:00Z')).toBe(1);

      await runAt(shop, '2026-06-13T00:00:00Z');
      await runAt(shop, '2026-06-14T00:00:00Z');
      await runAt(shop, '2026-07-04T00:00:00Z');

      expect((await shop.documents()).slice(1)).toEqual([
        'Calls 06-01/06-11 1.16, = 1.16',
        'Calls 06-01/06-12 1.47, = 1.47',
        'Calls 06-01/07-01 0.00, Base 07-01/08-01 31.00, = 31.00',
      ]);
    });

    test('is charged under the terms of its time, whenever a change takes effect', async () => {
      const shop = await open();
      const made = await shop.subscribe('stepped');
      await useAndLook(shop, 10, '2026-06-10T00:00:00Z');
      const dearer = { planId: shop.planId('dearer') };

      await shop.change(made, { ...dearer, effective: { at: '2026-06-05T00:00:00Z' } });
      await calls(shop, 1, '2026-06-10T00:00:00Z');
      shop.setTime('2026-06-11T00:00:00Z');
      await calls(shop, 2, '2026-06-11T00:00:00Z');
      await runAt(shop, '2026-07-01T00:00:00Z');

      const usage = (await linesOf(shop)).flat().filter(({ kind }) => kind === 'usage');
      expect(usage.map(({ amount }) => amount.toDecimal())).toEqual(['1.05', '2.00', '0.11']);
    });

    test('stays charged where a change is back-dated to the period before', async () => {
      const shop = await open();
      const made = await shop.subscribe('stepped');
      await useAndLook(shop, 10, '2026-07-10T00:00:00Z');
      await shop.change(made, { planId: shop.planId('dearer'), effective: { on: '2026-06-05' } });
      await calls(shop, 2, '2026-07-10T01:00:00Z');
      await runAt(shop, '2026-08-01T00:00:00Z');
      expect((await chargedByMonth(shop))['2026-07']).toBe(105 + 3000 + 200);
    });

    test('is counted on where it is canceled or changed at the very instant', async () => {
      const shop = await open();
      const made = await shop.subscribe('steppedBounds');
      await useAndLook(shop, 10, '2026-06-15T00:00:00Z');

      await cancel(shop, await seen(shop, made), 'now');

      // Of the minimum of EUR 30.00 and the commitment of EUR 40.00, 15 of 30 days are owed.
      expect(await shop.documents()).toEqual([
        'Calls 06-01/06-16 1.05, = 1.05',
        'Calls 06-01/06-16 13.95, Minimum commitment 06-01/06-16 5.00, = 18.95',
      ]);
    });

    test('waits where billing is stopped, and is invoiced once it goes on', async () => {
      const shop = await open();
      await shop.subscribe('stepped');
      const stop = (isStopped: boolean) =>
        shop.storage.unitOfWork.run(shop.context, async (repositories, { now }) => {
          const tenant = await repositories.tenants.find();
          if (tenant)
            await repositories.tenants.save(tenant.change({ billing: { isStopped } }, now));
          if (!isStopped) await repositories.billingAccounts.resume(now);
        });
      await stop(true);
      expect(await useAndLook(shop, 10, '2026-06-10T00:00:00Z')).toBe(0);

      await stop(false);
      await shop.run();

      expect((await shop.documents()).at(-1)).toBe('Calls 06-01/06-11 1.05, = 1.05');
    });

    test('however it is cut, and in whatever order it comes, is charged once in all', async () => {
      await fc.assert(
        fc.asyncProperty(history, async ({ steps, grace }) => {
          const shop = await open();
          if (grace > 0) await setGrace(shop, grace);
          const made = await shop.subscribe('steppedTiers');
          const pauses: [from: number, until: number][] = [];
          const used: number[] = [];
          let [now, isPaused] = [june, false];
          for (const { hours, ages, isLookedAt, toggles } of steps) {
            now += hours * hour;
            await runAt(shop, timeOf(now));
            const times = ages.map((age) => Math.max(june, now - age * hour));
            if (times.length > 0) await use(shop, times.map(timeOf));
            used.push(...times);
            if (isLookedAt) await shop.progress();
            if (!toggles) continue;
            if (isPaused) pauses.at(-1)?.splice(1, 1, now);
            else pauses.push([now, Number.POSITIVE_INFINITY]);
            await toggle(shop, made, isPaused);
            isPaused = !isPaused;
          }
          for (let days = 0; days < 120; days += 10) {
            now += 10 * 24 * hour;
            await runAt(shop, timeOf(now));
          }

          const counted = used.filter((at) => !pauses.some(([from, to]) => from <= at && at < to));
          expect(await chargedByMonth(shop)).toEqual(owedByMonth(counted));
          const proof = await shop.invoices.verify.execute(shop.context, {});
          expect(proof.faults).toEqual([]);
        }),
        { numRuns: Number(process.env['LATE_RUNS'] ?? 5) },
      );
    }, 300_000);

    test('is not charged again where its invoice was voided', async () => {
      const shop = await open();
      await shop.subscribe('stepped');
      await useAndLook(shop, 10, '2026-06-10T00:00:00Z');
      const [invoice] = (await shop.invoices.list.execute(shop.context, {})).data;
      const invoiceId = invoice?.id ?? buildId('inv');

      await shop.invoices.void.execute(shop.context, { invoiceId, version: 'any', reissue: true });
      expect((await shop.progress()).invoices).toBe(0);
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect((await shop.documents()).at(-1)).toContain('Calls 06-01/07-01 0.00');
    });
  });
};

const hour = 3_600_000;
const june = Date.parse('2026-06-01T00:00:00Z');

const history = fc.record({
  steps: fc.array(
    fc.record({
      hours: fc.integer({ min: 1, max: 12 * 24 }),
      ages: fc.array(fc.integer({ min: 1, max: 30 * 24 }), { maxLength: 4 }),
      isLookedAt: fc.boolean(),
      toggles: fc.constantFrom(false, false, false, true),
    }),
    { minLength: 3, maxLength: 10 },
  ),
  grace: fc.constantFrom(0, 0, 4),
});
