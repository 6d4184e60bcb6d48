import { afterAll, beforeAll, describe } from 'vitest';
import type { EffectiveInput } from '#domain/subscriptions/changes/effective.ts';
import type { BillingPolicyInput } from '#domain/tenants/billing-policy.ts';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import type { StorageHarness } from '../../src/testing/harness.ts';
import { openMemoryStorage } from '../../src/testing/memory-storage.ts';
import { freshDatabase } from '../support/database.ts';
import { openPostgresStorage } from '../support/postgres-storage.ts';
import type { PlanGiven, PlanShop } from './plan-shop.ts';
import { openPlanShop } from './plan-shop.ts';
import { codeOf } from './refusals.ts';

/** Opens a shop whose clock shows an instant: the first of June at ten where none is given. */
export type OpenShop = (policy?: BillingPolicyInput, now?: string) => Promise<PlanShop>;

/** Runs the same tests in memory and on PostgreSQL. */
export const onBothStorages = (
  plans: Readonly<Record<string, PlanGiven>>,
  tests: (open: OpenShop, storageName: string) => void,
): void => {
  const fresh = freshDatabase();
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase({ url: fresh.url(), poolMax: 10 });
  });
  afterAll(() => database.close());
  const openings = {
    memory: () => openMemoryStorage(),
    PostgreSQL: () => openPostgresStorage(database),
  };
  describe.each(Object.entries(openings))('on %s', (name, opening) => {
    let storage: StorageHarness;
    beforeAll(async () => {
      storage = await opening();
    });
    afterAll(() => storage.close());
    tests(async (policy, now = '2026-06-01T10:00:00Z') => {
      const shop = await openPlanShop(storage, { plans, ...(policy && { policy }) });
      shop.setTime(now);
      return shop;
    }, name);
  });
};

/** A subscription as it was shown. */
export type Made = Awaited<ReturnType<PlanShop['subscribe']>>;

/** The subscription as it is now. */
export const seen = ({ subscriptions, context }: PlanShop, { id }: Made): Promise<Made> =>
  subscriptions.get.execute(context, { subscriptionId: id });

export const cancel = (
  { subscriptions, context }: PlanShop,
  { id, version }: Made,
  effective: EffectiveInput,
): Promise<Made> =>
  subscriptions.cancel.execute(context, { subscriptionId: id, version, effective });

export const uncancel = (
  { subscriptions, context }: PlanShop,
  { id, version }: Made,
): Promise<Made> => subscriptions.uncancel.execute(context, { subscriptionId: id, version });

export const extendTrial = (
  { subscriptions, context }: PlanShop,
  { id, version }: Made,
  trialEndsAt: string,
): Promise<Made> =>
  subscriptions.extendTrial.execute(context, { subscriptionId: id, version, trialEndsAt });

export const endTrial = (
  { subscriptions, context }: PlanShop,
  { id, version }: Made,
): Promise<Made> => subscriptions.endTrial.execute(context, { subscriptionId: id, version });

/** The public code of a refusal, or `accepted`. */
export const refusalOf = (work: Promise<unknown>): Promise<string> =>
  work.then(() => 'accepted', codeOf);

export const runAt = async (shop: PlanShop, instant: string): Promise<void> => {
  shop.setTime(instant);
  await shop.run();
};

/** Pauses a subscription, or has it go on. */
export const toggle = (shop: PlanShop, { id }: Made, isPaused: boolean): Promise<unknown> => {
  const asked = { subscriptionId: id, version: 'any', effective: 'now' } as const;
  return isPaused
    ? shop.subscriptions.resume.execute(shop.context, asked)
    : shop.subscriptions.pause.execute(shop.context, asked);
};
