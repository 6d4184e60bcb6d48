import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recountUsage } from '#application/invoicing/verification/recount-usage.ts';
import type { BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import { buildId } from '../../src/testing/builders.ts';
import { runAt } from './both-storages.ts';
import { cancelEvents, send, verified } from './cancelled-usage-shop.ts';
import type { PlanShop } from './plan-shop.ts';
import { guideRows, linesOf, stepsOf } from './usage-guide.ts';
import { setGrace, use } from './usage-shop.ts';

type Open = (policy?: BillingPolicyInput) => Promise<PlanShop>;

/** Tests of a minimum and maximum that hold for all groups, with a shop of the first of June. */
export const boundsOfGroupsCases = (open: Open): void => {
  describe('a minimum and maximum of a price with groups', () => {
    const many = (length: number, time = '2026-06-02T00:00:00Z') => Array(length).fill(time);

    test('hold for all of them together, by a line of what is missing', async () => {
      const shop = await open();
      await shop.subscribe('floored');
      shop.setTime('2026-06-20T00:00:00Z');
      await use(shop, many(2), { region: 'eu' });
      await use(shop, many(1), { region: 'us' });
      await runAt(shop, '2026-07-01T00:00:00Z');

      const [lines = []] = await linesOf(shop);
      const rows = lines.map(
        ({ description, quantity, amount }) =>
          `| ${description}, ${quantity} | ${amount.toDecimal()} |`,
      );
      expect(rows).toEqual(await guideRows('line of groups with bounds'));
      expect(await stepsOf(shop, lines[2]?.id)).toEqual(
        await guideRows('step of the bounds of groups'),
      );
      expect((await shop.documents()).at(-1)).toContain('= 30.00');
      expect(await verified(shop)).toEqual([]);
    });

    test('give back what is above the maximum', async () => {
      const shop = await open();
      await shop.subscribe('floored');
      shop.setTime('2026-06-20T00:00:00Z');
      await use(shop, many(400), { region: 'eu' });
      await use(shop, many(300), { region: 'us' });
      await runAt(shop, '2026-07-01T00:00:00Z');

      const [lines = []] = await linesOf(shop);
      expect(lines.map(({ amount }) => amount.toDecimal())).toEqual(['42.00', '31.50', '-13.50']);
      expect((await stepsOf(shop, lines[2]?.id)).at(-1)).toBe(
        '| EUR 13.50 above it, which are not charged | -13.5 |',
      );
      expect(await verified(shop)).toEqual([]);
    });

    test('are owed where nothing was used, for the part that was served', async () => {
      const shop = await open();
      shop.setTime('2026-06-16T00:00:00Z');
      await shop.subscribe('floored', { alignment: 'calendar' });
      await shop.subscribe('capped', { alignment: 'calendar' });
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Calls (minimum and maximum) 06-16/07-01 15.00, Calls 06-16/07-01 0.00, = 15.00',
      ]);
    });

    test('hold for the cells of a matrix, on drafts and in what is shown ahead', async () => {
      const shop = await open();
      await setGrace(shop, 3);
      const made = await shop.subscribe('cells');
      shop.setTime('2026-06-20T00:00:00Z');
      await use(shop, many(1), { region: 'eu' });
      await use(shop, many(2), { region: 'at' });
      const { data } = await shop.subscriptions.currentUsage.execute(shop.context, {
        subscriptionId: made.id,
      });
      await runAt(shop, '2026-07-01T00:00:00Z');

      const told = 'Calls (region: "at") 06-01/07-01 0.67, Calls (region: "eu") 06-01/07-01 2.50, ';
      expect(data.map(({ group, amount }) => [group, amount.toDecimal()])).toEqual([
        ['region: "at"', '0.67'],
        ['region: "eu"', '2.50'],
        ['minimum', '6.83'],
      ]);
      expect(await shop.documents()).toEqual([`${told}Calls (minimum) 06-01/07-01 6.83, = 10.00`]);
      await use(shop, many(3), { region: 'eu' });
      expect((await shop.documents()).at(-1)).toContain('= 10.67');
      await runAt(shop, '2026-07-04T00:00:00Z');
      expect((await shop.documents()).at(-1)).not.toContain('minimum');
      expect(await verified(shop)).toEqual([]);
    });

    test('add up over a pause, late usage and usage that is cancelled', async () => {
      const shop = await open();
      const made = await shop.subscribe('floored');
      const change = { subscriptionId: made.id, version: 'any', effective: 'now' } as const;
      await send(shop, [['a', '2026-06-01T00:00:00Z', { data: { region: 'eu' } }]]);
      shop.setTime('2026-06-10T23:00:00Z');
      await shop.subscriptions.pause.execute(shop.context, change);
      shop.setTime('2026-06-21T00:00:00Z');
      await shop.subscriptions.resume.execute(shop.context, change);
      await runAt(shop, '2026-07-01T00:00:00Z');
      const sum = async () =>
        (await linesOf(shop))
          .flat()
          .filter(
            ({ servicePeriod }) =>
              servicePeriod?.start === '2026-06-01' || servicePeriod?.start === '2026-06-21',
          )
          .reduce((total, { amount }) => total + amount.minor, 0n);
      const served = await sum();

      await use(shop, many(300, '2026-06-25T00:00:00Z'), { region: 'us' });
      await cancelEvents(shop, ['a']);
      await runAt(shop, '2026-08-01T00:00:00Z');

      expect([served, await sum()]).toEqual([2000n, 3150n]);
      expect(await verified(shop)).toEqual([]);
    });

    test('are wrong where their lines came to something else', async () => {
      const shop = await open();
      await shop.subscribe('floored');
      shop.setTime('2026-06-20T00:00:00Z');
      await use(shop, many(2), { region: 'eu' });
      await runAt(shop, '2026-07-01T00:00:00Z');

      const recounts = await shop.storage.reads.read(shop.context, async (queries) => {
        const [invoice] = await queries.invoices.list({}, { limit: 1, after: null });
        const id = invoice?.id ?? buildId('inv');
        const lines = (await queries.invoices.explained([id])).get(id) ?? [];
        const recount = (count: number) =>
          recountUsage(
            {
              ...queries,
              usageCounts: {
                ...queries.usageCounts,
                within: async (range, through) => {
                  const found = await queries.usageCounts.within(range, through);
                  return { ...found, events: found.events.slice(0, count) };
                },
              },
            },
            lines,
          );
        const bound = lines.find(({ charge }) => charge.part === 'minimum and maximum')?.charge.id;
        const counted = [await recount(2), await recount(1)];
        return counted.map(({ wrong }) => bound !== undefined && wrong.has(bound));
      });

      expect(recounts).toEqual([false, true]);
    });

    test('hold to the minor unit, whatever is used and when it comes', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(used, { minLength: 1, maxLength: 8 }), async (all) => {
          const shop = await open();
          await shop.subscribe('floored');
          for (const day of [10, 20, 40, 62]) {
            const time = new Date(Date.UTC(2026, 5, day)).toISOString();
            shop.setTime(time);
            await shop.run();
            for (const { count, region, comes } of all) {
              if (comes === day) await use(shop, many(count, '2026-06-10T00:00:00Z'), { region });
            }
          }
          await shop.run();

          const counts = new Map<string, number>();
          for (const { count, region } of all) {
            counts.set(region, (counts.get(region) ?? 0) + count);
          }
          const groups = [...counts.values()].map((count) => Math.round(count * 10.5));
          const owed = groups.reduce((one, other) => one + other, 0);
          const charged = (await linesOf(shop))
            .flat()
            .filter(({ servicePeriod }) => servicePeriod?.start === '2026-06-01')
            .reduce((sum, { amount }) => sum + Number(amount.minor), 0);
          expect(charged).toBe(Math.min(6000, Math.max(3000, owed)));
          expect(await verified(shop)).toEqual([]);
        }),
        { numRuns: Number(process.env['BOUND_RUNS'] ?? 4) },
      );
    });
  });
};

const used = fc.record({
  count: fc.integer({ min: 1, max: 300 }),
  region: fc.constantFrom('eu', 'us', 'at'),
  comes: fc.constantFrom(10, 20, 20, 40),
});
