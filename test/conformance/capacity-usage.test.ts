import { expect, test } from 'vitest';
import { usageUseCases } from '#application/metering/use-cases.ts';
import { ActiveMeter } from '#domain/metering/meter.ts';
import { buildId, someday } from '../../src/testing/builders.ts';
import { openMemoryStorage } from '../../src/testing/memory-storage.ts';
import { openPlanShop } from '../billing/plan-shop.ts';
import { euros, usagePorts } from '../billing/usage-shop.ts';

// Kill Bill bills usage whose price bounds several units. Amounts are in minor units, in
// another currency than theirs.

const codes = ['u1', 'u2', 'u3'] as const;
const ids = codes.map(() => buildId('mtr'));
const capacity = {
  name: 'Capacity',
  kind: 'usage',
  model: 'capacity',
  meterIds: ids,
  tiers: [
    { upTo: { u1: '100', u2: '1000', u3: '50' }, flatAmount: euros(1000n) },
    { upTo: { u1: '200', u2: '2000', u3: '100' }, flatAmount: euros(2000n) },
    { upTo: null, flatAmount: euros(3000n) },
  ],
} as const;

test.each([
  [{ u1: 100, u2: 1000, u3: 50 }, 1000n],
  [{ u1: 100, u2: 1001 }, 2000n],
  [{ u1: 101, u2: 1000 }, 2000n],
  [{ u1: 101, u2: 1001 }, 2000n],
  [{ u1: 10, u2: 2001 }, 3000n],
])('Kill Bill: %j reaches the highest tier of any of them (K18)', async (used, minor) => {
  const plans = { sold: { prices: {}, also: [capacity] } };
  const shop = await openPlanShop(await openMemoryStorage(), { plans });
  await shop.storage.unitOfWork.run(shop.context, async ({ meters }) => {
    for (const [index, code] of codes.entries()) {
      const id = ids[index] ?? buildId('mtr');
      const named = { code, name: code, eventType: code, aggregation: 'sum' } as const;
      await meters.save(ActiveMeter.create(id, { ...named, property: 'by' }, someday));
    }
  });
  shop.setTime('2026-06-01T00:00:00Z');
  const { id: subscriptionId } = await shop.subscribe('sold');
  const { unitOfWork, reads } = shop.storage;
  const { record } = usageUseCases({ unitOfWork, reads, ...usagePorts });
  const { customerId } = shop;
  const events = Object.entries(used).map(([type, by]) => {
    return { id: type, type, time: '2026-06-01T00:00:00Z', customerId, data: { by } };
  });
  await record.execute(shop.context, { events });

  const asked = { subscriptionId };
  const { data } = await shop.subscriptions.currentUsage.execute(shop.context, asked);

  expect(data.map(({ amount }) => amount)).toEqual([euros(minor)]);
});
