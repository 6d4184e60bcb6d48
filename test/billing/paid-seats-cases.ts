import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import { rollUp, seat, send, takeBack } from './advance-shop.ts';
import { cancel, runAt, toggle } from './both-storages.ts';
import type { PlanShop } from './plan-shop.ts';
import { guideRows, linesOf, stepsOf } from './usage-guide.ts';

type Open = (policy?: BillingPolicyInput) => Promise<PlanShop>;

const faultsOf = async ({ invoices, context }: PlanShop): Promise<readonly unknown[]> =>
  (await invoices.verify.execute(context, {})).faults;

/** Tests of usage in advance that is prorated by time, with a shop of the first of June. */
export const paidSeatsCases = (open: Open): void => {
  describe('usage in advance that is prorated by time', () => {
    test('pays for the rest of the period, as the guide shows', async () => {
      const shop = await open();
      await shop.subscribe('paid');
      expect(await seat(shop, 10, '2026-06-06T00:00:00Z')).toBe(1);
      expect(await seat(shop, -5, '2026-06-07T00:00:00Z')).toBe(0);
      expect(await seat(shop, 7, '2026-06-08T00:00:00Z')).toBe(1);
      const [[line] = []] = (await linesOf(shop)).slice(-1);
      const rows = await guideRows('step of more seats for some days');
      expect(await stepsOf(shop, line?.id)).toEqual(rows);
      expect(await seat(shop, -4, '2026-06-20T00:00:00Z')).toBe(0);
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Seats 06-06/07-01 83.33, = 83.33',
        'Seats 06-08/07-01 15.34, = 15.34',
        'Seats 06-01/07-01 0.00, Seats 07-01/08-01 80.00, = 80.00',
      ]);
      expect(await faultsOf(shop)).toEqual([]);
    });

    test('shows what is charged, and nothing to come', async () => {
      const shop = await open();
      const { id: subscriptionId } = await shop.subscribe('paid');
      await seat(shop, 10, '2026-06-16T00:00:00Z');
      const asked = { subscriptionId };
      const { data } = await shop.subscriptions.currentUsage.execute(shop.context, asked);

      expect(data).toMatchObject([
        { quantity: '10', amount: { minor: 5000n }, charged: { minor: 5000n } },
      ]);
    });

    test.each(['pause', 'change'] as const)(
      'ends where a %s takes effect, whoever looked at that very instant',
      async (what) => {
        const charged = async (isLookedAt: boolean): Promise<readonly unknown[]> => {
          const shop = await open({ creditAs: 'balance' });
          const made = await shop.subscribe('paid');
          await seat(shop, 10, '2026-06-01T10:00:00Z');
          shop.setTime('2026-06-16T00:00:00Z');
          await send(shop, 'seat', '2026-06-16T00:00:00Z', { by: 4 });
          if (isLookedAt) await shop.progress();
          if (what === 'pause') await toggle(shop, made, false);
          else await shop.change(made, { planId: shop.planId('paidDearer'), effective: 'now' });
          await runAt(shop, '2026-07-02T00:00:00Z');

          expect(await faultsOf(shop)).toEqual([]);
          const sums: Record<string, bigint> = {};
          for (const { termsHash, amount } of (await linesOf(shop)).flat()) {
            sums[termsHash] = (sums[termsHash] ?? 0n) + amount.minor;
          }
          return Object.entries(sums).map(([, minor]) => minor);
        };

        expect(await charged(true)).toEqual(await charged(false));
      },
    );

    test('is proved where its part ends earlier than it was looked at', async () => {
      const shop = await open({ creditAs: 'balance' });
      const { id: subscriptionId } = await shop.subscribe('paid');
      await seat(shop, 10, '2026-06-16T00:00:00Z');
      const asked = { subscriptionId, version: 'any', effective: { on: '2026-06-14' } } as const;
      await shop.subscriptions.pause.execute(shop.context, asked);
      await shop.run();

      // The day on which it was looked at stays as it was charged.
      expect(await shop.documents()).toEqual([
        'Seats 06-16/07-01 50.00, = 50.00',
        'Seats 06-01/06-14 -46.67, balance 46.67, = 0.00',
      ]);
      expect(await faultsOf(shop)).toEqual([]);
    });

    test('gives back the rest where its price ends before its period', async () => {
      const shop = await open();
      const made = await shop.subscribe('paid');
      await seat(shop, 2, '2026-06-01T12:00:00Z');
      shop.setTime('2026-06-16T00:00:00Z');
      await shop.change(made, { planId: shop.planId('paidDearer'), effective: 'now' });
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Seats 06-01/07-01 20.00, = 20.00',
        'Seats 06-01/06-16 -10.00, Seats 06-16/07-01 20.00, = 10.00',
        'Seats 06-16/07-01 0.00, Seats 07-01/08-01 40.00, = 40.00',
      ]);
      expect(await faultsOf(shop)).toEqual([]);
    });

    test('gives back what an end leaves unused', async () => {
      const shop = await open();
      const made = await shop.subscribe('paid');
      await seat(shop, 3, '2026-06-01T00:00:00Z');
      shop.setTime('2026-06-20T12:00:00Z');
      await cancel(shop, made, 'now');

      // The day of the end is billed: ten of thirty days are left.
      const [, [line] = []] = await linesOf(shop);
      expect(line).toMatchObject({ kind: 'usage', amount: { minor: -1000n } });
      expect(await faultsOf(shop)).toEqual([]);
    });

    test('is paid for to the second where seconds are counted', async () => {
      const shop = await open({ preset: 'per_second' });
      await shop.subscribe('paid');
      await seat(shop, 1, '2026-06-16T00:00:00.500Z');
      await seat(shop, 1, '2026-06-23T12:00:00Z');
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect((await shop.documents()).slice(0, 2)).toEqual([
        'Seats 06-16/07-01 5.00, = 5.00',
        'Seats 06-23/07-01 2.50, = 2.50',
      ]);
      expect(await faultsOf(shop)).toEqual([]);
    });

    test('of different values that are taken away and come again is free', async () => {
      const shop = await open();
      await shop.subscribe('paidUsers');
      const user = async (id: string, time: string, op = 'add'): Promise<number> => {
        shop.setTime(time);
        await send(shop, 'user', time, { id, op });
        return (await shop.progress()).invoices;
      };

      expect(await user('ada', '2026-06-11T08:00:00Z')).toBe(1);
      expect(await user('ada', '2026-06-12T08:00:00Z', 'remove')).toBe(0);
      expect(await user('bob', '2026-06-13T08:00:00Z')).toBe(0);
      expect(await user('ada', '2026-06-21T08:00:00Z')).toBe(1);
      expect(await shop.documents()).toEqual([
        'Users 06-11/07-01 6.67, = 6.67',
        'Users 06-21/07-01 3.33, = 3.33',
      ]);
      expect(await faultsOf(shop)).toEqual([]);
    });

    test('gives back in the end what cancelled events had paid for', async () => {
      const shop = await open();
      await shop.subscribe('paidWithBase');
      shop.setTime('2026-06-16T00:00:00Z');
      const id = await send(shop, 'seat', '2026-06-16T00:00:00Z', { by: 4 });
      await shop.progress();
      await takeBack(shop, id);
      await shop.progress();
      await runAt(shop, '2026-07-01T00:00:00Z');

      const charged = (await linesOf(shop)).flat().map(({ amount }) => Number(amount.minor));
      expect(charged.filter((amount) => amount !== 0 && Math.abs(amount) === 2000)).toEqual([
        2000, -2000,
      ]);
    });

    test('charges the running peak, in whatever order and pieces events come', async () => {
      const event = fc.record({
        by: fc.constantFrom(1, 2, -1, -2),
        day: fc.integer({ min: 1, max: 30 }),
        looks: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(event, { maxLength: 6 }),
          fc.boolean(),
          async (events, isRolledUp) => {
            const shop = await open();
            await shop.subscribe('paidWithBase');
            shop.setTime('2026-06-30T23:00:00Z');
            for (const [index, { by, day, looks }] of events.entries()) {
              const time = `2026-06-${String(day).padStart(2, '0')}T08:00:0${index}Z`;
              await send(shop, 'seat', time, { by });
              if (looks) await shop.progress();
              if (looks) expect((await shop.progress()).invoices).toBe(0);
            }
            if (isRolledUp) await rollUp(shop);
            await runAt(shop, '2026-07-01T00:00:00Z');

            const charged = (await linesOf(shop))
              .flat()
              .filter(({ kind }) => kind === 'usage')
              .filter(({ servicePeriod }) => servicePeriod?.start.startsWith('2026-06') === true)
              .reduce((sum, { amount }) => sum + Number(amount.minor), 0);
            expect(charged).toBe(peakPrice(events));
            expect(await faultsOf(shop)).toEqual([]);
          },
        ),
        { numRuns: 10 },
      );
    }, 60_000);
  });
};

/** EUR 10.00 a unit for 30 days, of the highest level so far of each day, rounded once. */
const peakPrice = (events: readonly { readonly by: number; readonly day: number }[]): number => {
  const ordered = events
    .map((event, index) => ({ ...event, index }))
    .toSorted((one, other) => one.day - other.day || one.index - other.index);
  let [level, peak, unitDays] = [0, 0, 0];
  for (let day = 1; day <= 30; day += 1) {
    for (const { by } of ordered.filter((event) => event.day === day)) {
      level += by;
      peak = Math.max(peak, level);
    }
    unitDays += peak;
  }
  return Math.floor((unitDays * 1000 * 2 + 30) / 60);
};
