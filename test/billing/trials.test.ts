import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EffectiveInput } from '#domain/subscriptions/effective.ts';
import type { BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import type { StorageHarness } from '../../src/testing/harness.ts';
import { openMemoryStorage } from '../../src/testing/memory-storage.ts';
import { freshDatabase } from '../support/database.ts';
import { openPostgresStorage } from '../support/postgres-storage.ts';
import type { PlanShop } from './plan-shop.ts';
import { openPlanShop } from './plan-shop.ts';
import { codeOf } from './refusals.ts';

// Trials on both storages, down to the documents: from the first of June, of 30 days.

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
  tried: { prices: { Base: 3000n }, trialDays: 14 },
  longer: { prices: { Base: 6000n }, trialDays: 20 },
  plain: { prices: { Base: 6000n } },
  setup: { prices: { Base: 3000n, Room: 600n }, trialDays: 14, chargedInTrial: ['Room'] },
  late: { prices: { Base: 3000n }, trialDays: 14, billed: 'in_arrears' },
  yearly: { prices: { Base: 36_500n }, interval: { unit: 'year', count: 1 } },
} as const;

type Made = Awaited<ReturnType<PlanShop['subscribe']>>;

const seen = ({ subscriptions, context }: PlanShop, { id }: Made): Promise<Made> =>
  subscriptions.get.execute(context, { subscriptionId: id });

const extend = (
  { subscriptions, context }: PlanShop,
  { id, version }: Made,
  trialEndsAt: string,
): Promise<Made> =>
  subscriptions.extendTrial.execute(context, { subscriptionId: id, version, trialEndsAt });

const endTrial = ({ subscriptions, context }: PlanShop, { id, version }: Made): Promise<Made> =>
  subscriptions.endTrial.execute(context, { subscriptionId: id, version });

const cancel = (
  { subscriptions, context }: PlanShop,
  { id, version }: Made,
  effective: EffectiveInput,
): Promise<Made> =>
  subscriptions.cancel.execute(context, { subscriptionId: id, version, effective });

const refusalOf = (work: Promise<unknown>): Promise<string> => work.then(() => 'accepted', codeOf);

const runAt = async (shop: PlanShop, instant: string): Promise<void> => {
  shop.setTime(instant);
  await shop.run();
};

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

  describe('a trial', () => {
    test('is free, and its end begins the first period', async () => {
      const shop = await open();
      const made = await shop.subscribe('tried');
      await runAt(shop, '2026-06-15T09:59:59.999Z');
      const before = [await seen(shop, made), await shop.documents()];

      await runAt(shop, '2026-06-15T10:00:00Z');

      const currentPeriod = { start: '2026-06-01', end: '2026-06-15' };
      expect(before).toMatchObject([{ status: 'trialing', currentPeriod }, []]);
      expect(await seen(shop, made)).toMatchObject({
        status: 'active',
        anchorOn: '2026-06-15',
        currentPeriod: { start: '2026-06-15', end: '2026-07-15' },
      });
      expect(await shop.documents()).toEqual(['Base 06-15/07-15 30.00, = 30.00']);
    });

    test('leaves the periods aligned to the start, where the policy says so', async () => {
      const shop = await open({ alignFrom: 'start' });
      await shop.subscribe('tried');

      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Base 06-15/07-01 16.00, = 16.00',
        'Base 07-01/08-01 30.00, = 30.00',
      ]);
    });

    test('of what is owed in arrears is left out of the first document', async () => {
      const shop = await open({ alignFrom: 'start' });
      await shop.subscribe('late');

      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual(['Base 06-15/07-01 16.00, = 16.00']);
    });

    test('does not make everything free', async () => {
      const shop = await open({ alignFrom: 'start' });
      await shop.subscribe('setup');

      await runAt(shop, '2026-07-01T00:00:00Z');

      expect(await shop.documents()).toEqual([
        'Room 06-01/07-01 6.00, = 6.00',
        'Base 06-15/07-01 16.00, = 16.00',
        'Room 07-01/08-01 6.00, Base 07-01/08-01 30.00, = 36.00',
      ]);
    });

    test('is as long as the customer asked for, and may be none', async () => {
      const shop = await open();

      const short = await shop.subscribe('tried', { trialDays: 2 });
      const none = await shop.subscribe('tried', { trialDays: 0 });

      expect([short.trialEndsAt, none.trialEndsAt]).toEqual([
        Date.parse('2026-06-03T10:00:00Z'),
        null,
      ]);
    });

    test('ends at the same time of the day, whatever the clocks do', async () => {
      const shop = await open();
      shop.setTime('2026-03-20T09:30:00Z');

      const made = await shop.subscribe('tried', { timeZone: 'Europe/Vienna' });

      expect(made.trialEndsAt).toBe(Date.parse('2026-04-03T08:30:00Z'));
    });

    test('is given once for each customer and product', async () => {
      const shop = await open();
      const first = await shop.subscribe('tried');

      const second = await shop.subscribe('longer');
      const asked = await shop.subscribe('longer', { trialDays: 3 });

      expect([first.status, second.status, asked.status]).toEqual([
        'trialing',
        'active',
        'trialing',
      ]);
    });

    test('is given again where the first was canceled before it began', async () => {
      const shop = await open();
      const first = await shop.subscribe('tried', { startsOn: '2026-06-02' });
      await cancel(shop, first, 'now');

      const second = await shop.subscribe('tried');

      expect(second.status).toBe('trialing');
    });

    test('is listed as what it is at the time', async () => {
      const shop = await open();
      await shop.subscribe('tried');
      const listed = async (status: 'trialing' | 'active' | 'scheduled') =>
        (await shop.subscriptions.list.execute(shop.context, { status })).data.length;

      const during = [await listed('trialing'), await listed('active')];
      shop.setTime('2026-06-15T10:00:00Z');

      expect(during).toEqual([1, 0]);
      expect([await listed('trialing'), await listed('active')]).toEqual([0, 1]);
    });

    test('has its first invoice shown before', async () => {
      const shop = await open();
      const input = { customerId: shop.customerId, planId: shop.planId('tried') };

      const preview = await shop.subscriptions.previewCreate.execute(shop.context, input);

      expect(preview.now).toEqual([]);
      expect(preview.next).toMatchObject({
        at: Date.parse('2026-06-15T10:00:00Z'),
        lines: [{ servicePeriod: { start: '2026-06-15', end: '2026-07-15' } }],
      });
    });
  });

  describe('canceled in the trial', () => {
    test('at its end, nothing is ever charged, and it may be taken back', async () => {
      const shop = await open();
      const made = await shop.subscribe('tried');
      const canceled = await cancel(shop, made, 'period_end');
      const { id, version } = await cancel(shop, canceled, { on: '2026-06-10' });

      const input = { subscriptionId: id, version };
      const back = await shop.subscriptions.uncancel.execute(shop.context, input);
      await cancel(shop, back, 'period_end');
      await runAt(shop, '2026-08-01T00:00:00Z');

      expect(canceled.endsAt).toBe(made.trialEndsAt);
      expect(await shop.documents()).toEqual([]);
      expect((await seen(shop, made)).status).toBe('ended');
    });

    test('now, on the day that it would have ended, nothing is charged', async () => {
      const shop = await open();
      const made = await shop.subscribe('tried');
      shop.setTime('2026-06-15T09:00:00Z');

      await cancel(shop, made, 'now');
      await runAt(shop, '2026-08-01T00:00:00Z');

      expect(await shop.documents()).toEqual([]);
    });
  });

  describe('a trial that is extended', () => {
    test('moves the first period along', async () => {
      const shop = await open();
      const made = await shop.subscribe('tried');
      shop.setTime('2026-06-10T10:00:00Z');

      const extended = await extend(shop, made, '2026-06-20T18:00:00Z');
      await runAt(shop, '2026-06-21T00:00:00Z');

      expect(extended).toMatchObject({ status: 'trialing', version: 2, anchorOn: '2026-06-20' });
      expect(await shop.documents()).toEqual(['Base 06-20/07-20 30.00, = 30.00']);
    });

    test('settles what is charged in it', async () => {
      const shop = await open();
      const made = await shop.subscribe('setup');
      shop.setTime('2026-06-10T10:00:00Z');

      await extend(shop, made, '2026-06-22T10:00:00Z');
      await runAt(shop, '2026-06-22T10:00:00Z');

      // 14 of 31 days from 15 May, then 21 of 31 from 22 May.
      expect(await shop.documents()).toEqual([
        'Room 06-01/06-15 2.71, = 2.71',
        'Room 06-01/06-22 4.06, Room 06-01/06-15 -2.71, = 1.35',
        'Room 06-22/07-22 6.00, = 6.00',
        'Base 06-22/07-22 30.00, = 30.00',
      ]);
    });

    test('is none before, none for longer than two years, and none once it is over', async () => {
      const shop = await open();
      const made = await shop.subscribe('tried');
      const plain = await shop.subscribe('plain');

      expect(await refusalOf(extend(shop, made, '2026-06-15T10:00:00Z'))).toBe('invalid_request');
      expect(await refusalOf(extend(shop, made, '2028-06-01T10:00:00Z'))).toBe('invalid_request');
      expect(await refusalOf(extend(shop, plain, '2026-07-15T10:00:00Z'))).toBe('not_in_trial');
      shop.setTime('2026-06-15T10:00:00Z');
      expect(await refusalOf(extend(shop, made, '2026-07-15T10:00:00Z'))).toBe('not_in_trial');
    });
  });

  describe('a trial that somebody ends', () => {
    test('has the first period charged at once', async () => {
      const shop = await open();
      const made = await shop.subscribe('tried');
      shop.setTime('2026-06-10T16:00:00Z');

      const ended = await endTrial(shop, made);
      await runAt(shop, '2026-06-20T00:00:00Z');

      expect(ended).toMatchObject({ status: 'active', anchorOn: '2026-06-10' });
      expect(ended.trialEndsAt).toBe(Date.parse('2026-06-10T16:00:00Z'));
      expect(await shop.documents()).toEqual(['Base 06-10/07-10 30.00, = 30.00']);
      expect(await refusalOf(endTrial(shop, ended))).toBe('not_in_trial');
    });

    test('before it begins, begins without one', async () => {
      const shop = await open();
      const made = await shop.subscribe('tried', { startsOn: '2026-06-05' });

      const ended = await endTrial(shop, made);
      await runAt(shop, '2026-06-05T00:00:00Z');

      expect(ended).toMatchObject({ status: 'scheduled', anchorOn: '2026-06-05' });
      expect(await shop.documents()).toEqual(['Base 06-05/07-05 30.00, = 30.00']);
    });
  });

  describe('another plan in a trial', () => {
    test('keeps the trial', async () => {
      const shop = await open();
      const made = await shop.subscribe('tried');
      shop.setTime('2026-06-05T10:00:00Z');

      await shop.change(made, { planId: shop.planId('plain'), effective: 'now' });
      await runAt(shop, '2026-06-15T10:00:00Z');

      expect(await shop.documents()).toEqual(['Base 06-15/07-15 60.00, = 60.00']);
    });

    test('has the trial of the new plan, from the start on, where the policy says so', async () => {
      const shop = await open({ trialOnChange: 'of_new_plan' });
      const made = await shop.subscribe('tried');
      shop.setTime('2026-06-05T10:00:00Z');

      await shop.change(made, { planId: shop.planId('longer'), effective: 'now' });
      await runAt(shop, '2026-06-21T10:00:00Z');

      expect(await shop.documents()).toEqual(['Base 06-21/07-21 60.00, = 60.00']);
    });

    test('ends the trial where the new plan has none', async () => {
      const shop = await open({ trialOnChange: 'of_new_plan' });
      const made = await shop.subscribe('tried');
      shop.setTime('2026-06-05T10:00:00Z');

      await shop.change(made, { planId: shop.planId('plain'), effective: 'now' });

      expect(await seen(shop, made)).toMatchObject({ status: 'active', anchorOn: '2026-06-05' });
      expect(await shop.documents()).toEqual(['Base 06-05/07-05 60.00, = 60.00']);
    });

    test('gives no second trial of the product to who is in none', async () => {
      const shop = await open({ trialOnChange: 'of_new_plan' });
      const made = await shop.subscribe('tried', { trialDays: 2 });
      await runAt(shop, '2026-06-05T10:00:00Z');

      await shop.change(made, { planId: shop.planId('longer'), effective: 'now' });

      expect((await seen(shop, made)).status).toBe('active');
    });

    test('at its end begins with the first period, which is the trial’s to begin', async () => {
      const shop = await open();
      const made = await shop.subscribe('tried');
      await shop.change(made, { planId: shop.planId('yearly'), effective: 'period_end' });

      await runAt(shop, '2026-06-15T10:00:00Z');

      expect(await shop.documents()).toEqual(['Base 06-15/06-15 365.00, = 365.00']);
    });

    test('that lies ahead follows on a trial that is extended', async () => {
      const shop = await open();
      const made = await shop.subscribe('tried');
      await shop.change(made, { planId: shop.planId('plain'), effective: { on: '2026-06-18' } });
      const current = await seen(shop, made);

      await extend(shop, current, '2026-06-20T10:00:00Z');
      await runAt(shop, '2026-06-20T10:00:00Z');

      expect(await shop.documents()).toEqual(['Base 06-20/07-20 60.00, = 60.00']);
    });
  });
});
