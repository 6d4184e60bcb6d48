import { afterAll, beforeAll, expect, test } from 'vitest';
import { RollUpUsage } from '#application/metering/roll-up-usage.ts';
import { VerifyUsage } from '#application/metering/verify-usage.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import { dayMilliseconds, later, parseInstant } from '#domain/shared/time.ts';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import { buildId, someday } from '../../src/testing/builders.ts';
import { storageUnderTest } from '../../src/testing/harness.ts';
import { buildMeter } from '../../src/testing/metering-builders.ts';
import { asAdmin } from '../support/admin.ts';
import { freshDatabase } from '../support/database.ts';
import { openPostgresStorage } from '../support/postgres-storage.ts';

const fresh = freshDatabase();
let database: Database;
beforeAll(async () => {
  database = await openDatabase({ url: fresh.url(), poolMax: 2 });
});
afterAll(() => database.close());
const { createTenant, storage } = storageUnderTest(() => openPostgresStorage(database));

const begin = parseInstant('2026-06-01T00:00:00Z');
const receipt = { receivedAt: someday, expiresAt: later(someday, 4000 * dayMilliseconds) };
const customerId = buildId('cus');

const rolledUp = async () => {
  const tenant = await createTenant();
  const meter = buildMeter({ eventType: 'call', groupBy: ['region'] });
  await tenant.run(({ meters }) => meters.save(meter));
  // Forty days of an hour each, so more than one look at the days of a customer.
  const events = Array.from({ length: 80 }, (_, index) => ({
    id: `e${index}`,
    source: 'api',
    type: 'call',
    at: later(begin, (index >> 1) * dayMilliseconds + (index % 2) * 60_000),
    isTimed: true,
    customerId,
    subscriptionId: null,
    data: '{"region":"eu"}',
  }));
  await tenant.run(({ usage }) => usage.append(events, receipt));
  const rollUp = new RollUpUsage(storage());
  while (!(await rollUp.execute(tenant.context)).isDone) continue;
  return tenant;
};

type Tenant = Awaited<ReturnType<typeof rolledUp>>;

const verify = ({ context }: Tenant) => new VerifyUsage(storage()).execute(context);

const asOwner = ({ id }: Tenant, text: string, ...values: readonly unknown[]) =>
  asAdmin(fresh.url(), (client) =>
    client.query({ text, values: [uuidOf(id), uuidOf(customerId), ...values] }),
  );

const ofDay = 'tenant_id = $1 and customer_id = $2 and starts_at = $3';
const [second, last] = ['2026-06-02T00:00:00Z', '2026-07-10T00:00:00Z'];

test('what is rolled up and what is not is counted', async () => {
  const tenant = await rolledUp();

  // Two ways of counting: as a whole, and by region.
  expect(await verify(tenant)).toEqual({ days: 80, events: 80, faulty: 0, faults: [] });
});

test.each([
  [
    'a tally that was altered',
    `update usage_rollups set tallies = replace(tallies, '2,"2"', '3,"3"')`,
  ],
  ['an hour that was altered', `update usage_rollups set hours = replace(hours, '2,"2"', '2,"3"')`],
  ['a day that was deleted', 'delete from usage_rollups'],
])('%s is a fault of its day, in each way of counting', async (_, change) => {
  const [tenant, another] = [await rolledUp(), await rolledUp()];
  for (const day of [second, last]) await asOwner(tenant, `${change} where ${ofDay}`, day);

  const { faulty, faults } = await verify(tenant);

  const days = faults.map(({ startsAt }) => new Date(startsAt).toISOString().slice(0, 10));
  expect(new Set(days)).toEqual(new Set(['2026-06-02', '2026-07-10']));
  expect(new Set(faults.map(({ groupBy }) => groupBy.join()))).toEqual(new Set(['', 'region']));
  expect(faults[0]).toMatchObject({ customerId, eventType: 'call', aggregation: 'count' });
  expect(faulty).toBe(faults.length);
  expect((await verify(another)).faulty).toBe(0);
});

test('a roll-up of nobody, and one of an event that is lost, are faults', async () => {
  const tenant = await rolledUp();
  const another = buildId('cus');
  await asOwner(
    tenant,
    `insert into usage_rollups select tenant_id, counting, $3, starts_at, subscription_id, tallies,
      hours from usage_rollups where ${ofDay.replace('$3', '$4')}`,
    uuidOf(another),
    second,
  );
  await asOwner(
    tenant,
    `delete from usage_events where tenant_id = $1 and customer_id = $2 and event_id = 'e79'`,
  );

  const { faults } = await verify(tenant);

  const told = (isAnother: boolean) =>
    faults
      .filter((fault) => (fault.customerId === another) === isAnother)
      .map(({ code, hours }) => [code, hours]);
  const [hour, day] = [1, 24];
  const [different, without] = ['different', 'without_events'];
  expect([told(false), told(true)]).toEqual([
    [
      [different, day],
      [different, hour],
      [different, day],
      [different, hour],
    ],
    [
      [without, day],
      [without, hour],
      [without, day],
      [without, hour],
    ],
  ]);
});
