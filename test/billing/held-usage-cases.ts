import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import { cancel, runAt } from './both-storages.ts';
import { rollUp } from './cancelled-usage-shop.ts';
import type { PlanShop } from './plan-shop.ts';
import { guideRows, linesOf, stepsOf } from './usage-guide.ts';
import { euros, use } from './usage-shop.ts';
import { chargedByMonth, timeOf } from './usage-sums.ts';

type Open = (policy?: BillingPolicyInput) => Promise<PlanShop>;

/** Has seats come or go at a time. */
const seats = (shop: PlanShop, time: string, by: number, also: object = {}): Promise<void> =>
  use(shop, [time], { by, ...also }, { type: 'seat' });

/** As `seats`, in the moment in which it happens. */
const seatsAt = (shop: PlanShop, time: string, by: number, also: object = {}): Promise<void> => {
  shop.setTime(time);
  return seats(shop, time, by, also);
};

/** Tests of usage that is prorated by time, with a shop of the first of June, of 30 days. */
export const heldUsageCases = (open: Open): void => {
  describe('usage that is prorated by time', () => {
    test('costs as long as its level is held, as the guide shows', async () => {
      const shop = await open();
      await shop.subscribe('heldTiers');
      await seatsAt(shop, '2026-06-01T09:00:00Z', 2);
      await seatsAt(shop, '2026-06-16T17:00:00Z', 3);
      await runAt(shop, '2026-07-01T00:00:00Z');
      await runAt(shop, '2026-08-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Seats 06-01/07-01 36.00, = 36.00',
        'Seats 07-01/08-01 47.00, = 47.00',
      ]);
      const [first] = (await linesOf(shop)).at(-1) ?? [];
      expect(first).toMatchObject({ quantity: '5' });
    });

    test('is explained by the average of each tier, and shown so before', async () => {
      const shop = await open();
      const { id: subscriptionId } = await shop.subscribe('heldTiers');
      await seatsAt(shop, '2026-06-01T09:00:00Z', 2);
      await seatsAt(shop, '2026-06-16T17:00:00Z', 3);
      const asked = { subscriptionId };
      const { data } = await shop.subscriptions.currentUsage.execute(shop.context, asked);
      await runAt(shop, '2026-07-01T00:00:00Z');

      const rows = await guideRows('step of seats that are held');
      const [[line] = []] = await linesOf(shop);
      expect(await stepsOf(shop, line?.id)).toEqual(rows);
      const shown = data.flatMap(({ steps }) => steps);
      expect(shown.map(({ text, amount }) => `| ${text} | ${amount} |`)).toEqual(rows);
      expect(data).toMatchObject([{ quantity: '5', amount: euros(3600n) }]);
    });

    test('has each day at its last level, and no day twice where a change cuts it', async () => {
      const shop = await open();
      const made = await shop.subscribe('held');
      await seatsAt(shop, '2026-06-01T00:00:00Z', 2);
      await seatsAt(shop, '2026-06-10T08:00:00Z', 7);
      await seatsAt(shop, '2026-06-10T20:00:00Z', -7);
      await seatsAt(shop, '2026-06-16T11:00:00Z', 1);
      shop.setTime('2026-06-16T12:00:00Z');
      await shop.change(made, { planId: shop.planId('heldDearer'), effective: 'now' });
      await runAt(shop, '2026-07-01T00:00:00Z');

      // Two for 15 days at EUR 10.00, three for 15 days at EUR 20.00, of 30 days.
      expect(await shop.documents()).toEqual([
        'Seats 06-01/06-16 10.00, = 10.00',
        'Seats 06-16/07-01 30.00, = 30.00',
      ]);
    });

    test('costs nothing in a pause, whatever comes meanwhile counts behind it', async () => {
      const shop = await open();
      const made = await shop.subscribe('held');
      const asked = { subscriptionId: made.id, version: 'any', effective: 'now' } as const;
      await seatsAt(shop, '2026-06-01T00:00:00Z', 3);
      shop.setTime('2026-06-10T00:00:00Z');
      await shop.subscriptions.pause.execute(shop.context, asked);
      await seatsAt(shop, '2026-06-15T00:00:00Z', 1);
      shop.setTime('2026-06-21T00:00:00Z');
      await shop.subscriptions.resume.execute(shop.context, asked);
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Seats 06-01/06-11 10.00, = 10.00',
        'Seats 06-21/07-01 13.33, = 13.33',
      ]);
    });

    test('is held to the second where seconds are counted', async () => {
      const shop = await open({ preset: 'per_second' });
      await shop.subscribe('held');
      await seatsAt(shop, '2026-06-01T00:00:00Z', 1);
      await seatsAt(shop, '2026-06-16T00:00:00.900Z', 5);
      await seatsAt(shop, '2026-06-16T00:00:00.950Z', -3);
      await seatsAt(shop, '2026-06-25T18:00:00Z', -1);
      await runAt(shop, '2026-07-01T00:00:00Z');

      // One for 15 days, three for 9.75 and two for 5.25.
      expect(await shop.documents()).toEqual(['Seats 06-01/07-01 18.25, = 18.25']);
      const [[line] = []] = await linesOf(shop);
      expect((await stepsOf(shop, line?.id))[0]).toBe(
        '| 1.825 × EUR 10.00, the units on average: ' +
          '4730400 unit seconds in 2592000 seconds | 18.25 |',
      );
    });

    test('is owed whole at its highest level where nothing is counted', async () => {
      const shop = await open({ countedBy: 'none' });
      await shop.subscribe('heldTiers');
      await seatsAt(shop, '2026-06-20T00:00:00Z', 4);
      await seatsAt(shop, '2026-06-21T00:00:00Z', -3);
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual(['Seats 06-01/07-01 41.00, = 41.00']);
    });

    test('counts local days, however long the clocks make them', async () => {
      const shop = await open();
      shop.setTime('2026-09-30T22:00:00Z');
      await shop.subscribe('held', { timeZone: 'Europe/Vienna' });
      await seatsAt(shop, '2026-10-25T22:59:00Z', 31);
      await runAt(shop, '2026-10-31T23:00:00Z');

      expect(await shop.documents()).toEqual(['Seats 10-01/11-01 70.00, = 70.00']);
    });

    test('ends with the day that the subscription ends with', async () => {
      const shop = await open();
      const made = await shop.subscribe('held');
      await seatsAt(shop, '2026-06-05T00:00:00Z', 3);
      shop.setTime('2026-06-14T12:00:00Z');

      await cancel(shop, made, 'now');

      expect(await shop.documents()).toEqual(['Seats 06-01/06-15 10.00, = 10.00']);
    });

    test('reaches a threshold by what was held so far, and owes the rest at the end', async () => {
      const shop = await open();
      await shop.subscribe('heldSteps');
      await seatsAt(shop, '2026-06-03T12:00:00Z', 30);
      expect((await shop.progress()).invoices).toBe(0);
      await seatsAt(shop, '2026-06-04T12:00:00Z', 1);
      expect((await shop.progress()).invoices).toBe(1);
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Seats 06-01/06-05 20.33, = 20.33',
        'Seats 06-01/07-01 268.67, = 268.67',
      ]);
    });

    test('that comes late is charged, or given back, for all the time since', async () => {
      const shop = await open();
      await shop.subscribe('held');
      await seatsAt(shop, '2026-06-01T00:00:00Z', 3);
      await runAt(shop, '2026-07-01T00:00:00Z');
      await seats(shop, '2026-06-11T12:00:00Z', -1);
      await runAt(shop, '2026-08-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Seats 06-01/07-01 30.00, = 30.00',
        'Seats 07-01/08-01 20.00, Seats 06-01/07-01 -6.67, = 13.33',
      ]);
    });

    test('has a line for each group, and a minimum for all of them', async () => {
      const shop = await open();
      await shop.subscribe('heldByRegion');
      await seatsAt(shop, '2026-06-16T00:00:00Z', 2, { region: 'eu' });
      await seatsAt(shop, '2026-06-28T00:00:00Z', 1, { region: 'us' });
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Seats (region: "eu") 06-01/07-01 10.00, Seats (region: "us") 06-01/07-01 1.00, ' +
          'Seats (minimum) 06-01/07-01 9.00, = 20.00',
      ]);
    });

    test('comes to the sum of its days, in whatever order and batches it comes', async () => {
      await fc.assert(
        fc.asyncProperty(history, async ({ steps, thresholds }) => {
          const shop = await open();
          await shop.subscribe(thresholds ? 'heldSteps' : 'held');
          const sent: { readonly at: number; readonly by: number }[] = [];
          let now = june;
          for (const { hours, events, rolled } of steps) {
            now += hours * hour;
            shop.setTime(timeOf(now));
            for (const { age, by } of events) {
              const at = Math.max(june, now - age * hour);
              await seats(shop, timeOf(at), by);
              sent.push({ at, by });
            }
            await rollUp(shop, rolled);
            await shop.progress();
            await shop.run();
          }
          for (const month of ['07', '08', '09', '10']) {
            await runAt(shop, `2026-${month}-01T00:00:00Z`);
            if (month === '09') await seats(shop, '2026-09-01T00:00:00Z', 100);
          }

          const charged = await chargedByMonth(shop);
          expect(charged).toEqual(owed(sent, ['2026-06', '2026-07', '2026-08'], charged));
        }),
        { numRuns: Number(process.env['HELD_RUNS'] ?? 4) },
      );
    });
  });
};

const hour = 3_600_000;
const june = Date.parse('2026-06-01T00:00:00Z');

/** EUR 10.00 for the average of the levels at the ends of the days of each month. */
const owed = (
  sent: readonly { readonly at: number; readonly by: number }[],
  months: readonly string[],
  charged: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> => {
  const others = Object.entries(charged).filter(([month]) => !months.includes(month));
  const own = months.map((month) => {
    const days = new Date(Date.UTC(2026, Number(month.slice(5)), 0)).getUTCDate();
    const levels = Array.from({ length: days }, (_, index) => {
      const end = Date.parse(`${month}-01T00:00:00Z`) + (index + 1) * 24 * hour;
      const level = sent.reduce((sum, { at, by }) => (at < end ? sum + by : sum), 0);
      return Math.max(0, level);
    });
    const total = levels.reduce((sum, level) => sum + level, 0);
    return [month, Math.floor((total * 2000 + days) / (2 * days))] as const;
  });
  return Object.fromEntries([...own, ...others].filter(([, sum]) => sum !== 0));
};

const history = fc.record({
  thresholds: fc.boolean(),
  steps: fc.array(
    fc.record({
      hours: fc.integer({ min: 1, max: 12 * 24 }),
      events: fc.array(
        fc.record({
          age: fc.integer({ min: 0, max: 34 * 24 }),
          by: fc.constantFrom(-2, -1, 1, 2, 7),
        }),
        { maxLength: 4 },
      ),
      rolled: fc.constantFrom(0, 1, 100),
    }),
    { minLength: 2, maxLength: 6 },
  ),
});
