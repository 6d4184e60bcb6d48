import fc from 'fast-check';
import { expect, test } from 'vitest';
import { usageUseCases } from '#application/metering/use-cases.ts';
import type { BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import type { Offers, Part } from './advance-parts.ts';
import { ChangingSubscription, changeKinds } from './advance-parts.ts';
import { runAt } from './both-storages.ts';
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
      change: fc.option(
        fc.record({ kind: fc.constantFrom(...changeKinds), daysAgo: fc.nat({ max: 40 }) }),
      ),
    }),
    { minLength: 3, maxLength: 10 },
  ),
  ends: fc.boolean(),
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
        fc.asyncProperty(history, async (drawn) => {
          const { charged, owed, faults } = await play(open, plan, drawn);
          expect(charged).toEqual(owed);
          expect(faults).toEqual([]);
        }),
        { numRuns: Number(process.env['LATE_RUNS'] ?? 5), endOnFailure: true },
      );
    },
    300_000,
  );
};

type History = typeof history extends fc.Arbitrary<infer Drawn> ? Drawn : never;

/** Minor units by months, as they were charged and as they are owed, and what is not proved. */
const play = async (
  open: (policy?: BillingPolicyInput) => Promise<PlanShop>,
  plan: string,
  { steps, grace, policy, ends }: History,
) => {
  const shop = await open(policy);
  if (grace > 0) await setGrace(shop, grace);
  const made = await shop.subscribe(plan);
  const agreed = new ChangingSubscription(shop, made, offersOf(plan), june);
  const moved: Moved[] = [];
  let now = june;
  for (const { hours, moves, isLookedAt, isRepeated, toggles, change } of steps) {
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
    if (change !== null) await agreed.change(change.kind, change.daysAgo, now);
    if (toggles) await agreed.toggle(now);
  }
  if (ends) await agreed.end(now);
  for (let days = 0; days < 120; days += 10) {
    now += 10 * 24 * hour;
    await runAt(shop, timeOf(now));
  }
  const owed = monthsUntil(now).map(
    (month) => [month, owedIn(plan, month, moved, agreed.parts)] as const,
  );
  return {
    charged: await chargedByMonth(shop),
    owed: Object.fromEntries(owed.filter(([, minor]) => minor > 0)),
    faults: (await shop.invoices.verify.execute(shop.context, {})).faults,
    shop,
    parts: agreed.parts,
    moved,
  };
};

let ids = 0;

/** The plan that is agreed to at first, and a dearer one. */
const offersOf = (plan: string): Offers =>
  plan === 'users'
    ? { price: 'Users', plans: [plan, 'dearerUsers'] }
    : { price: 'Seats', plans: [plan, 'dearer'] };

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

/** The peaks of a month, each at its price. */
const owedIn = (
  plan: string,
  month: string,
  moved: readonly Moved[],
  parts: readonly Part[],
): number =>
  [...Map.groupBy(parts, ({ rate }) => rate)].reduce(
    (sum, [rate, ofRate]) => sum + rate * peakIn(plan, month, moved, ofRate),
    0,
  );

/** The most that there was at once in the parts of a month. */
const peakIn = (
  plan: string,
  month: string,
  moved: readonly Moved[],
  parts: readonly Part[],
): number => {
  const [begins, ends] = boundsOf(month);
  const isServed = (at: number): boolean =>
    begins <= at && at < ends && parts.some(({ from, until }) => from <= at && at < until);
  const starts = [begins, ...parts.map(({ from }) => from)];
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
