import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PriceInput } from '#domain/catalog/price.ts';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import { openPlanShop } from '../billing/plan-shop.ts';
import { addMeters, callsId, paymentsId, use } from '../billing/usage-shop.ts';
import { freshDatabase } from '../support/database.ts';
import { openPostgresStorage } from '../support/postgres-storage.ts';
import { watchStatements } from '../support/watched-statements.ts';

const fresh = freshDatabase();
const sent: string[] = [];
watchStatements(({ name }) => {
  if (name !== undefined) sent.push(name);
});
let database: Database;
beforeAll(async () => {
  database = await openDatabase({ url: fresh.url(), poolMax: 2 });
});
afterAll(() => database.close());

const price = { kind: 'usage', model: 'per_unit', unitAmount: '0.1' } as const;
const also: readonly PriceInput[] = [
  { ...price, name: 'Calls', meterId: callsId },
  { ...price, name: 'Payments', meterId: paymentsId },
];

// Each statement that is not sent beside another is a round trip that somebody waits for.
test('current usage reads the lines and all meters once, and no version again', async () => {
  const storage = await openPostgresStorage(database);
  const shop = await openPlanShop(storage, { plans: { two: { prices: {}, also } } });
  shop.setTime('2026-06-01T10:00:00Z');
  await addMeters(shop);
  const { id: subscriptionId } = await shop.subscribe('two');
  shop.setTime('2026-06-20T00:00:00Z');
  await use(shop, Array(3).fill('2026-06-10T00:00:00Z'));
  const show = () => shop.subscriptions.currentUsage.execute(shop.context, { subscriptionId });
  const first = await show();
  sent.length = 0;

  const again = await show();

  expect(again).toEqual(first);
  expect(again.data.map(({ quantity }) => quantity)).toEqual(['3', '0']);
  expect(sent.filter((name) => /^(?:subscriptions|plan_|charges|meters)/.test(name))).toEqual([
    'subscriptions.find-one',
    'meters.find-all',
    'charges.ending-after',
  ]);
  await storage.close();
});
