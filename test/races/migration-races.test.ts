import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import { migrate, plans, versionsOf } from '../billing/plan-migration-shop.ts';
import { openPlanShop } from '../billing/plan-shop.ts';
import { linesOf } from '../billing/usage-guide.ts';
import { freshDatabase } from '../support/database.ts';
import { openPostgresStorage } from '../support/postgres-storage.ts';
import { others, race, racers, rounds } from './racing.ts';

// A plan's subscriptions are moved to another version by 20 at once: by migrations, and by changes
// of a single one. Each is moved once.

const fresh = freshDatabase();
let database: Database;
beforeAll(async () => {
  database = await openDatabase({ url: fresh.url(), poolMax: racers });
});
afterAll(() => database.close());

describe(`${racers} at once, ${rounds} times:`, () => {
  test('who is moved by a list and by a change of their own is moved once', async () => {
    const storage = await openPostgresStorage(database);
    for (let round = 0; round < rounds; round += 1) {
      const shop = await openPlanShop(storage, { plans });
      shop.setTime('2026-06-01T00:00:00Z');
      const made = await shop.subscribe('basic');
      await shop.publish('basic', 2, { base: 4000n, seat: 1000n });
      shop.setTime('2026-06-16T00:00:00Z');

      // In each round another one is first.
      const outcomes = await race((index) => {
        const place = (index + round) % 5;
        if (place < 2) return migrate(shop);
        if (place === 4) return shop.run();
        return shop.change(made, { planVersion: 2, effective: 'now' });
      });
      await migrate(shop);

      expect(others(outcomes, 'done', 'customer_busy')).toEqual([]);
      expect(await versionsOf(shop, [made])).toEqual([2]);
      const amounts = (await linesOf(shop)).flat().map(({ amount }) => amount.minor);
      // EUR 40.00 for June, and 15 of 30 days at EUR 10.00 more.
      expect(amounts.reduce((sum, minor) => sum + minor, 0n)).toBe(4500n);
      expect(shop.failures).toEqual([]);
      expect(await shop.documents()).not.toEqual([]);
    }
  }, 600_000);
});
