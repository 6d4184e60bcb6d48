import { afterAll, beforeAll, expect, test } from 'vitest';
import { countingOf } from '#domain/metering/rollup.ts';
import { later, parseInstant } from '#domain/shared/time.ts';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import { buildId, someday } from '../../src/testing/builders.ts';
import { storageUnderTest } from '../../src/testing/harness.ts';
import { buildMeter } from '../../src/testing/metering-builders.ts';
import { freshDatabase } from '../support/database.ts';
import { openPostgresStorage } from '../support/postgres-storage.ts';

const fresh = freshDatabase();
let database: Database;
beforeAll(async () => {
  database = await openDatabase({ url: fresh.url(), poolMax: 2 });
});
afterAll(() => database.close());
const { createTenant } = storageUnderTest(() => openPostgresStorage(database));

test('of many events few are in memory at once, where the others can be tallied', async () => {
  const tenant = await createTenant();
  const from = parseInstant('2026-06-01T00:00:00Z');
  const to = later(from, 3_600_000);
  const [customerId, subscriptionId, type] = [buildId('cus'), buildId('sub'), 'call'];
  const events = Array.from({ length: 5001 }, (_, index) => {
    const event = { id: `e${index}`, source: 'api', type, at: later(from, index), isTimed: true };
    return { ...event, customerId, subscriptionId, data: '{"by": 1}' };
  });
  const receipt = { receivedAt: someday, expiresAt: later(someday, 1) };
  await tenant.run(({ usage }) => usage.append(events, receipt));
  const counting = countingOf(buildMeter({ eventType: type }).facts, []);
  const tallying = { counting, spans: [{ from, to }] };
  const billed = { customerId, subscriptionId, type, from, to };

  const read = await tenant.read(({ usageTallies, usageCounts }) =>
    Promise.all([
      usageTallies.within({ customerId, subscriptions: null, ...tallying }),
      usageCounts.within(billed, null, tallying),
      usageCounts.within(billed, null),
    ]),
  );

  const inMemory = read.map(({ rolledUp, events: some }) => [rolledUp.length, some.length]);
  expect(inMemory).toEqual([
    [1, 0],
    [1, 0],
    [0, 5001],
  ]);
});
