import fc from 'fast-check';
import { expect, test } from 'vitest';
import { usageUseCases } from '#application/metering/use-cases.ts';
import type { BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import { runAt, toggle } from './both-storages.ts';
import type { PlanShop } from './plan-shop.ts';
import { setGrace, usagePorts } from './usage-shop.ts';
import { chargedByMonth, timeOf } from './usage-sums.ts';

const hour = 3_600_000;
const june = Date.parse('2026-06-01T00:00:00Z');

interface Moved {
  readonly id: string;
  readonly at: number;
  readonly by: number;
}

type Pause = [from: number, until: number];

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
      toggles: fc.constantFrom(false, false, false, true),
    }),
    { minLength: 3, maxLength: 10 },
  ),
  grace: fc.constantFrom(0, 0, 4),
  // A credit that waits for an invoice would stand on none, where no seats are left.
  policy: fc
    .constantFrom<BillingPolicyInput>({}, { charge: 'next_invoice' })
    .map((policy) => ({ ...policy, creditAs: 'balance' }) as const),
});

/** The law of usage in advance, on random histories. */
export const advanceHistories = (
  open: (policy?: BillingPolicyInput) => Promise<PlanShop>,
): void => {
  test.each(Object.keys(levels))(
    'in whatever order %s come, and whoever looks, a peak is charged once',
    async (plan) => {
      await fc.assert(
        fc.asyncProperty(history, async ({ steps, grace, policy }) => {
          const shop = await open(policy);
          if (grace > 0) await setGrace(shop, grace);
          const made = await shop.subscribe(plan);
          const [moved, pauses]: [Moved[], Pause[]] = [[], []];
          let [now, isPaused] = [june, false];
          for (const { hours, moves, isLookedAt, isRepeated, toggles } of steps) {
            now += hours * hour;
            await runAt(shop, timeOf(now));
            const added = moves.map(({ age, by }) => {
              ids += 1;
              return { id: `h${ids}`, at: Math.max(june, now - age * hour), by };
            });
            await move(shop, plan, added);
            if (isRepeated) await move(shop, plan, moved);
            moved.push(...added);
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

          const charged = await chargedByMonth(shop);
          const owed = monthsUntil(now).map(
            (month) => [month, 1000 * peakIn(plan, month, moved, pauses)] as const,
          );
          expect(charged).toEqual(Object.fromEntries(owed.filter(([, minor]) => minor > 0)));
          const proof = await shop.invoices.verify.execute(shop.context, {});
          expect(proof.faults).toEqual([]);
        }),
        { numRuns: Number(process.env['LATE_RUNS'] ?? 5), endOnFailure: true },
      );
    },
    300_000,
  );
};

let ids = 0;

/** The levels of the plans: seats that come and go, and users of whom each counts once. */
const levels: Readonly<Record<string, (past: readonly Moved[]) => number>> = {
  seats: (past) => past.reduce((level, { by }) => level + by, 0),
  users: (past) => {
    const last = new Map(past.toSorted(byMoment).map((each) => [userOf(each), each]));
    return [...last.values()].filter(({ by }) => by > 0).length;
  },
};

const byMoment = (one: Moved, other: Moved): number =>
  one.at - other.at || (one.id < other.id ? -1 : 1);

const userOf = ({ by }: Moved): string => `user-${Math.abs(by) % 3}`;

const typesOf: Readonly<Record<string, string>> = { seats: 'seat', users: 'user' };

/** Stores events; those that are there already are duplicates. */
const move = async (
  { storage, context, customerId }: PlanShop,
  plan: string,
  moves: readonly Moved[],
) => {
  if (moves.length === 0) return;
  const { unitOfWork, reads } = storage;
  const { record } = usageUseCases({ unitOfWork, reads, ...usagePorts });
  const events = moves.map((each) => {
    const { id, at, by } = each;
    const data = { by, id: userOf(each), op: by > 0 ? 'add' : 'remove' };
    return { id, type: typesOf[plan] ?? '', time: timeOf(at), customerId, data };
  });
  const { refused } = await record.execute(context, { events });
  expect(refused).toBe(events.filter(({ time }) => isTooOld(time, storage)).length);
};

// One that is sent again may be too old by then: it was stored in time.
const isTooOld = (time: string, { clock }: PlanShop['storage']): boolean =>
  clock.now() - Date.parse(time) > 35 * 24 * hour;

const monthOf = (at: number): string => timeOf(at).slice(0, 7);

/** The most that there was at once in a month, but for pauses. */
const peakIn = (
  plan: string,
  month: string,
  moved: readonly Moved[],
  pauses: readonly Pause[],
): number => {
  const [begins, ends] = boundsOf(month);
  const isServed = (at: number): boolean =>
    begins <= at && at < ends && !pauses.some(([from, until]) => from <= at && at < until);
  const starts = [begins, ...pauses.map(([, until]) => until)];
  const instants = [...starts, ...moved.map(({ at }) => at)].filter(isServed);
  const levelOf = levels[plan] ?? (() => Number.NaN);
  return Math.max(0, ...instants.map((at) => levelOf(moved.filter((each) => each.at <= at))));
};

const boundsOf = (month: string): readonly [begins: number, ends: number] => {
  const begins = new Date(`${month}-01T00:00:00Z`);
  const ends = new Date(begins);
  ends.setUTCMonth(begins.getUTCMonth() + 1);
  return [begins.getTime(), ends.getTime()];
};

/** The months that have begun by an instant. */
const monthsUntil = (now: number): readonly string[] => {
  const months = new Set<string>();
  for (let at = june; at <= now; at += 24 * hour) months.add(monthOf(at));
  return [...months.add(monthOf(now))];
};
