import { describe, expect, test } from 'vitest';
import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { MeteringReads } from '#application/metering/queries.ts';
import type {
  UsageRetry,
  UsageToWatch,
  WatchedUsage,
} from '#application/metering/usage-watches.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import type { UsageEvent } from '#domain/metering/admission.ts';
import type { Instant } from '#domain/shared/time.ts';
import { dayMilliseconds, instantOf, later } from '#domain/shared/time.ts';
import { buildId, someday } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

type OpenWatches = OpenStorage<TenantRepositories & MeteringRepositories, MeteringReads>;

const receipt = { receivedAt: someday, expiresAt: later(someday, 4000 * dayMilliseconds) };
const claimMilliseconds = 60_000;

/** The laws of `UsageWatches`, and law 5 of `Installation`. */
export const usageWatchesContract = (name: string, open: OpenWatches): void => {
  describe(`UsageWatches: ${name}`, () => {
    const { createTenant, storage } = storageUnderTest(open);
    type Tenant = Awaited<ReturnType<typeof createTenant>>;
    // By their ids, as news come.
    const [ada, bob] = [buildId('cus'), buildId('cus')].toSorted() as [
      UsageEvent['customerId'],
      UsageEvent['customerId'],
    ];
    let sent = 0;
    const build = (customerId: UsageEvent['customerId'], at = someday, type = 'call') => {
      sent += 1;
      const facts = { source: 'api', isTimed: true, subscriptionId: null, data: '{}' };
      return { ...facts, id: `e${sent}`, type, at, customerId };
    };
    const append = (tenant: Tenant, ...events: readonly UsageEvent[]) =>
      tenant.run(({ usage }) => usage.append(events, receipt));
    const begin = (tenant: Tenant) => tenant.run(({ usageWatches }) => usageWatches.begin());
    const claim = (tenant: Tenant, now: Instant = someday, limit = 100) =>
      tenant.run(({ usageWatches }) =>
        usageWatches.claim({ now, until: later(now, claimMilliseconds), limit }),
      );
    const finish = (
      tenant: Tenant,
      work: UsageToWatch | null,
      failed: WatchedUsage['failed'] = [],
    ) => {
      if (work === null) throw new Error('Nothing was claimed.');
      return tenant.run(({ usageWatches }) => usageWatches.finish({ ...work, failed }));
    };
    const isToWatch = async ({ id }: Tenant): Promise<boolean> => {
      const { installation } = storage();
      return (await installation.tenantsToWatch(1000, null)).includes(id);
    };
    const failedOf = (customerId: UsageEvent['customerId'], attempts: number, dueAt: Instant) => ({
      watcher: 'alerts',
      customerId,
      eventTypes: null,
      from: later(someday, attempts - 1),
      through: later(someday, attempts),
      attempts,
      dueAt,
    });

    test('law 1: events that came since are news, each customer once, with its times', async () => {
      const tenant = await createTenant();
      await append(tenant, build(ada));
      await begin(tenant);
      await append(tenant, build(bob), build(ada, later(someday, 5), 'login'));
      await begin(tenant);
      await append(tenant, build(ada, later(someday, 2)), build(ada, later(someday, 9), 'login'));

      const work = await claim(tenant);

      expect(work).toEqual({
        news: [
          {
            customerId: ada,
            eventTypes: ['call', 'login'],
            from: later(someday, 2),
            through: later(someday, 9),
          },
          { customerId: bob, eventTypes: ['call'], from: someday, through: someday },
        ],
        retries: [],
        through: '5',
      });
    });

    test('law 1: of another tenant, or one that watches nothing, there are none', async () => {
      const [tenant, another] = [await createTenant(), await createTenant()];
      await begin(another);
      await append(tenant, build(ada));

      expect([await claim(tenant), await claim(another)]).toEqual([null, null]);
      expect(await isToWatch(tenant)).toBe(false);
    });

    test('law 2: one step after the other, of so many positions, by one at a time', async () => {
      const tenant = await createTenant();
      await begin(tenant);
      await append(tenant, build(ada), build(bob), build(bob));

      const first = await claim(tenant, someday, 2);
      const meanwhile = await claim(tenant, someday, 2);
      await finish(tenant, first);
      const second = await claim(tenant, someday, 2);
      await finish(tenant, second);

      const customers = (work: UsageToWatch | null) =>
        work?.news.map(({ customerId }) => customerId);
      expect([first, meanwhile, second].map(customers)).toEqual([[ada, bob], undefined, [bob]]);
      expect(await claim(tenant)).toBeNull();
    });

    test('law 2: of claims at once one is given the news', async () => {
      const tenant = await createTenant();
      await begin(tenant);
      await append(tenant, build(ada));

      const claims = await Promise.all(Array.from({ length: 4 }, () => claim(tenant)));

      expect(claims.filter((each) => each !== null).length).toBe(1);
    });

    test('law 3: news of a claim that ends unfinished are given again', async () => {
      const tenant = await createTenant();
      await begin(tenant);
      await append(tenant, build(ada));
      const first = await claim(tenant);

      const before = await claim(tenant, later(someday, claimMilliseconds - 1));
      const again = await claim(tenant, later(someday, claimMilliseconds));

      expect([before, again]).toEqual([null, first]);
    });

    test('law 4: a look that failed is due again, with the time of all its events', async () => {
      const tenant = await createTenant();
      await begin(tenant);
      await append(tenant, build(ada));
      const due = (seconds: number): Instant => instantOf(someday + seconds * 1000);
      await finish(tenant, await claim(tenant), [failedOf(ada, 1, due(2))]);

      const early = await claim(tenant, due(1));
      await append(tenant, build(ada));
      await finish(tenant, await claim(tenant, due(1)), [failedOf(ada, 2, due(4))]);
      const again = await claim(tenant, due(4));
      const isLeft = await isToWatch(tenant);
      await finish(tenant, again);

      const { dueAt: _, ...last } = failedOf(ada, 2, due(4));
      expect(early).toBeNull();
      expect(again?.retries).toEqual([{ ...last, from: someday }] satisfies UsageRetry[]);
      expect(isLeft).toBe(true);
      expect(await claim(tenant, due(100))).toBeNull();
    });

    test('law 5: after the end nothing is news, until it begins again', async () => {
      const tenant = await createTenant();
      await begin(tenant);
      await append(tenant, build(ada));
      await finish(tenant, await claim(tenant), [failedOf(ada, 1, someday)]);

      await tenant.run(({ usageWatches }) => usageWatches.end());
      await append(tenant, build(ada));
      const ended = [await claim(tenant), await isToWatch(tenant)];
      await begin(tenant);
      await append(tenant, build(bob));

      const { news, retries } = (await claim(tenant)) ?? {};
      expect(ended).toEqual([null, false]);
      expect(news?.map(({ customerId }) => customerId)).toEqual([bob]);
      expect(retries).toEqual([]);
    });

    test('law 5 of Installation: who watches is told while something is unwatched', async () => {
      const tenant = await createTenant();
      await begin(tenant);
      expect(await claim(tenant)).toBeNull();
      const before = await isToWatch(tenant);
      await append(tenant, build(ada));
      const since = await isToWatch(tenant);
      await finish(tenant, await claim(tenant));

      expect([before, since, await isToWatch(tenant)]).toEqual([false, true, false]);
      const { installation } = storage();
      await append(tenant, build(ada));
      expect(await installation.tenantsToWatch(1000, tenant.id)).not.toContain(tenant.id);
      expect(await installation.tenantsToWatch(0, null)).toEqual([]);
    });
  });
};
