import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import { rollUp, send, takeBack } from './advance-shop.ts';
import { runAt, toggle } from './both-storages.ts';
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

type Pause = [from: number, until: number];

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
    }),
    { minLength: 3, maxLength: 8 },
  ),
});

/** The law of usage in advance that is prorated by time, on random histories. */
export const paidHistories = (open: (policy?: BillingPolicyInput) => Promise<PlanShop>): void => {
  test('a running peak is paid for once, whoever looks, in whatever order seats come', async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ steps }) => {
        const shop = await open({ creditAs: 'balance' });
        const made = await shop.subscribe('paidWithBase');
        const pauses: Pause[] = [];
        const moved: Moved[] = [];
        let [now, isPaused] = [june + 12 * hour, false];
        for (const { days, moves, cancels, looks, rollsUp, toggles } of steps) {
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
          if (!toggles) continue;
          if (isPaused) pauses.at(-1)?.splice(1, 1, now);
          else pauses.push([now, Number.POSITIVE_INFINITY]);
          await toggle(shop, made, isPaused);
          isPaused = !isPaused;
        }
        for (let days = 0; days < 120; days += 10) {
          now += 10 * day;
          await runAt(shop, timeOf(now));
        }

        const months = monthsUntil(now);
        expect(await paidByMonth(shop)).toEqual(owedByMonth(months, moved, pauses));
        expect(await shop.documents()).not.toEqual([]);
      }),
      { numRuns: Number(process.env['LATE_RUNS'] ?? 5) },
    );
  }, 300_000);
};

/** Minor units of seats by the month that was paid for; months of nothing are left out. */
const paidByMonth = async (shop: PlanShop): Promise<Readonly<Record<string, number>>> => {
  const sums: Record<string, number> = {};
  for (const { kind, servicePeriod, amount } of (await linesOf(shop)).flat()) {
    const month = servicePeriod?.start.slice(0, 7) ?? '';
    if (kind === 'usage') sums[month] = (sums[month] ?? 0) + Number(amount.minor);
  }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));
};

const owedByMonth = (
  months: readonly (readonly number[])[],
  moved: readonly Moved[],
  pauses: readonly Pause[],
): Readonly<Record<string, number>> => {
  const owed = months.map((days) => {
    const unitDays = unitDaysIn(days, moved, pauses);
    const minor = Math.floor((2 * 1000 * unitDays + days.length) / (2 * days.length));
    return [timeOf(days[0] ?? 0).slice(0, 7), minor] as const;
  });
  return Object.fromEntries(owed.filter(([, minor]) => minor > 0));
};

/**
 * The running peaks of the days of a month. Each part between pauses begins with the level that is
 * there. The day on which a pause begins is paid for, and so is the day on which it ends.
 */
const unitDaysIn = (
  days: readonly number[],
  moved: readonly Moved[],
  pauses: readonly Pause[],
): number => {
  const [begins = 0] = days;
  const ends = (days.at(-1) ?? 0) + day;
  const cuts = [begins, ...pauses.flat().filter((at) => begins < at && at < ends), ends];
  let unitDays = 0;
  for (const [index, from] of cuts.slice(0, -1).entries()) {
    const to = cuts[index + 1] ?? ends;
    if (pauses.some(([since, until]) => since <= from && from < until)) continue;
    const first = from === begins ? begins : startOfDay(from);
    const last = to === ends ? ends : startOfDay(to) + day;
    for (let start = first; start < last; start += day) {
      const end = Math.min(start + day, to);
      unitDays += peakIn(moved, from, end);
    }
  }
  return unitDays;
};

const startOfDay = (at: number): number => Math.floor(at / day) * day;

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
