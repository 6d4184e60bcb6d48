import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { KillableApi } from './killable-api.ts';
import { SeatShop } from './seat-shop.ts';
import { instantOfDay, late, owedForCalls, seatEventsIn, soon, wrongOf } from './sent-seats.ts';

// The API with its worker and PostgreSQL are killed by turns while seats come and go, late, twice
// and wrong, and a test clock takes them from bill to bill: usage in advance, held in time, and
// both. Then another tenant does the same undisturbed, and both were charged the same.
// `npm run test:faults` kills 60 times in half a year; `npm test` kills twice in two months.

const isLong = process.env['FAULTS'] !== undefined;
const kills = Number(process.env['FAULTS'] ?? 2);
const days = isLong ? 184 : 61;
const stepDays = isLong ? 2 : 5;
const settleMilliseconds = isLong ? 30 * 60_000 : 120_000;

const api = KillableApi.open();
const { postgres, program } = api;

const all = seatEventsIn(0, days);
const wrong = new Set(wrongOf(all));

/** Has seats come while the clock is on its way, some of them a step later, some cancelled. */
const disturbed = async (shop: SeatShop): Promise<void> => {
  for (let day = 0; day < days; day += stepDays) {
    const next = Math.min(day + stepDays, days);
    const before = Math.max(0, day - stepDays);
    const events = [
      ...late(seatEventsIn(Math.max(0, before - stepDays), before)),
      ...soon(seatEventsIn(before, day)),
    ];
    const told = seatEventsIn(Math.max(0, before - 2 * stepDays), Math.max(0, before - stepDays));
    const cancelled = told.filter(isWrong);
    await Promise.all([shop.advance(next), shop.send(events).then(() => shop.cancel(cancelled))]);
    shop.answered += 1;
  }
};

const isWrong = ({ id }: { readonly id: string }): boolean => wrongIds.has(id);
const wrongIds = new Set([...wrong].map(({ id }) => id));

/** All that is missing in the end, or was never sent. */
const complete = async (shop: SeatShop): Promise<void> => {
  const rest = seatEventsIn(Math.max(0, days - 33), days);
  await shop.send(rest);
  await shop.cancel(rest.filter(isWrong));
  await shop.advance(days + 45);
};

/** The same in order: a month of events before its end, and nobody is killed. */
const undisturbed = async (shop: SeatShop): Promise<void> => {
  let from = 0;
  for (let day = 1; day <= days; day += 1) {
    const isMonthOver = instantOfDay(day).slice(8, 10) === '01';
    if (!isMonthOver && day !== days) continue;
    await shop.advance(day - 1, 23);
    const events = seatEventsIn(from, day);
    await shop.send(events);
    await shop.cancel(events.filter(isWrong));
    from = day;
  }
  await shop.advance(days + 45);
};

/** Kills by turns, each time that another share was answered, at some moment soon after. */
const killMeanwhile = async (shop: SeatShop, isOver: () => boolean) => {
  const share = (all.length * 0.9) / (kills + 1);
  for (let kill = 0; kill < kills; kill += 1) {
    while (shop.answered < share * (kill + 1) && !isOver()) await delay(20);
    expect(isOver()).toBe(false);
    await delay((kill * 137) % 500);
    await api.kill(kill);
  }
};

test(
  'usage in advance is charged as in an undisturbed run, whoever is killed meanwhile',
  async () => {
    await api.serve();
    const shop = await SeatShop.open(api.url, 'disturbed');
    let isOver = false;

    await Promise.all([
      disturbed(shop).finally(() => (isOver = true)),
      killMeanwhile(shop, () => isOver),
    ]);
    await complete(shop);
    const control = await SeatShop.open(api.url, 'undisturbed');
    await undisturbed(control);

    expect([...shop.stray, ...control.stray]).toEqual([]);
    expect(shop.unanswered).toBeGreaterThan(0);
    const events = 'select count(*) from usage_events';
    expect(await postgres.count(events)).toBe(2 * all.length);
    const charged = await shop.charged();
    expect(charged).toEqual(await control.charged());
    // The last days are of a month that has ended, too.
    expect(charged).toMatchObject(owedForCalls(all));
    // Each document has a number, and none is left out.
    const gaps = `select count(*) from (select count(*) as n, max(right(number, 6)::integer) as last
      from invoices where number is not null group by tenant_id) i where i.n <> i.last`;
    expect(await postgres.count(gaps)).toBe(0);
    const verified = await program.command(['--json', 'invoices', 'verify']);
    const sound = { faults: [], linesWithoutEvents: 0 };
    expect(JSON.parse(verified.out)).toMatchObject([sound, sound]);
  },
  2 * settleMilliseconds + kills * 60_000,
);
