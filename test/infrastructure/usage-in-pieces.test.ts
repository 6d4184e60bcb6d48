import { afterAll, beforeAll, expect, test } from 'vitest';
import { usagesBehind } from '#application/charging/usage-behind.ts';
import type { UsageCharge } from '#domain/charging/counted-usage.ts';
import type { MeterUsage } from '#domain/charging/usage-parts.ts';
import { usageParts } from '#domain/charging/usage-parts.ts';
import { countingOf } from '#domain/metering/rollup.ts';
import type { TimeZone } from '#domain/shared/time.ts';
import { formatInstant, later, parseCalendarDate, parseInstant } from '#domain/shared/time.ts';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import { buildId, someday } from '../../src/testing/builders.ts';
import { storageUnderTest } from '../../src/testing/harness.ts';
import { buildMeter } from '../../src/testing/metering-builders.ts';
import { perUnit } from '../domain/charging/usage-builders.ts';
import { freshDatabase } from '../support/database.ts';
import { openPostgresStorage } from '../support/postgres-storage.ts';

const utc = 'UTC' as TimeZone;

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

test('a level of very many steps is counted in order, and comes to the same', async () => {
  const tenant = await createTenant();
  const from = parseInstant('2026-06-01T00:00:00Z');
  const to = later(from, 3_600_000);
  const [customerId, subscriptionId] = [buildId('cus'), buildId('sub')];
  const meter = buildMeter({ eventType: 'held', aggregation: 'weighted_sum', property: 'by' });
  const append = (first: number, count: number) => {
    const events = Array.from({ length: count }, (_, index) => ({
      id: `h${first + index}`,
      source: 'api',
      type: 'held',
      at: later(from, first + index),
      isTimed: true,
      customerId,
      subscriptionId,
      data: `{"by": ${((first + index) % 5) - 1}}`,
    }));
    const receipt = { receivedAt: someday, expiresAt: later(someday, 1) };
    return tenant.run(({ usage }) => usage.append(events, receipt));
  };
  const span = {
    start: parseCalendarDate('2026-06-01'),
    end: parseCalendarDate('2026-06-02'),
    startsAt: formatInstant(from),
    endsAt: formatInstant(to),
  };
  const time = { countedBy: 'day', timeZone: utc, period: span, spans: [span] } as const;
  const terms = { ...perUnit, meterId: meter.facts.id };
  const line = { customerId, subscriptionId } as UsageCharge;
  const usageOf = () =>
    tenant.run(async (repositories) => {
      const book = { repositories, hash: (text: string) => text };
      return usagesBehind(book, line, terms, [meter.facts], time);
    });
  const partsOf = (usages: readonly MeterUsage[]) =>
    usageParts(terms, usages, time).map(({ quantity, events }) => [events, quantity.toText()]);

  for (const first of [0, 5000, 10_000, 15_000]) await append(first, 5000);
  const [few] = await usageOf();
  await append(20_000, 1);
  const many = await usageOf();

  const billed = { customerId, subscriptionId, type: 'held', from, to };
  const all = await tenant.run(({ usageCounts }) => usageCounts.within(billed, null));
  const position = '1';
  const atOnce = partsOf([{ meter: meter.facts, rolledUp: [], events: all.events, position }]);
  expect([few?.counted, many[0]?.counted?.length]).toEqual([undefined, 1]);
  expect(partsOf(many)).toEqual(atOnce);
  expect(atOnce).toMatchObject([[20_001, expect.any(String)]]);
});
