import { expect, test } from 'vitest';
import type { UsageTallies } from '#application/metering/usage-tallies.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import { ShowCurrentUsage } from '#application/subscriptions/current-usage.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import type { PriceInput } from '#domain/catalog/price.ts';
import { sha256 } from '#infrastructure/security/sha256.ts';
import { nextTurn } from '#infrastructure/system/next-turn.ts';
import { openMemoryStorage } from '../../src/testing/memory-storage.ts';
import { openPlanShop } from './plan-shop.ts';
import { addMeters, callsId, paymentsId, use } from './usage-shop.ts';

const price = { kind: 'usage', model: 'per_unit', unitAmount: '0.1' } as const;
const also: readonly PriceInput[] = [
  { ...price, name: 'Calls', meterId: callsId },
  { ...price, name: 'Payments', meterId: paymentsId },
  { ...price, name: 'Calls by region', meterId: callsId, groupBy: ['region'] },
];

/** The same runs, told of each read of tallies when it is asked and when it is answered. */
const observed = (
  unitOfWork: UnitOfWork<SubscriptionRepositories>,
  asked: (change: 1 | -1) => void,
): UnitOfWork<SubscriptionRepositories> => ({
  run: (context, work) =>
    unitOfWork.run(context, (repositories, run) => {
      const within: UsageTallies['within'] = async (range) => {
        asked(1);
        await nextTurn();
        asked(-1);
        return repositories.usageTallies.within(range);
      };
      return work({ ...repositories, usageTallies: { within } }, run);
    }),
});

test('prices that do not add up are counted without waiting for each other', async () => {
  const storage = await openMemoryStorage();
  const shop = await openPlanShop(storage, { plans: { three: { prices: {}, also } } });
  shop.setTime('2026-06-01T00:00:00Z');
  await addMeters(shop);
  const { id: subscriptionId } = await shop.subscribe('three');
  shop.setTime('2026-06-20T00:00:00Z');
  await use(shop, Array(3).fill('2026-06-10T00:00:00Z'), { region: 'eu' });
  let [atWork, most] = [0, 0];
  const unitOfWork = observed(storage.unitOfWork, (change) => {
    atWork += change;
    most = Math.max(most, atWork);
  });

  const show = new ShowCurrentUsage({ unitOfWork, hash: sha256 });
  const { data } = await show.execute(shop.context, { subscriptionId });

  expect(most).toBe(3);
  expect(data.map(({ group, quantity }) => [group, quantity])).toEqual([
    [null, '3'],
    [null, '0'],
    ['region: "eu"', '3'],
  ]);
  await storage.close();
});
