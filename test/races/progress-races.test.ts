import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import { addAdvanceMeters, advancePlans, send, takeBack } from '../billing/advance-shop.ts';
import { runAt } from '../billing/both-storages.ts';
import type { PlanShop } from '../billing/plan-shop.ts';
import { openPlanShop } from '../billing/plan-shop.ts';
import { linesOf } from '../billing/usage-guide.ts';
import { addMeters, plans, use } from '../billing/usage-shop.ts';
import { freshDatabase } from '../support/database.ts';
import { openPostgresStorage } from '../support/postgres-storage.ts';
import { others, race, racers, rounds } from './racing.ts';

// Usage that reaches a threshold, looked at by 20 at once while it comes: every threshold brings
// one invoice at most, and the lines come to what was used.

const fresh = freshDatabase();
let database: Database;
beforeAll(async () => {
  database = await openDatabase({ url: fresh.url(), poolMax: racers });
});
afterAll(() => database.close());

describe(`${racers} at once, ${rounds} times:`, () => {
  test('a threshold brings one invoice, whoever looks', async () => {
    const storage = await openPostgresStorage(database);
    for (let round = 0; round < rounds; round += 1) {
      const shop = await openPlanShop(storage, { plans });
      shop.setTime('2026-06-01T00:00:00Z');
      await addMeters(shop);
      await shop.subscribe('stepped');
      shop.setTime('2026-06-10T00:00:00Z');
      await use(shop, Array(10).fill('2026-06-10T00:00:00Z'));

      const outcomes = await race((index) =>
        index % 5 === 4 ? use(shop, Array(4).fill('2026-06-10T00:00:00Z')) : shop.progress(),
      );
      await shop.progress();
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(others(outcomes, 'done', 'customer_busy')).toEqual([]);
      expect(shop.failures).toEqual([]);
      // 26 calls are EUR 2.73: beyond the thresholds of 1.00 and of 2.50.
      const usage = (await shop.documents()).flatMap((text) => text.match(/Calls \S+ \S+/g) ?? []);
      const amounts = usage.map((text) => Number(text.split(' ').at(-1)?.replace(',', '')));
      expect(Math.round(100 * amounts.reduce((sum, amount) => sum + amount, 0))).toBe(273);
      expect(amounts.length).toBeGreaterThan(1);
      expect(amounts.length).toBeLessThan(4);
    }
  }, 600_000);

  test('usage in advance is charged once, whoever looks', async () => {
    const storage = await openPostgresStorage(database);
    for (let round = 0; round < rounds; round += 1) {
      const shop = await openPlanShop(storage, { plans: advancePlans });
      shop.setTime('2026-06-01T00:00:00Z');
      await addAdvanceMeters(shop);
      await shop.subscribe('seats');
      const time = '2026-06-10T00:00:00Z';
      shop.setTime(time);
      await send(shop, 'seat', time, { by: 10 });

      const outcomes = await race((index) =>
        index % 5 === 4 ? send(shop, 'seat', time, { by: 1 }) : shop.progress(),
      );
      await shop.progress();
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(others(outcomes, 'done', 'customer_busy')).toEqual([]);
      expect(shop.failures).toEqual([]);
      const june = (await linesOf(shop))
        .flat()
        .filter(({ servicePeriod }) => servicePeriod?.end === '2026-07-01');
      expect(june.reduce((sum, { amount }) => sum + amount.minor, 0n)).toBe(14_000n);
    }
  }, 600_000);

  test('seats in advance are paid for once, whoever changes and runs meanwhile', async () => {
    const storage = await openPostgresStorage(database);
    for (let round = 0; round < rounds; round += 1) {
      const shop = await openPlanShop(storage, { plans: advancePlans });
      shop.setTime('2026-06-01T00:00:00Z');
      await addAdvanceMeters(shop);
      const made = await shop.subscribe('paid');
      await send(shop, 'seat', '2026-06-01T00:00:00Z', { by: 10 });
      await shop.progress();
      shop.setTime('2026-06-10T00:00:00Z');
      const wrong = await send(shop, 'seat', '2026-06-10T00:00:00Z', { by: 3 });
      await shop.progress();
      const time = '2026-06-16T00:00:00Z';
      shop.setTime(time);
      const planId = shop.planId('paidDearer');

      // In each round another one is first.
      const outcomes = await race((index) => {
        const place = (index + round) % 10;
        if (place < 2) return send(shop, 'seat', time, { by: 1 });
        if (place < 4) return shop.change(made, { planId, effective: 'now' });
        if (place < 6) return shop.run();
        if (place === 6 && index < 10) return takeBack(shop, wrong);
        return shop.progress();
      });
      await shop.progress();
      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(others(outcomes, 'done', 'customer_busy')).toEqual([]);
      expect(shop.failures).toEqual([]);
      // Ten for 15 of 30 days at EUR 10.00, fourteen for 15 at EUR 20.00, and those for July.
      expect(await paidByMonth(shop)).toEqual({ '2026-06': 19_000n, '2026-07': 28_000n });
      expect(await shop.documents()).not.toEqual([]);
    }
  }, 600_000);
});

/** Minor units by the month that was paid for. */
const paidByMonth = async (shop: PlanShop): Promise<Readonly<Record<string, bigint>>> => {
  const sums: Record<string, bigint> = {};
  for (const { servicePeriod, amount } of (await linesOf(shop)).flat()) {
    const month = servicePeriod?.start.slice(0, 7) ?? '';
    sums[month] = (sums[month] ?? 0n) + amount.minor;
  }
  return sums;
};
