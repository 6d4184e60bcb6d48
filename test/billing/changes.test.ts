import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import type { StorageHarness } from '../../src/testing/harness.ts';
import { openMemoryStorage } from '../../src/testing/memory-storage.ts';
import { freshDatabase } from '../support/database.ts';
import { openPostgresStorage } from '../support/postgres-storage.ts';
import { openPlanShop } from './plan-shop.ts';

// How changes are settled on both storages, down to the documents: in June, of 30 days.

const fresh = freshDatabase();
let database: Database;
beforeAll(async () => {
  database = await openDatabase({ url: fresh.url(), poolMax: 10 });
});
afterAll(() => database.close());

const openings: Readonly<Record<string, () => Promise<StorageHarness>>> = {
  memory: () => openMemoryStorage(),
  PostgreSQL: () => openPostgresStorage(database),
};

const plans = {
  basic: { prices: { Base: 3000n } },
  pro: { prices: { Base: 6000n, Support: 900n } },
  late: { prices: { Base: 3000n }, billed: 'in_arrears' },
  yearly: { prices: { Base: 36_500n }, interval: { unit: 'year', count: 1 } },
} as const;

describe.each(Object.keys(openings))('on %s', (name) => {
  let storage: StorageHarness;
  beforeAll(async () => {
    storage = await (openings[name] ?? openMemoryStorage)();
  });
  afterAll(() => storage.close());

  const open = async (policy?: BillingPolicyInput) => {
    const shop = await openPlanShop(storage, { plans, ...(policy && { policy }) });
    shop.setTime('2026-06-01T10:00:00Z');
    return shop;
  };

  describe('another plan', () => {
    test('credits the unused rest and charges the new rest, on one document', async () => {
      const shop = await open();
      const made = await shop.subscribe('basic');
      shop.setTime('2026-06-16T10:00:00Z');

      const change = await shop.change(made, { planId: shop.planId('pro'), effective: 'now' });

      expect(change).toMatchObject({ status: 'in_force', effectiveOn: '2026-06-16' });
      expect(await shop.documents()).toEqual([
        'Base 06-01/07-01 30.00, = 30.00',
        'Base 06-16/07-01 30.00, Support 06-16/07-01 4.50, Base 06-16/07-01 -15.00, = 19.50',
      ]);
    });

    test('that is cheaper waits as a credit for the next document', async () => {
      const shop = await open();
      const made = await shop.subscribe('pro');
      shop.setTime('2026-06-16T10:00:00Z');

      await shop.change(made, { planId: shop.planId('basic'), effective: 'now' });
      const meanwhile = await shop.documents();
      shop.setTime('2026-07-01T00:00:00Z');
      await shop.run();

      expect(meanwhile).toHaveLength(1);
      expect((await shop.documents()).slice(1)).toEqual([
        'Base 06-16/07-01 15.00, Base 06-16/07-01 -30.00, Support 06-16/07-01 -4.50, ' +
          'Base 07-01/08-01 30.00, = 10.50',
      ]);
    });

    test('that is cheaper goes to the balance at once, where the policy says so', async () => {
      const shop = await open({ creditAs: 'balance' });
      const made = await shop.subscribe('pro');
      shop.setTime('2026-06-16T10:00:00Z');

      await shop.change(made, { planId: shop.planId('basic'), effective: 'now' });

      expect((await shop.documents()).slice(1)).toEqual([
        'Base 06-16/07-01 15.00, Base 06-16/07-01 -30.00, Support 06-16/07-01 -4.50, ' +
          'balance 19.50, = 0.00',
      ]);
    });

    test('waits until the period ends, and nothing of it is charged twice', async () => {
      const shop = await open();
      const made = await shop.subscribe('basic');
      shop.setTime('2026-06-16T10:00:00Z');
      const change = await shop.change(made, {
        planId: shop.planId('pro'),
        effective: 'period_end',
      });
      const before = await shop.subscriptions.get.execute(shop.context, {
        subscriptionId: made.id,
      });
      shop.setTime('2026-07-01T00:00:00Z');

      await shop.run();

      const after = await shop.subscriptions.get.execute(shop.context, { subscriptionId: made.id });
      expect(change.status).toBe('scheduled');
      expect(before.planId).toBe(shop.planId('basic'));
      expect(after.planId).toBe(shop.planId('pro'));
      expect(await shop.documents()).toEqual([
        'Base 06-01/07-01 30.00, = 30.00',
        'Base 07-01/08-01 60.00, Support 07-01/08-01 9.00, = 69.00',
      ]);
    });

    test('that lies ahead within a period is settled when its day has come', async () => {
      const shop = await open();
      const made = await shop.subscribe('basic');
      await shop.change(made, { planId: shop.planId('pro'), effective: { on: '2026-06-16' } });
      const meanwhile = await shop.documents();
      shop.setTime('2026-06-16T00:00:00Z');

      await shop.run();
      await shop.run();

      expect(meanwhile).toHaveLength(1);
      expect((await shop.documents()).slice(1)).toEqual([
        'Base 06-16/07-01 30.00, Support 06-16/07-01 4.50, Base 06-16/07-01 -15.00, = 19.50',
      ]);
    });

    test('of another interval begins periods anew that day', async () => {
      const shop = await open();
      const made = await shop.subscribe('basic');
      shop.setTime('2026-06-16T10:00:00Z');

      await shop.change(made, { planId: shop.planId('yearly'), effective: 'now' });

      const { anchorOn, currentPeriod } = await shop.subscriptions.get.execute(shop.context, {
        subscriptionId: made.id,
      });
      expect(anchorOn).toBe('2026-06-16');
      expect(currentPeriod).toMatchObject({ start: '2026-06-16', end: '2027-06-16' });
      expect((await shop.documents()).slice(1)).toEqual([
        'Base 06-16/06-16 365.00, Base 06-16/07-01 -15.00, = 350.00',
      ]);
    });

    test('of another interval keeps the anchor, where the policy says so', async () => {
      const shop = await open({ cycle: 'keep' });
      const made = await shop.subscribe('basic');
      shop.setTime('2026-06-16T10:00:00Z');

      await shop.change(made, { planId: shop.planId('yearly'), effective: 'now' });

      expect((await shop.documents()).slice(1)).toEqual([
        'Base 06-16/06-01 350.00, Base 06-16/07-01 -15.00, = 335.00',
      ]);
    });

    test('in arrears charges what ends, and the new rest when the period has ended', async () => {
      const shop = await open();
      const made = await shop.subscribe('late');
      shop.setTime('2026-06-16T10:00:00Z');
      await shop.change(made, { planId: shop.planId('pro'), effective: 'now' });

      expect(await shop.documents()).toEqual([
        'Base 06-01/06-16 15.00, Base 06-16/07-01 30.00, Support 06-16/07-01 4.50, = 49.50',
      ]);
    });

    test('that lies ahead stays, when something else is changed now', async () => {
      const shop = await open();
      const made = await shop.subscribe('pro');
      await shop.change(made, { planId: shop.planId('pro'), effective: 'period_end' });
      const priceId = shop.priceId('pro', 'Support');

      await shop.change(made, { items: [{ priceId, isIncluded: false }], effective: 'now' });

      const input = { subscriptionId: made.id };
      const { data } = await shop.subscriptions.changes.execute(shop.context, input);
      expect(data.map(({ status }) => status)).toEqual(['in_force', 'scheduled']);
    });

    test('on the same day there and back comes to nothing', async () => {
      const shop = await open();
      const made = await shop.subscribe('basic');
      shop.setTime('2026-06-16T10:00:00Z');
      await shop.change(made, { planId: shop.planId('pro'), effective: 'now' });
      shop.setTime('2026-06-16T11:00:00Z');

      await shop.change(made, { planId: shop.planId('basic'), effective: 'now' });
      shop.setTime('2026-07-01T00:00:00Z');
      await shop.run();

      expect((await shop.documents()).slice(1)).toEqual([
        'Base 06-16/07-01 30.00, Support 06-16/07-01 4.50, Base 06-16/07-01 -15.00, = 19.50',
        'Base 06-16/07-01 15.00, Base 06-16/07-01 -30.00, Support 06-16/07-01 -4.50, ' +
          'Base 07-01/08-01 30.00, = 10.50',
      ]);
    });
  });

  describe('prices of the plan', () => {
    test('are taken away and added again, and the others are not cut', async () => {
      const shop = await open();
      const made = await shop.subscribe('pro');
      const priceId = shop.priceId('pro', 'Support');
      shop.setTime('2026-06-11T10:00:00Z');
      await shop.change(made, { items: [{ priceId, isIncluded: false }], effective: 'now' });
      shop.setTime('2026-06-21T10:00:00Z');

      await shop.change(made, { items: [{ priceId }], effective: 'now' });

      expect((await shop.documents()).slice(1)).toEqual([]);
      shop.setTime('2026-07-01T00:00:00Z');
      await shop.run();
      expect((await shop.documents()).slice(1)).toEqual([
        'Support 06-11/07-01 -6.00, Support 06-21/07-01 3.00, ' +
          'Base 07-01/08-01 60.00, Support 07-01/08-01 9.00, = 66.00',
      ]);
    });
  });
});
