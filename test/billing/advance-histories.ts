import fc from 'fast-check';
import { expect, test } from 'vitest';
import { usageUseCases } from '#application/metering/use-cases.ts';
import type { BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import { runAt } from './both-storages.ts';
import type { PlanShop } from './plan-shop.ts';
import { nobodyHears, setGrace } from './usage-shop.ts';
import { chargedByMonth, timeOf } from './usage-sums.ts';

const hour = 3_600_000;
const june = Date.parse('2026-06-01T00:00:00Z');

interface Moved {
  readonly id: string;
  readonly at: number;
  readonly by: number;
}

const history = fc.record({
  steps: fc.array(
    fc.record({
      hours: fc.integer({ min: 1, max: 12 * 24 }),
      moves: fc.array(
        fc.record({
          age: fc.integer({ min: 0, max: 30 * 24 }),
          by: fc.integer({ min: -3, max: 5 }).filter((by) => by !== 0),
        }),
        { maxLength: 4 },
      ),
      isLookedAt: fc.boolean(),
      isRepeated: fc.boolean(),
    }),
    { minLength: 3, maxLength: 10 },
  ),
  grace: fc.constantFrom(0, 0, 4),
  charge: fc.constantFrom<BillingPolicyInput>({}, { charge: 'next_invoice' }),
});

/** The law of usage in advance, on random histories. */
export const advanceHistories = (
  open: (policy?: BillingPolicyInput) => Promise<PlanShop>,
): void => {
  test('in whatever order it comes, and whoever looks, a peak is charged once', async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ steps, grace, charge }) => {
        const shop = await open(charge);
        if (grace > 0) await setGrace(shop, grace);
        await shop.subscribe('seats');
        const moved: Moved[] = [];
        let now = june;
        for (const { hours, moves, isLookedAt, isRepeated } of steps) {
          now += hours * hour;
          await runAt(shop, timeOf(now));
          const made = moves.map(({ age, by }) => {
            ids += 1;
            return { id: `h${ids}`, at: Math.max(june, now - age * hour), by };
          });
          await move(shop, made);
          if (isRepeated) await move(shop, moved);
          moved.push(...made);
          if (isLookedAt) await shop.progress();
        }
        for (let days = 0; days < 120; days += 10) {
          now += 10 * 24 * hour;
          await runAt(shop, timeOf(now));
        }

        const charged = await chargedByMonth(shop);
        const owed = Object.keys(charged).map((month) => [month, 1000 * peakIn(month, moved)]);
        expect(charged).toEqual(Object.fromEntries(owed));
        expect(Object.keys(charged)).toEqual(expect.arrayContaining([...monthsOwed(moved, now)]));
        const proof = await shop.invoices.verify.execute(shop.context, {});
        expect(proof.faults).toEqual([]);
      }),
      { numRuns: Number(process.env['LATE_RUNS'] ?? 5) },
    );
  }, 300_000);
};

let ids = 0;

/** Stores events of seats; those that are there already are duplicates. */
const move = async ({ storage, context, customerId }: PlanShop, moves: readonly Moved[]) => {
  if (moves.length === 0) return;
  const { unitOfWork, reads } = storage;
  const { record } = usageUseCases({ unitOfWork, reads, ...nobodyHears });
  const events = moves.map(({ id, at, by }) => {
    return { id, type: 'seat', time: timeOf(at), customerId, data: { by } };
  });
  const { refused } = await record.execute(context, { events });
  expect(refused).toBe(events.filter(({ time }) => isTooOld(time, storage)).length);
};

// One that is sent again may be too old by then: it was stored in time.
const isTooOld = (time: string, { clock }: PlanShop['storage']): boolean =>
  clock.now() - Date.parse(time) > 35 * 24 * hour;

const monthOf = (at: number): string => timeOf(at).slice(0, 7);

/** The most seats that there were at once in a month. */
const peakIn = (month: string, moved: readonly Moved[]): number => {
  const [begins, ends] = boundsOf(month);
  const instants = [begins, ...moved.map(({ at }) => at)].filter((at) => begins <= at && at < ends);
  const levels = instants.map((at) =>
    moved.filter((each) => each.at <= at).reduce((level, { by }) => level + by, 0),
  );
  return Math.max(0, ...levels);
};

const boundsOf = (month: string): readonly [begins: number, ends: number] => {
  const begins = new Date(`${month}-01T00:00:00Z`);
  const ends = new Date(begins);
  ends.setUTCMonth(begins.getUTCMonth() + 1);
  return [begins.getTime(), ends.getTime()];
};

/** The months with seats that have begun by an instant. */
const monthsOwed = (moved: readonly Moved[], now: number): readonly string[] => {
  const months = new Set<string>();
  for (let at = june; at <= now; at += 24 * hour) months.add(monthOf(at));
  return [...months].filter((month) => peakIn(month, moved) > 0 && month < monthOf(now));
};
