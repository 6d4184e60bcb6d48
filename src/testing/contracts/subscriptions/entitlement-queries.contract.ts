import { describe, expect, test } from 'vitest';
import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { EntitlementReads } from '#application/subscriptions/entitlement-queries.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import type { Feature } from '#domain/catalog/feature.ts';
import { firstVersionOf } from '#domain/catalog/plan-version.ts';
import { countingOf } from '#domain/metering/rollup.ts';
import type { MeterId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { parseCalendarDate } from '#domain/shared/time.ts';
import { buildSubscription, storeAgreeing } from '../../billing-builders.ts';
import { buildId, buildPlan, nextDay, someday, weekLater } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';
import { buildMeter } from '../../metering-builders.ts';

type Repositories = SubscriptionRepositories & MeteringRepositories;

const markAt = (at: Instant) => ({ on: parseCalendarDate('2026-11-20'), at });
const sso: Feature = { code: 'sso', kind: 'boolean' };
const limitOf = (meterId: MeterId): Feature => ({
  code: 'calls',
  kind: 'limit',
  meterId,
  limit: '10.5',
  interval: { unit: 'week', count: 2 },
});

/** A customer, a meter, and plans with features: on offer and a draft. */
const storeFeatured = async (repositories: Repositories) => {
  const { plans, planVersions, meters } = repositories;
  const { customerId, plan } = await storeAgreeing(repositories);
  const meter = await meters.save(buildMeter({ groupBy: ['region'] }));
  const features = [limitOf(meter.facts.id), sso];
  const featured = buildPlan(plan.facts.productId, { features }).activate(someday);
  await plans.save(featured);
  await planVersions.save(firstVersionOf(featured));
  const draft = buildPlan(plan.facts.productId, { features: [{ ...sso, code: 'drafted' }] });
  await plans.save(draft);
  return { customerId, plan, featured, features, meter: meter.facts };
};

/** The laws of `EntitlementQueries`. */
export const entitlementQueriesContract = (
  name: string,
  open: OpenStorage<Repositories, EntitlementReads>,
): void => {
  describe(`EntitlementQueries: ${name}`, () => {
    const { createTenant, storage } = storageUnderTest(open);

    const withFeatures = async () => {
      const tenant = await createTenant();
      storage().clock.set(nextDay);
      return { tenant, ...(await tenant.run(storeFeatured)) };
    };

    test('law 1: gives what runs, with the features agreed to, and their meters', async () => {
      const { tenant, customerId, plan, featured, features, meter } = await withFeatures();
      const agreed = buildSubscription(customerId, featured);
      const made = {
        running: buildSubscription(customerId, featured, { end: markAt(weekLater) }),
        bare: buildSubscription(customerId, plan),
        scheduled: buildSubscription(customerId, featured, { start: markAt(weekLater) }),
        ended: buildSubscription(customerId, featured, { end: markAt(nextDay) }),
        paused: buildSubscription(customerId, featured, {
          segments: agreed.facts.segments.map((each) => ({ ...each, isPaused: true })),
        }),
      };
      await tenant.run(async ({ subscriptions }) => {
        for (const each of Object.values(made)) await subscriptions.save(each);
      });

      const found = await tenant.read(({ entitlements }) => entitlements.of(customerId));

      const given = found?.subscriptions.map(({ facts, features: own }) => [facts.id, own]);
      expect(new Map(given as [string, readonly Feature[]][])).toEqual(
        new Map([
          [made.running.facts.id, features],
          [made.bare.facts.id, []],
        ]),
      );
      expect(found?.at).toBe(nextDay);
      expect([...(found?.meters ?? [])]).toMatchObject([
        [meter.id, { eventType: 'call', aggregation: 'count', groupBy: ['region'] }],
      ]);
    });

    test('law 1: gives what a change gives once it took effect, whoever wrote since', async () => {
      const { tenant, customerId, plan, featured, features } = await withFeatures();
      const { facts } = buildSubscription(customerId, plan);
      const segments = [plan, featured].map((each, index) => ({
        from: markAt(index === 0 ? someday : weekLater),
        planVersionId: firstVersionOf(each).facts.id,
        items: facts.segments[0]?.items ?? [],
      }));
      await tenant.run(({ subscriptions }) =>
        subscriptions.save(buildSubscription(customerId, plan, { segments })),
      );
      const seen = async () => {
        const found = await tenant.read(({ entitlements }) => entitlements.of(customerId));
        return [found?.subscriptions.map((each) => each.features), found?.meters.size];
      };

      const before = await seen();
      storage().clock.set(weekLater);

      expect(before).toEqual([[[]], 0]);
      expect(await seen()).toEqual([[features], 1]);
    });

    test('law 1: gives nothing where there is no such customer', async () => {
      const { tenant, customerId } = await withFeatures();
      const another = await createTenant();

      const found = [
        await tenant.read(({ entitlements }) => entitlements.of(buildId('cus'))),
        await another.read(({ entitlements }) => entitlements.of(customerId)),
        (await tenant.read(({ entitlements }) => entitlements.of(customerId)))?.subscriptions,
      ];

      expect(found).toEqual([undefined, undefined, []]);
    });

    test('laws 2 and 3: what was given lately is told from what is given now', async () => {
      const { tenant, customerId, featured, meter } = await withFeatures();
      const save = () =>
        tenant.run(({ subscriptions }) =>
          subscriptions.save(buildSubscription(customerId, featured)),
        );
      await save();
      const known = await tenant.read(({ entitlements }) => entitlements.of(customerId));
      const lately = await tenant.read(({ entitlements }) => entitlements.lately(customerId));
      if (known === undefined) throw new Error('The customer is found.');
      const usage = () =>
        tenant.read(({ entitlements }) =>
          entitlements.usageWhile(known, {
            customerId,
            subscriptions: null,
            counting: countingOf(meter, []),
            spans: [{ from: someday, to: weekLater }],
          }),
        );

      const before = await usage();
      await save();

      expect(lately).toEqual(known);
      expect(before?.events ?? []).toEqual([]);
      expect(await usage()).toBeUndefined();
    });

    test('law 4: knows the features of all plans of the tenant, drafts too', async () => {
      const { tenant } = await withFeatures();
      const another = await createTenant();
      const known = (of: typeof tenant, code: string) =>
        of.read(({ entitlements }) => entitlements.isOffered(code));

      const told = [
        await known(tenant, 'sso'),
        await known(tenant, 'drafted'),
        await known(tenant, 'ss'),
        await known(another, 'sso'),
      ];

      expect(told).toEqual([true, true, false, false]);
    });
  });
};
