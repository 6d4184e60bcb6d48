import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import type { Part } from './advance-parts.ts';
import { ChangingSubscription, changeKinds } from './advance-parts.ts';
import { rollUp, send, takeBack } from './advance-shop.ts';
import { runAt } from './both-storages.ts';
import type { PlanShop } from './plan-shop.ts';
import { linesOf } from './usage-guide.ts';
import { timeOf } from './usage-sums.ts';

const hour = 3_600_000;
const day = 24 * hour;
const june = Date.parse('2026-06-01T00:00:00Z');

/** A seat event, until it is cancelled. */
interface Moved {
  readonly at: number;
  readonly by: number;
  readonly id: string;
}

const history = fc.record({
  steps: fc.array(
    fc.record({
      days: fc.integer({ min: 1, max: 12 }),
      moves: fc.array(
        fc.record({
          age: fc.integer({ min: 0, max: 30 * 24 }),
          by: fc.integer({ min: -3, max: 5 }).filter((by) => by !== 0),
        }),
        { maxLength: 3 },
      ),
      cancels: fc.constantFrom(false, false, true),
      looks: fc.boolean(),
      rollsUp: fc.boolean(),
      toggles: fc.constantFrom(false, false, false, true),
      change: fc.option(
        fc.record({ kind: fc.constantFrom(...changeKinds), daysAgo: fc.nat({ max: 40 }) }),
      ),
    }),
    { minLength: 3, maxLength: 8 },
  ),
  ends: fc.boolean(),
});

const offers = {
  price: 'Seats',
  base: 'Base',
  plans: ['paidWithBase', 'paidDearer'],
} as const;

/** The law of usage in advance that is prorated by time, on random histories. */
export const paidHistories = (open: (policy?: BillingPolicyInput) => Promise<PlanShop>): void => {
  test('a running peak is paid for once, whoever looks, in whatever order seats come', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (drawn) => {
        const { charged, owed, shop } = await playPaid(open, drawn);
        expect(charged).toEqual(owed);
        expect(await shop.documents()).not.toEqual([]);
      }),
      { numRuns: Number(process.env['LATE_RUNS'] ?? 5), endOnFailure: true },
    );
  }, 300_000);
};

type History = typeof history extends fc.Arbitrary<infer Drawn> ? Drawn : never;

/** Minor units by months, as they were charged and as they are owed. */
const playPaid = async (
  open: (policy?: BillingPolicyInput) => Promise<PlanShop>,
  { steps, ends }: History,
) => {
  const shop = await open({ creditAs: 'balance' });
  const made = await shop.subscribe('paidWithBase');
  const agreed = new ChangingSubscription(shop, made, offers, june);
  const moved: Moved[] = [];
  let now = june + 12 * hour;
  for (const { days, moves, cancels, looks, rollsUp, toggles, change } of steps) {
    now += days * day;
    await runAt(shop, timeOf(now));
    for (const { age, by } of moves) {
      const at = Math.max(june, now - age * hour);
      moved.push({ at, by, id: await send(shop, 'seat', timeOf(at), { by }) });
    }
    const [first] = moved;
    if (cancels && first !== undefined && now - first.at < 35 * day) {
      await takeBack(shop, first.id);
      moved.shift();
    }
    if (rollsUp) await rollUp(shop);
    if (looks) await shop.progress();
    if (looks) expect((await shop.progress()).invoices).toBe(0);
    if (change !== null) await agreed.change(change.kind, change.daysAgo, now);
    if (toggles) await agreed.toggle(now);
  }
  if (ends) await agreed.end(now);
  for (let days = 0; days < 120; days += 10) {
    now += 10 * day;
    await runAt(shop, timeOf(now));
  }
  const charged = await paidByMonth(shop);
  const owed = owedByMonth(monthsUntil(now), moved, agreed.parts);
  return { charged, owed, shop, parts: agreed.parts, moved };
};

/** Minor units of seats by the month that was paid for; months of nothing are left out. */
const paidByMonth = async (shop: PlanShop): Promise<Readonly<Record<string, number>>> => {
  const sums: Record<string, number> = {};
  for (const { kind, derivation, amount } of (await linesOf(shop)).flat()) {
    if (kind !== 'usage' || derivation.kind !== 'usage') continue;
    const month = derivation.period.start.slice(0, 7);
    sums[month] = (sums[month] ?? 0) + Number(amount.minor);
  }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));
};

const owedByMonth = (
  months: readonly (readonly number[])[],
  moved: readonly Moved[],
  parts: readonly Part[],
): Readonly<Record<string, number>> => {
  const byRate = [...Map.groupBy(parts, ({ rate }) => rate)];
  const owed = months.map((days) => {
    const minor = byRate.map(([rate, ofRate]) => {
      const unitDays = ofRate.reduce((sum, part) => sum + unitDaysIn(days, moved, part), 0);
      return Math.floor((2 * rate * unitDays + days.length) / (2 * days.length));
    });
    return [timeOf(days[0] ?? 0).slice(0, 7), minor.reduce((sum, each) => sum + each, 0)] as const;
  });
  return Object.fromEntries(owed.filter(([, minor]) => minor > 0));
};

/** The running peaks of the days of a month in a part: it begins with the level that is there. */
const unitDaysIn = (
  days: readonly number[],
  moved: readonly Moved[],
  { from, until, firstDay, endDay }: Part,
): number => {
  const [begins = 0] = days;
  const ends = (days.at(-1) ?? 0) + day;
  return days
    .filter((start) => firstDay <= start && start < endDay)
    .map((start) => peakIn(moved, Math.max(from, begins), Math.min(start + day, until, ends)))
    .reduce((sum, peak) => sum + peak, 0);
};

/** The most that there was at once from an instant on, before another. */
const peakIn = (moved: readonly Moved[], from: number, before: number): number => {
  const instants = [from, ...moved.map(({ at }) => at)].filter((at) => from <= at && at < before);
  const levelAt = (at: number): number =>
    moved.reduce((level, each) => (each.at <= at ? level + each.by : level), 0);
  return Math.max(0, ...instants.map(levelAt));
};

/** The days of the months that have begun by an instant. */
const monthsUntil = (now: number): readonly (readonly number[])[] => {
  const days: number[] = [];
  for (let at = june; at <= now || timeOf(at).slice(8, 10) !== '01'; at += day) days.push(at);
  return [...Map.groupBy(days, (at) => timeOf(at).slice(0, 7)).values()];
};
