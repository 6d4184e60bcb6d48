import { describe, expect, test } from 'vitest';
import { RunBilling } from '#application/subscriptions/runs/run-billing.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import { buildPrice } from '../../src/testing/builders.ts';
import type { Shop } from '../billing/shop.ts';
import { shopsOnPostgres } from '../billing/shop.ts';
import { rowsAsAdmin } from '../support/admin.ts';
import { count, counting, inRounds, others, race, racers, rounds, soundLines } from './racing.ts';

// Decisions about money, made 20 times at once: nothing comes twice, no number is left out, and
// every document verifies. `npm run test:races` is the whole of it.

const shops = shopsOnPostgres({ poolMax: racers });

/** The events of a tenant, in the order of the commits. */
const eventTypesOf = async ({ context }: Shop): Promise<readonly string[]> => {
  const rows = await rowsAsAdmin<{ readonly action: string }>(
    shops.url(),
    `select action from audit_entries where tenant_id = '${uuidOf(context.tenantId)}'
      order by sequence`,
  );
  return rows.map(({ action }) => action);
};

describe(`${racers} at once, ${rounds} times:`, () => {
  test('a plan that is archived is subscribed to before, or not at all', async () => {
    await inRounds(async () => {
      shops.setTime('2026-06-01T10:00:00Z');
      const shop = await shops.open({ customers: racers });
      const { context, subscriptions, plans, plan, customerIds } = shop;

      const outcomes = await race((index) => {
        const customerId = customerIds[index];
        return index === racers / 2 || customerId === undefined
          ? plans.archive.execute(context, plan)
          : subscriptions.create.execute(context, { customerId, planId: plan.planId });
      });

      expect(outcomes[racers / 2]).toBe('done');
      expect(others(outcomes, 'done', 'plan_not_offered')).toEqual([]);
      expect(await soundLines(shop)).toHaveLength(count(outcomes, 'done') - 1);
      const types = await eventTypesOf(shop);
      expect(types.lastIndexOf('subscription.created')).toBeLessThan(
        types.indexOf('plan.archived'),
      );
    });
  }, 600_000);

  test('a version is published once, and a plan is on offer on one at a time', async () => {
    await inRounds(async () => {
      shops.setTime('2026-06-01T10:00:00Z');
      const shop = await shops.open({ customers: racers });
      const { context, subscriptions, planVersions, plan, customerIds } = shop;
      const { planId } = plan;
      const { number } = await planVersions.create.execute(context, {
        planId,
        changes: { trialDays: 0, prices: [buildPrice({ name: 'Dearer' })] },
      });

      const outcomes = await race((index) => {
        const customerId = customerIds[index];
        return index % 4 === 0 || customerId === undefined
          ? planVersions.publish.execute(context, { planId, number, version: 1 })
          : subscriptions.create.execute(context, { customerId, planId });
      });

      const published = outcomes.filter((_, index) => index % 4 === 0);
      expect(count(published, 'done')).toBe(1);
      expect(others(published, 'done', 'version_mismatch')).toEqual([]);
      expect(count(outcomes, 'done')).toBe((racers * 3) / 4 + 1);
      const types = await eventTypesOf(shop);
      const before = types.slice(0, types.indexOf('plan.version_published'));
      const { data } = await subscriptions.list.execute(context, { limit: 100 });
      // Whoever subscribed before it was published is on the version before, and nobody else.
      expect(data.filter(({ planVersion }) => planVersion === 1)).toHaveLength(
        before.filter((type) => type === 'subscription.created').length,
      );
    });
  }, 600_000);

  test('who moves to a version moves once it is published, or not at all', async () => {
    await inRounds(async () => {
      shops.setTime('2026-06-01T10:00:00Z');
      const shop = await shops.open({ customers: racers });
      const { context, subscriptions, planVersions, plan, customerIds } = shop;
      const { planId } = plan;
      const made = await Promise.all(
        customerIds.map((customerId) =>
          subscriptions.create.execute(context, { customerId, planId }),
        ),
      );
      const { number } = await planVersions.create.execute(context, { planId, changes: {} });

      const outcomes = await race((index) => {
        const { id: subscriptionId } = made[index] ?? {};
        return index === racers / 2 || subscriptionId === undefined
          ? planVersions.publish.execute(context, { planId, number, version: 1 })
          : subscriptions.change.execute(context, {
              subscriptionId,
              planVersion: number,
              effective: 'now',
            });
      });

      expect(outcomes[racers / 2]).toBe('done');
      expect(others(outcomes, 'done', 'plan_version_not_published')).toEqual([]);
      const { data } = await subscriptions.list.execute(context, { limit: 100 });
      expect(data.filter(({ planVersion }) => planVersion === number)).toHaveLength(
        count(outcomes, 'done') - 1,
      );
      await soundLines(shop);
    });
  }, 600_000);

  test('a period is charged once, whoever runs', async () => {
    await inRounds(async () => {
      shops.setTime('2026-06-01T10:00:00Z');
      const shop = await shops.open({ customers: 3 });
      const { context, subscriptions, plan, customerIds } = shop;
      for (const customerId of customerIds) {
        await subscriptions.create.execute(context, { customerId, planId: plan.planId });
      }
      shops.setTime('2026-07-01T00:00:00Z');
      const { unitOfWork, inVain } = counting(shop.unitOfWork);
      const failed = (error: unknown) => shop.failures.push(error);
      const run = new RunBilling({ ...shop, unitOfWork, failed });

      const outcomes = await race(() => run.execute(context));

      expect(others(outcomes, 'done')).toEqual([]);
      expect(inVain()).toBe(0);
      expect(await soundLines(shop)).toHaveLength(6);
    });
  }, 600_000);

  test('what ends while it is run is charged and credited once', async () => {
    await inRounds(async () => {
      shops.setTime('2026-06-01T10:00:00Z');
      const shop = await shops.open();
      const { context, subscriptions, plan, customerIds, run } = shop;
      const [customerId] = customerIds;
      if (customerId === undefined) return;
      const made = await subscriptions.create.execute(context, {
        customerId,
        planId: plan.planId,
      });
      shops.setTime('2026-07-01T12:00:00Z');

      const outcomes = await race((index) =>
        index % 2 === 0
          ? run.execute(context)
          : subscriptions.cancel.execute(context, {
              subscriptionId: made.id,
              version: made.version,
              effective: 'now',
            }),
      );

      const canceled = outcomes.filter((_, index) => index % 2 === 1);
      expect(count(canceled, 'done')).toBe(1);
      expect(others(canceled, 'done', 'version_mismatch', 'customer_busy')).toEqual([]);
      const lines = await soundLines(shop);
      expect(lines.map(({ amount }) => amount.toDecimal()).toSorted()).toEqual([
        '-47.42',
        '49.00',
        '49.00',
      ]);
    });
  }, 600_000);

  test('a customer is deleted, or subscribed, but not both', async () => {
    await inRounds(async () => {
      shops.setTime('2026-06-01T10:00:00Z');
      const shop = await shops.open();
      const { context, subscriptions, customers, plan, customerIds } = shop;
      const [customerId] = customerIds;
      if (customerId === undefined) return;

      const outcomes = await race((index) =>
        index === racers / 2
          ? customers.delete.execute(context, { customerId, version: 1 })
          : subscriptions.create.execute(context, { customerId, planId: plan.planId }),
      );

      const deleted = outcomes[racers / 2];
      const subscribed = outcomes.filter((_, index) => index !== racers / 2);
      const [allowed, made] =
        deleted === 'done' ? ['customer_not_found', 0] : ['done', count(subscribed, 'done')];
      expect(['done', 'customer_in_use']).toContain(deleted);
      expect(others(subscribed, allowed, 'customer_busy')).toEqual([]);
      expect(await soundLines(shop)).toHaveLength(made);
    });
  }, 600_000);
});
