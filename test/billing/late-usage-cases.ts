import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import { buildId } from '../../src/testing/builders.ts';
import { cancel, runAt } from './both-storages.ts';
import type { PlanShop } from './plan-shop.ts';
import { guideRows, linesOf, stepsOf } from './usage-guide.ts';
import { setGrace, use } from './usage-shop.ts';
import { chargedByMonth, owedByMonth, timeOf } from './usage-sums.ts';

type Open = (policy?: BillingPolicyInput) => Promise<PlanShop>;

/** Tests of usage that comes after its period was invoiced, with a shop of the first of June. */
export const lateUsageCases = (open: Open): void => {
  describe('usage that comes after its period was invoiced', () => {
    test('stands on the next invoice, once, by a line that corrects the first', async () => {
      const shop = await open();
      await shop.subscribe('tiered');
      shop.setTime('2026-06-20T00:00:00Z');
      await use(shop, Array(5).fill('2026-06-10T00:00:00Z'));
      await runAt(shop, '2026-07-01T00:00:00Z');
      shop.setTime('2026-07-05T00:00:00Z');
      await use(shop, ['2026-06-05T00:00:00Z', '2026-06-30T23:59:59Z', '2026-07-01T00:00:00Z']);

      await runAt(shop, '2026-08-01T00:00:00Z');
      await runAt(shop, '2026-09-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Calls 06-01/07-01 4.00, = 4.00',
        'Calls 07-01/08-01 1.00, Calls 06-01/07-01 1.00, = 2.00',
      ]);
      const [first, second] = await linesOf(shop);
      expect(second?.[1]).toMatchObject({ kind: 'usage', corrects: first?.[0]?.id, quantity: '7' });
      expect(second?.[0]).toMatchObject({ corrects: null });
      expect(await stepsOf(shop, second?.[1]?.id)).toEqual(await guideRows('step of late usage'));
    });

    test('is corrected again, each time of the line before', async () => {
      const shop = await open();
      const made = await shop.subscribe('bare');
      await runAt(shop, '2026-07-01T00:00:00Z');
      await use(shop, ['2026-06-29T00:00:00Z']);
      shop.setTime('2026-07-02T00:00:00Z');
      await shop.change(made, { planId: shop.planId('dearer'), effective: 'now' });
      await use(shop, ['2026-06-30T00:00:00Z']);
      await runAt(shop, '2026-08-01T00:00:00Z');

      await runAt(shop, '2026-09-01T00:00:00Z');

      const lines = (await linesOf(shop)).flat();
      const sums = lines.filter(({ servicePeriod }) => servicePeriod?.start === '2026-06-01');
      expect(sums.map(({ amount }) => amount.toDecimal())).toEqual(['0.11', '0.10']);
      expect(new Set(sums.map(({ corrects }) => corrects)).size).toBe(2);
    });

    test('is not charged again months later, where it changed nothing', async () => {
      const shop = await open();
      await shop.subscribe('steppedPackages');
      shop.setTime('2026-06-10T00:00:00Z');
      await use(shop, Array(5).fill('2026-06-10T00:00:00Z'));
      await shop.progress();
      await runAt(shop, '2026-07-01T00:00:00Z');
      shop.setTime('2026-07-15T00:00:00Z');
      await use(shop, ['2026-06-20T00:00:00Z']);

      await runAt(shop, '2026-08-01T00:00:00Z');
      await runAt(shop, '2026-09-01T00:00:00Z');

      expect((await shop.documents()).slice(1)).toEqual([
        'Calls 06-01/06-11 2.00, = 2.00',
        'Calls 06-01/07-01 0.00, Base 07-01/08-01 31.00, = 31.00',
        'Calls 07-01/08-01 0.00, Base 08-01/09-01 31.00, = 31.00',
        'Calls 08-01/09-01 0.00, Base 09-01/10-01 31.00, = 31.00',
      ]);
    });

    test('gives back what was charged too much', async () => {
      const shop = await open();
      await shop.subscribe('seats');
      shop.setTime('2026-06-10T00:00:00Z');
      await use(shop, ['2026-06-05T00:00:00Z'], { by: 3 }, { type: 'seat' });
      await runAt(shop, '2026-07-01T00:00:00Z');
      shop.setTime('2026-07-02T00:00:00Z');
      await use(shop, ['2026-06-06T00:00:00Z'], { by: -1 }, { type: 'seat' });
      await runAt(shop, '2026-08-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Seats 06-01/07-01 30.00, = 30.00',
        'Seats 07-01/08-01 20.00, Seats 06-01/07-01 -10.00, = 10.00',
      ]);
      const [, second] = await linesOf(shop);
      expect((await stepsOf(shop, second?.[1]?.id)).at(-2)).toBe(
        '| EUR 10.00 less than EUR 30.00, which was charged before | -10 |',
      );
    });

    test('of groups has a line for each, of a new one too', async () => {
      const shop = await open();
      await shop.subscribe('regional');
      shop.setTime('2026-06-20T00:00:00Z');
      await use(shop, ['2026-06-02T00:00:00Z'], { region: 'eu' });
      await use(shop, ['2026-06-02T00:00:00Z'], { region: 'at' });
      await runAt(shop, '2026-07-01T00:00:00Z');
      await use(shop, ['2026-06-03T00:00:00Z'], { region: 'eu' });
      await use(shop, Array(2).fill('2026-06-03T00:00:00Z'), { region: 'us' });

      await runAt(shop, '2026-08-01T00:00:00Z');

      expect((await shop.documents()).at(-1)).toBe(
        'Calls 07-01/08-01 0.00, Calls (region: "eu") 06-01/07-01 0.10, ' +
          'Calls (region: "us") 06-01/07-01 0.21, = 0.31',
      );
    });

    test('of a subscription that ended has an invoice once none can come any more', async () => {
      const shop = await open();
      const made = await shop.subscribe('bare');
      const other = await shop.subscribe('bare', { isInvoicedApart: true });
      shop.setTime('2026-06-10T12:00:00Z');
      await cancel(shop, made, 'now');
      await cancel(shop, other, 'now');
      shop.setTime('2026-06-20T00:00:00Z');
      const named = { subscriptionId: made.id };
      await use(shop, ['2026-06-10T11:59:59Z', '2026-06-10T12:00:00Z'], {}, named);
      await runAt(shop, '2026-07-16T11:59:59Z');
      expect(await shop.documents()).toEqual([]);

      await runAt(shop, '2026-07-16T12:00:00Z');
      await runAt(shop, '2026-09-16T12:00:00Z');

      expect(await shop.documents()).toEqual(['Calls 06-01/06-11 0.11, = 0.11']);
      const { next } = await shop.subscriptions.upcomingInvoice.execute(shop.context, named);
      expect(next).toBeNull();
    });

    test('of an item that was replaced is charged at its own price, with the next', async () => {
      const shop = await open();
      const made = await shop.subscribe('metered');
      shop.setTime('2026-06-16T12:00:00Z');
      await shop.change(made, { planId: shop.planId('dearer'), effective: 'now' });
      await runAt(shop, '2026-07-01T00:00:00Z');
      shop.setTime('2026-07-05T00:00:00Z');
      await use(shop, ['2026-06-10T00:00:00Z', '2026-06-20T00:00:00Z']);

      await runAt(shop, '2026-07-23T00:00:00Z');
      expect(await shop.documents()).toHaveLength(2);
      await runAt(shop, '2026-08-01T00:00:00Z');

      expect((await shop.documents()).at(-1)?.split(', ').toSorted()).toEqual([
        '= 31.11',
        'Base 08-01/09-01 30.00',
        'Calls 06-01/06-16 0.11',
        'Calls 06-16/07-01 1.00',
        'Calls 07-01/08-01 0.00',
      ]);
    });

    test('of a subscription that stays paused has an invoice, whatever ends later', async () => {
      const shop = await open();
      const made = await shop.subscribe('bare');
      const asked = { subscriptionId: made.id, version: 'any', effective: 'now' } as const;
      shop.setTime('2026-06-02T00:00:00Z');
      await shop.subscriptions.pause.execute(shop.context, asked);
      shop.setTime('2026-06-03T00:00:00Z');
      await shop.subscriptions.resume.execute(shop.context, asked);
      shop.setTime('2026-06-08T00:00:00Z');
      await shop.subscriptions.pause.execute(shop.context, asked);
      await use(shop, ['2026-06-07T00:00:00Z']);

      await runAt(shop, '2026-07-08T00:00:00Z');
      await runAt(shop, '2026-07-14T00:00:00Z');

      expect(await shop.documents()).toEqual(['Calls 06-03/06-09 0.11, = 0.11']);
    });

    test('is shown on the draft as it would be, and counted with it', async () => {
      const shop = await open();
      await setGrace(shop, 3);
      await shop.subscribe('bare');
      await runAt(shop, '2026-07-01T00:00:00Z');
      await runAt(shop, '2026-07-04T00:00:00Z');
      await use(shop, ['2026-06-30T00:00:00Z']);
      await runAt(shop, '2026-08-01T00:00:00Z');
      const drafted = await shop.documents();
      await use(shop, ['2026-06-30T00:00:00Z', '2026-07-30T00:00:00Z']);

      await runAt(shop, '2026-08-04T00:00:00Z');

      expect(drafted.at(-1)).toBe('Calls 07-01/08-01 0.00, Calls 06-01/07-01 0.11, = 0.11');
      expect((await shop.documents()).at(-1)).toBe(
        'Calls 07-01/08-01 0.11, Calls 06-01/07-01 0.21, = 0.32',
      );
    });

    test('that waits for a draft, and stands on it, is taken off what comes later', async () => {
      const shop = await open();
      await setGrace(shop, 3);
      const made = await shop.subscribe('bare');
      shop.setTime('2026-06-16T12:00:00Z');
      await shop.change(made, { planId: shop.planId('dearer'), effective: 'now' });
      await runAt(shop, '2026-07-01T00:00:00Z');
      await runAt(shop, '2026-07-04T00:00:00Z');
      await use(shop, ['2026-06-10T00:00:00Z', '2026-06-20T00:00:00Z']);
      await runAt(shop, '2026-07-22T12:00:00Z');
      await use(shop, ['2026-06-30T00:00:00Z']);
      await runAt(shop, '2026-08-01T00:00:00Z');
      await use(shop, ['2026-06-30T00:00:00Z']);

      await runAt(shop, '2026-08-04T00:00:00Z');

      expect((await shop.documents()).at(-1)?.split(', ').toSorted()).toEqual([
        '= 33.11',
        'Base 08-01/09-01 30.00',
        'Calls 06-01/06-16 0.11',
        'Calls 06-16/07-01 1.00',
        'Calls 06-16/07-01 2.00',
        'Calls 07-01/08-01 0.00',
      ]);
    });

    test('keeps no credit of what ended waiting for it', async () => {
      const shop = await open();
      const made = await shop.subscribe('metered');
      await shop.run();
      shop.setTime('2026-06-10T12:00:00Z');

      await cancel(shop, made, 'now');

      expect((await shop.documents()).at(-1)).toContain('balance 20.00');
    });

    test('keeps nobody from voiding the invoice before', async () => {
      const shop = await open();
      await shop.subscribe('bare');
      shop.setTime('2026-06-20T00:00:00Z');
      await use(shop, ['2026-06-10T00:00:00Z']);
      await runAt(shop, '2026-07-01T00:00:00Z');
      await use(shop, ['2026-06-10T00:00:00Z']);
      await runAt(shop, '2026-08-01T00:00:00Z');
      const found = await shop.invoices.list.execute(shop.context, {});
      const invoiceId = found.data.at(-1)?.id ?? buildId('inv');

      await shop.invoices.void.execute(shop.context, { invoiceId, version: 'any' });
      await use(shop, ['2026-06-30T00:00:00Z']);
      await runAt(shop, '2026-09-01T00:00:00Z');

      expect((await shop.documents()).at(-1)).toContain('Calls 06-01/07-01 0.11');
    });

    test('however late and in whatever order it comes, is charged once in all', async () => {
      await fc.assert(
        fc.asyncProperty(history, async ({ steps, grace, endsAfter }) => {
          const shop = await open();
          if (grace > 0) await setGrace(shop, grace);
          const made = await shop.subscribe('tiered');
          const used: number[] = [];
          let [now, end] = [june, Number.POSITIVE_INFINITY];
          for (const [index, { hours, ages }] of steps.entries()) {
            now += hours * hour;
            shop.setTime(timeOf(now));
            const times = ages.map((age) => Math.max(june, now - age * hour));
            if (times.length > 0) await use(shop, times.map(timeOf));
            used.push(...times);
            if (index === endsAfter) {
              await cancel(shop, made, 'now');
              end = now;
            }
            await shop.run();
            await shop.run();
          }
          for (let days = 0; days < 120; days += 10) {
            now += 10 * 24 * hour;
            await runAt(shop, timeOf(now));
          }

          expect(await chargedByMonth(shop)).toEqual(owedByMonth(used.filter((at) => at < end)));
        }),
        { numRuns: Number(process.env['LATE_RUNS'] ?? 5) },
      );
    });
  });
};

const hour = 3_600_000;
const june = Date.parse('2026-06-01T00:00:00Z');

const history = fc.record({
  steps: fc.array(
    fc.record({
      hours: fc.integer({ min: 1, max: 20 * 24 }),
      ages: fc.array(fc.integer({ min: 0, max: 35 * 24 }), { maxLength: 4 }),
    }),
    { minLength: 3, maxLength: 8 },
  ),
  grace: fc.constantFrom(0, 0, 4),
  endsAfter: fc.integer({ min: 0, max: 12 }),
});
