import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import { addAdvanceMeters, advancePlans, send } from '../billing/advance-shop.ts';
import { runAt } from '../billing/both-storages.ts';
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
});
