import { afterAll, beforeAll, expect, test } from 'vitest';
import { usagesBehind } from '#application/charging/usage-behind.ts';
import type { UsageCounts } from '#application/metering/usage-counts.ts';
import { watchedQuantity } from '#application/metering/watched-quantity.ts';
import type { UsageCharge } from '#domain/charging/counted-usage.ts';
import type { MeterUsage } from '#domain/charging/usage-parts.ts';
import { usageParts } from '#domain/charging/usage-parts.ts';
import { countTallied } from '#domain/metering/count.ts';
import { countingOf } from '#domain/metering/rollup.ts';
import type { CustomerId, SubscriptionId } from '#domain/shared/ids.ts';
import type { Instant, TimeZone } from '#domain/shared/time.ts';
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

type Tenant = Awaited<ReturnType<typeof createTenant>>;

interface Held {
  readonly customerId: CustomerId;
  readonly subscriptionId: SubscriptionId | null;
  readonly from: Instant;
}

/** Stores steps of a level, a millisecond after the other. */
const appendSteps = (
  tenant: Tenant,
  { from, ...whose }: Held,
  { first, count }: { readonly first: number; readonly count: number },
) => {
  const events = Array.from({ length: count }, (_, index) => ({
    id: `${whose.subscriptionId}${first + index}`,
    source: 'api',
    type: 'held',
    at: later(from, first + index),
    isTimed: true,
    ...whose,
    data: `{"by": ${((first + index) % 5) - 1}}`,
  }));
  const receipt = { receivedAt: someday, expiresAt: later(someday, 1) };
  return tenant.run(({ usage }) => usage.append(events, receipt));
};

test('a level of very many steps is counted in order, and comes to the same', async () => {
  const tenant = await createTenant();
  const from = parseInstant('2026-06-01T00:00:00Z');
  const to = later(from, 3_600_000);
  const [customerId, subscriptionId] = [buildId('cus'), buildId('sub')];
  const held = { customerId, subscriptionId, from };
  const meter = buildMeter({ eventType: 'held', aggregation: 'weighted_sum', property: 'by' });
  const append = (first: number, count: number) => appendSteps(tenant, held, { first, count });
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

test('an alert on a level of very many steps keeps none, and reads the same', async () => {
  const tenant = await createTenant();
  const from = parseInstant('2026-06-01T00:00:00Z');
  const period = { from, to: later(from, 3_600_000) };
  const [customerId, subscriptionId] = [buildId('cus'), buildId('sub')];
  const { facts: meter } = buildMeter({
    eventType: 'held',
    aggregation: 'weighted_sum',
    property: 'by',
  });
  const places = [buildId('sub'), null, subscriptionId];
  for (const place of places) {
    const held = { customerId, subscriptionId: place, from };
    for (const first of [0, 5000, 10_000]) {
      await appendSteps(tenant, held, { first, count: first === 10_000 ? 1 : 5000 });
    }
  }

  const [read, expected] = await tenant.run(async ({ usageTallies, usageCounts }) => {
    const handedOut: number[] = [];
    const counts: UsageCounts = {
      ...usageCounts,
      within: async (range, through, reading) => {
        const counted = await usageCounts.within(range, through, reading);
        handedOut.push(counted.events.length);
        return counted;
      },
    };
    const watched: string[] = [];
    const tallied: string[] = [];
    for (const place of [subscriptionId, null]) {
      const whose = { customerId, subscriptionId: place, ...period };
      const repositories = { usageTallies, usageCounts: counts };
      watched.push((await watchedQuantity(repositories, meter, whose)).toText());
      const usage = await usageTallies.within({
        customerId,
        subscriptions: place === null ? null : [place, null],
        counting: countingOf(meter, []),
        spans: [period],
      });
      const [all] = countTallied(meter, [], usage, { period, spans: [period] });
      tallied.push(all?.quantity.toText() ?? '');
    }
    return [{ watched, handedOut }, tallied] as const;
  });

  // 20,002 events of the subscription and of none, and 30,003 of all: read, and never in memory.
  expect(read).toEqual({ watched: expected, handedOut: [0, 0] });
  expect(new Set(expected).size).toBe(2);
});
