import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openMemoryStorage } from '../../src/testing/memory-storage.ts';
import { cancelEvents, send } from '../billing/cancelled-usage-shop.ts';
import { openPlanShop } from '../billing/plan-shop.ts';
import { linesOf } from '../billing/usage-guide.ts';
import { addMeters, paymentsId } from '../billing/usage-shop.ts';

// Usage of a plan of EUR 30.00 a month with a minimum commitment of EUR 100.00, which comes in time
// or late, and is cancelled or not. `COMMITMENT_RUNS=2000 npx vitest run
// test/properties/commitments.property.test.ts` for many.

const numRuns = Number(process.env['COMMITMENT_RUNS'] ?? 15);
const payments = { name: 'Payments', kind: 'usage', meterId: paymentsId } as const;
const plans = {
  committed: {
    prices: { Base: 3000n },
    also: [{ ...payments, model: 'per_unit', unitAmount: '1' }],
    minimumCommitment: 10_000n,
  },
} as const;

const day = 24 * 3_600_000;
const begin = Date.parse('2026-06-01T00:00:00Z');
const timeOf = (at: number): string => new Date(at).toISOString();

const events = fc.array(
  fc.record({
    /** The day on which it is sent, and how many days before it happened. */
    sentOn: fc.integer({ min: 1, max: 70 }),
    age: fc.integer({ min: 0, max: 30 }),
    /** How many days later it is cancelled. */
    cancelledAfter: fc.option(fc.integer({ min: 0, max: 4 })),
    cents: fc.oneof(fc.integer({ min: 1, max: 12_000 }), fc.constantFrom(6999, 7000, 7001)),
  }),
  { maxLength: 7 },
);

test('a period comes to its commitment, or to all of its lines where they are more', async () => {
  await fc.assert(
    fc.asyncProperty(events, async (all) => {
      const shop = await openPlanShop(await openMemoryStorage(), { plans });
      shop.setTime(timeOf(begin));
      await addMeters(shop);
      await shop.subscribe('committed');
      const used = new Map<string, number>();

      for (let today = 0; today <= 150; today += 1) {
        shop.setTime(timeOf(begin + today * day));
        await shop.run();
        for (const [index, { sentOn, age, cancelledAfter, cents }] of all.entries()) {
          const id = `event-${index}`;
          const at = Math.max(begin, begin + (sentOn - age) * day);
          if (sentOn === today) {
            const data = { value: (cents / 100).toFixed(2) };
            await send(shop, [[id, timeOf(at), { type: 'payment', data }]]);
          }
          if (cancelledAfter !== null && sentOn + cancelledAfter === today) {
            expect(await cancelEvents(shop, [id])).toEqual(['cancelled']);
          } else if (cancelledAfter === null && sentOn === today) {
            const month = timeOf(at).slice(0, 7);
            used.set(month, (used.get(month) ?? 0) + cents);
          }
        }
      }

      const lines = (await linesOf(shop)).flat();
      for (const month of ['2026-06', '2026-07', '2026-08', '2026-09']) {
        const ofMonth = lines.filter(
          ({ servicePeriod }) => servicePeriod?.start.startsWith(month) === true,
        );
        const sum = ofMonth.reduce((minor, { amount }) => minor + Number(amount.minor), 0);
        expect([month, sum]).toEqual([month, Math.max(10_000, 3000 + (used.get(month) ?? 0))]);
      }
      expect(await shop.invoices.verify.execute(shop.context, {})).toMatchObject({ faults: [] });
    }),
    { numRuns },
  );
}, 600_000);
