import { describe, expect, test } from 'vitest';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import type { SubscriptionFilter, SubscriptionReads } from '#application/subscriptions/queries.ts';
import { subscriptionView } from '#application/subscriptions/queries.ts';
import type { SubscriptionId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { later, parseCalendarDate } from '#domain/shared/time.ts';
import { ReadyClock } from '#domain/tenants/test-clock.ts';
import { buildSubscription, storeAgreeing, storeSubscription } from '../../billing-builders.ts';
import { buildContext, buildId, buildTenant, nextDay, someday, weekLater } from '../../builders.ts';
import type { OpenStorage, TenantUnderTest } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

type Tenant = TenantUnderTest<SubscriptionRepositories, SubscriptionReads>;

const listed = async (
  tenant: Tenant,
  filter: SubscriptionFilter,
  slice: { limit: number; after: SubscriptionId | null } = { limit: 100, after: null },
): Promise<readonly SubscriptionId[]> => {
  const views = await tenant.read(({ subscriptions }) => subscriptions.list(filter, slice));
  return views.map(({ id }) => id);
};

const markAt = (at: Instant) => ({ on: parseCalendarDate('2026-11-20'), at });

/** The laws of `SubscriptionQueries`. */
export const subscriptionQueriesContract = (
  name: string,
  open: OpenStorage<SubscriptionRepositories, SubscriptionReads>,
): void => {
  describe(`SubscriptionQueries: ${name}`, () => {
    const { createTenant, enter, storage } = storageUnderTest(open);

    const withThree = async () => {
      const tenant = await createTenant();
      const { customerId, plan } = await tenant.run((repositories) => storeAgreeing(repositories));
      const made = [
        buildSubscription(customerId, plan, { start: markAt(nextDay), externalId: 'crm-1' }),
        buildSubscription(customerId, plan),
        buildSubscription(customerId, plan, { end: markAt(someday), externalId: 'crm-2' }),
      ];
      await tenant.run(async ({ subscriptions }) => {
        for (const each of made) await subscriptions.save(each);
      });
      const ids = made.map(({ facts }) => facts.id) as [
        SubscriptionId,
        SubscriptionId,
        SubscriptionId,
      ];
      return { tenant, customerId, plan, ids };
    };

    test('law 1: the newest come first, in slices', async () => {
      const { tenant, ids } = await withThree();
      const [first, second, third] = ids;

      const pages = [
        await listed(tenant, {}, { limit: 2, after: null }),
        await listed(tenant, {}, { limit: 2, after: second }),
        await listed(tenant, {}, { limit: 2, after: first }),
      ];

      expect(pages).toEqual([[third, second], [first], []]);
    });

    test('law 2: each filter leaves out what it does not name, and all together', async () => {
      const { tenant, customerId, plan, ids } = await withThree();
      const [first, second, third] = ids;
      const other = await tenant.run((repositories) => storeSubscription(repositories));
      const theirs = other.subscription.facts.id;

      expect(await listed(tenant, { customerId })).toEqual([third, second, first]);
      expect(await listed(tenant, { planId: other.plan.facts.id })).toEqual([theirs]);
      expect(await listed(tenant, { planId: plan.facts.id, customerId: other.customerId })).toEqual(
        [],
      );
      expect(await listed(tenant, { externalId: 'crm-2' })).toEqual([third]);
      expect(await listed(tenant, { externalId: 'CRM-2' })).toEqual([]);
      expect(await listed(tenant, { customerId, status: 'active' })).toEqual([second]);
      expect(await listed(tenant, { createdAt: { gt: someday } })).toEqual([]);
      expect(await listed(tenant, { createdAt: { gte: someday }, customerId })).toHaveLength(3);
    });

    test('law 3: the status is the one at the business time, to the millisecond', async () => {
      const { tenant, ids } = await withThree();
      const [first, second, third] = ids;
      const statusesAt = async (at: Instant) => {
        storage().clock.set(at);
        try {
          return {
            scheduled: await listed(tenant, { status: 'scheduled' }),
            active: await listed(tenant, { status: 'active' }),
            ended: await listed(tenant, { status: 'ended' }),
          };
        } finally {
          storage().clock.set(someday);
        }
      };

      const before = await statusesAt(later(nextDay, -1));
      const after = await statusesAt(nextDay);

      expect(before).toEqual({ scheduled: [first], active: [second], ended: [third] });
      expect(after).toEqual({ scheduled: [], active: [second, first], ended: [third] });
    });

    test('law 3: one in its trial is not active yet, whatever lies ahead', async () => {
      const tenant = await createTenant();
      const { subscription } = await tenant.run((repositories) =>
        storeSubscription(repositories, {}, nextDay),
      );
      const { id } = subscription.facts;
      const listedAt = async (at: Instant) => {
        storage().clock.set(at);
        try {
          return [
            await listed(tenant, { status: 'trialing' }),
            await listed(tenant, { status: 'active' }),
          ];
        } finally {
          storage().clock.set(someday);
        }
      };

      expect(await listedAt(later(nextDay, -1))).toEqual([[id], []]);
      expect(await listedAt(nextDay)).toEqual([[], [id]]);
    });

    test('law 3: one that was canceled before it began has ended, whatever the time', async () => {
      const tenant = await createTenant();
      const start = markAt(weekLater);
      const { subscription } = await tenant.run((repositories) =>
        storeSubscription(repositories, { start, end: start }),
      );

      expect(await listed(tenant, { status: 'scheduled' })).toEqual([]);
      expect(await listed(tenant, { status: 'active' })).toEqual([]);
      const ended = await listed(tenant, { status: 'ended' });
      expect(ended).toEqual([subscription.facts.id]);
    });

    test('law 3: in a test tenant its clock says what time it is', async () => {
      const created = buildTenant({ mode: 'test' });
      const tenant = enter(buildContext(created.facts.id, { mode: 'test' }));
      const { subscription } = await tenant.run(async (repositories) => {
        await repositories.tenants.save(created);
        await repositories.testClocks.save(ReadyClock.begin(created.facts.id, weekLater));
        return storeSubscription(repositories, { start: markAt(nextDay) });
      });
      const { id } = subscription.facts;

      const found = await tenant.read(({ subscriptions }) => subscriptions.find(id));

      expect(found?.status).toBe('active');
      expect(await listed(tenant, { status: 'active' })).toEqual([id]);
      expect(await listed(tenant, { status: 'scheduled' })).toEqual([]);
    });

    test('one is found as it is listed, and in its own tenant alone', async () => {
      const { tenant, ids } = await withThree();
      const other = await createTenant();
      const [first] = ids;

      const [found, list] = await tenant.read(async ({ subscriptions }) => [
        await subscriptions.find(first),
        await subscriptions.list({ externalId: 'crm-1' }, { limit: 1, after: null }),
      ]);
      const stored = await tenant.run(({ subscriptions }) => subscriptions.find(first, someday));
      const elsewhere = await other.read(async ({ subscriptions }) => [
        await subscriptions.find(first),
        await subscriptions.list({}, { limit: 100, after: null }),
      ]);

      expect(found).toEqual(stored && subscriptionView(stored, someday));
      expect(list).toEqual([found]);
      expect(await tenant.read(({ subscriptions }) => subscriptions.find(buildId('sub')))).toBe(
        undefined,
      );
      expect(elsewhere).toEqual([undefined, []]);
    });
  });
};
