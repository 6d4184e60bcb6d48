import { describe, expect, test } from 'vitest';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import { firstVersionOf } from '#domain/catalog/plan-version.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import { later, parseCalendarDate, parseTimeZone } from '#domain/shared/time.ts';
import { SubscriptionExternalIdTaken } from '#domain/subscriptions/errors.ts';
import type { Subscription } from '#domain/subscriptions/subscription.ts';
import { subscriptionAt } from '#domain/subscriptions/subscription.ts';
import { buildSubscription, storeAgreeing, storeSubscription } from '../../billing-builders.ts';
import { buildId, buildPlan, buildProduct, nextDay, someday, weekLater } from '../../builders.ts';
import { negotiatedSegments } from '../../change-builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';
import { requireActive } from './subscribed-tenant.ts';

type OpenSubscriptions = OpenStorage<SubscriptionRepositories>;

const dayOfStart = parseCalendarDate('2026-11-19');

/** The laws of `SubscriptionRepository`. */
export const subscriptionRepositoryContract = (name: string, open: OpenSubscriptions): void => {
  describe(`SubscriptionRepository: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    test('law 1: a subscription is found as it was last saved, in every field', async () => {
      const tenant = await createTenant();
      const { customerId, plan } = await tenant.run((repositories) => storeAgreeing(repositories));
      const [plain, full] = [
        buildSubscription(customerId, plan),
        buildSubscription(customerId, plan, {
          externalId: 'crm:4711 \\ %',
          segments: negotiatedSegments(buildSubscription(customerId, plan)),
          name: 'Zoë %_\\ 🚀',
          timeZone: parseTimeZone('Europe/Vienna'),
          alignment: { day: 31 },
          anchorOn: parseCalendarDate('2026-01-31'),
          anchorDay: 31,
          end: { on: parseCalendarDate('2027-01-31'), at: weekLater },
          billedThrough: parseCalendarDate('2026-12-01'),
          term: { length: { unit: 'year', count: 2 }, renewal: 'renew', startsOn: dayOfStart },
          endReason: 'Too dear',
          isInvoicedApart: true,
          purchaseOrder: 'PO 4711/a',
          metadata: { 'sales/owner': 'Ada "the first"' },
        }),
      ];

      const found = await tenant.run(async ({ subscriptions }) => {
        for (const each of [plain, full]) await subscriptions.save(each);
        return [
          await subscriptions.find(plain.facts.id, someday),
          await subscriptions.find(full.facts.id, someday),
          await subscriptions.find(buildId('sub'), someday),
        ];
      });

      expect(found.map((subscription) => subscription?.facts)).toEqual([
        { ...plain.facts, version: 1 },
        { ...full.facts, version: 1 },
        undefined,
      ]);
    });

    test('law 1: which state it is in follows from the instant', async () => {
      const tenant = await createTenant();
      const { subscription } = await tenant.run((repositories) =>
        storeSubscription(repositories, {
          start: { on: parseCalendarDate('2026-11-20'), at: nextDay },
          end: { on: parseCalendarDate('2026-11-26'), at: weekLater },
        }),
      );

      const found = await tenant.run(async ({ subscriptions }) => {
        const states = [];
        for (const at of [someday, nextDay, later(weekLater, -1), weekLater]) {
          states.push((await subscriptions.find(subscription.facts.id, at))?.status);
        }
        return states;
      });

      expect(found).toEqual(['scheduled', 'active', 'active', 'ended']);
    });

    test('law 1: it is in its trial until the one in force has ended', async () => {
      const tenant = await createTenant();
      const { subscription } = await tenant.run((repositories) =>
        storeSubscription(repositories, {}, nextDay),
      );

      const found = await tenant.run(async ({ subscriptions }) => {
        const states = [];
        for (const at of [someday, later(nextDay, -1), nextDay]) {
          states.push((await subscriptions.find(subscription.facts.id, at))?.status);
        }
        return states;
      });

      expect(found).toEqual(['trialing', 'trialing', 'active']);
    });

    test('law 7: a customer has tried a product, whichever plan of it they ask for', async () => {
      const tenant = await createTenant();
      const { customerId, plan } = await tenant.run((repositories) =>
        storeSubscription(repositories, {}, nextDay),
      );
      const canceled = await tenant.run((repositories) =>
        storeSubscription(repositories, { end: { on: dayOfStart, at: someday } }, nextDay),
      );
      const untried = await tenant.run((repositories) => storeSubscription(repositories));
      const sibling = await tenant.run(async ({ plans }) => {
        const another = buildPlan(plan.facts.productId).activate(someday);
        await plans.save(another);
        return another;
      });

      const answers = await tenant.run(async ({ subscriptions }) => [
        await subscriptions.hasTried(customerId, plan.facts.id),
        await subscriptions.hasTried(customerId, sibling.facts.id),
        await subscriptions.hasTried(customerId, untried.plan.facts.id),
        await subscriptions.hasTried(untried.customerId, plan.facts.id),
        await subscriptions.hasTried(untried.customerId, untried.plan.facts.id),
        await subscriptions.hasTried(canceled.customerId, canceled.plan.facts.id),
      ]);

      expect(answers).toEqual([true, true, false, false, false, false]);
    });

    test('law 2: what is saved comes back one version on, with no events left', async () => {
      const tenant = await createTenant();
      const { subscription } = await tenant.run((repositories) => storeSubscription(repositories));
      const end = { on: parseCalendarDate('2027-01-01'), at: weekLater };
      const canceled = requireActive(subscription).cancel(end, 'Too dear', nextDay);

      const saved = await tenant.run(({ subscriptions }) => subscriptions.save(canceled));

      expect([subscription.facts.version, saved.facts.version]).toEqual([1, 2]);
      expect([subscription.events, saved.events]).toEqual([[], []]);
      expect(saved.facts).toEqual({ ...canceled.facts, version: 2 });
      const types = (await tenant.events()).map(({ type }) => type);
      expect(types.filter((type) => type.startsWith('subscription.'))).toEqual([
        'subscription.created',
        'subscription.canceled',
      ]);
    });

    test('law 3: of two who change the same state, one succeeds', async () => {
      const tenant = await createTenant();
      const { subscription } = await tenant.run((repositories) => storeSubscription(repositories));
      const end = { on: parseCalendarDate('2027-01-01'), at: weekLater };
      const canceled = requireActive(subscription).cancel(end, null, nextDay);

      const outcomes = await Promise.allSettled(
        [1, 2].map(() => tenant.run(({ subscriptions }) => subscriptions.save(canceled))),
      );

      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refused.map(({ reason }: PromiseRejectedResult): unknown => reason)).toEqual([
        expect.any(VersionMismatch),
      ]);
      const found = await tenant.run(({ subscriptions }) =>
        subscriptions.find(subscription.facts.id, nextDay),
      );
      expect(found?.facts.version).toBe(2);
    });

    test('law 4: an external id is taken in one tenant, as it is written', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const store = (at: typeof tenant, externalId: string | null) =>
        at.run((repositories) => storeSubscription(repositories, { externalId }));
      await store(tenant, 'crm-1');

      await expect(store(tenant, 'crm-1')).rejects.toThrow(SubscriptionExternalIdTaken);
      await store(tenant, 'CRM-1');
      await store(tenant, null);
      await store(tenant, null);
      await store(other, 'crm-1');
    });

    test('a subscription is one of an account, to a version that was published', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const { customerId, plan } = await tenant.run((repositories) => storeAgreeing(repositories));
      const unknown = await tenant.run(async ({ products, plans }) => {
        const product = await products.save(buildProduct());
        const draft = buildPlan(product.facts.id).activate(someday);
        await plans.save(draft);
        return draft;
      });
      const save = (at: typeof tenant, subscription: Subscription) =>
        at.run(({ subscriptions }) => subscriptions.save(subscription));

      await expect(save(tenant, buildSubscription(buildId('cus'), plan))).rejects.toThrow(
        InvariantViolation,
      );
      await expect(save(tenant, buildSubscription(customerId, unknown))).rejects.toThrow(
        InvariantViolation,
      );
      await expect(save(other, buildSubscription(customerId, plan))).rejects.toThrow(
        InvariantViolation,
      );
    });

    test('law 8: who agrees to a version is told by what is in force at the instant', async () => {
      const [tenant, stranger] = [await createTenant(), await createTenant()];
      const { customerId, plan } = await tenant.run((repositories) => storeAgreeing(repositories));
      const versionId = firstVersionOf(plan).facts.id;
      const over = { on: dayOfStart, at: someday };
      const plain = buildSubscription(customerId, plan);
      const ended = buildSubscription(customerId, plan, { end: over });
      const moving = buildSubscription(customerId, plan);
      const other = await tenant.run(async (repositories) => {
        const { subscriptions, plans, planVersions } = repositories;
        const product = await repositories.products.save(buildProduct());
        const second = buildPlan(product.facts.id).activate(someday);
        await plans.save(second);
        const { facts } = await planVersions.save(firstVersionOf(second));
        const [first] = moving.facts.segments;
        if (first === undefined) throw new Error('It agrees to something.');
        const from = { on: dayOfStart, at: nextDay };
        const segments = [first, { ...first, planVersionId: facts.id, from }];
        for (const each of [plain, ended]) await subscriptions.save(each);
        await subscriptions.save(subscriptionAt({ ...moving.facts, segments }, someday));
        return { planId: second.facts.id, versionId: facts.id };
      });

      const told = await tenant.run(async ({ subscriptions }) => [
        await subscriptions.agreedTo(plan.facts.id, [versionId], someday),
        await subscriptions.agreedTo(plan.facts.id, [versionId], nextDay),
        await subscriptions.agreedTo(other.planId, [other.versionId], nextDay),
        await subscriptions.agreedTo(plan.facts.id, [], someday),
      ]);
      const strange = await stranger.run(({ subscriptions }) =>
        subscriptions.agreedTo(plan.facts.id, [versionId], someday),
      );

      const [one, another] = [plain.facts.id, moving.facts.id];
      expect(told.map((each) => each.map(({ id }) => id))).toEqual([
        [one, another].toSorted(),
        [one],
        [another],
        [],
      ]);
      expect(strange).toEqual([]);
    });

    test('law 9: of those that are asked for the ones that there are are selected', async () => {
      const [tenant, stranger] = [await createTenant(), await createTenant()];
      const { subscription } = await tenant.run((repositories) => storeSubscription(repositories));
      const { id, customerId, version } = subscription.facts;
      const ids = [buildId('sub'), id];

      const select = (at: typeof tenant) => at.run(({ subscriptions: s }) => s.selected(ids));

      expect(await select(tenant)).toEqual([{ id, version, customerId }]);
      expect(await select(stranger)).toEqual([]);
    });

    test('a subscription of one tenant is not there for another', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const { customerId, subscription } = await tenant.run((repositories) =>
        storeSubscription(repositories),
      );
      const subscriptionId = subscription.facts.id;
      const cursor = { settledThrough: null, nextDueAt: someday, noticedThrough: null };
      await tenant.run(({ subscriptionCursors }) =>
        subscriptionCursors.save([{ subscriptionId, customerId, cursor }]),
      );

      const found = await other.run(async ({ subscriptions }) => [
        await subscriptions.find(subscriptionId, someday),
        await subscriptions.ofCustomers([customerId]),
      ]);
      const moving = other.run(({ subscriptionCursors }) =>
        subscriptionCursors.save([{ subscriptionId, customerId, cursor }]),
      );

      await expect(moving).rejects.toThrow(InvariantViolation);
      expect(found).toEqual([undefined, []]);
    });

    test('law 6: an external id is known in its tenant, as it is written', async () => {
      const [tenant, other] = [await createTenant(), await createTenant()];
      const externalId = 'crm-%_1';
      await tenant.run((repositories) => storeSubscription(repositories, { externalId }));
      const has = (at: typeof tenant, asked: string) =>
        at.run(({ subscriptions }) => subscriptions.hasExternalId(asked));

      const known = [await has(tenant, externalId), await has(other, externalId)];
      expect(known).toEqual([true, false]);
      expect([await has(tenant, 'CRM-%_1'), await has(tenant, 'crm-xx1')]).toEqual([false, false]);
    });
  });
};
