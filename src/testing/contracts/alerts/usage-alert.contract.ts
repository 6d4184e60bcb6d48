import { describe, expect, test } from 'vitest';
import type { UsageAlertRepositories } from '#application/alerts/ports.ts';
import type { UsageAlertReads } from '#application/alerts/queries.ts';
import { UsageAlertCodeTaken } from '#domain/alerts/errors.ts';
import { reachedBy } from '#domain/alerts/reached-threshold.ts';
import type { UsageAlertInput } from '#domain/alerts/usage-alert.ts';
import { UsageAlert } from '#domain/alerts/usage-alert.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import type { SubscriptionId } from '#domain/shared/ids.ts';
import { later, parseCalendarDate } from '#domain/shared/time.ts';
import { buildId, nextDay, someday } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

const everything = { limit: 100, after: null };

const build = (given: Partial<UsageAlertInput> = {}, at = someday): UsageAlert => {
  const amount = { measure: 'amount', currency: 'EUR', thresholds: ['10', '20'] } as const;
  return UsageAlert.create(buildId('alr', at), { name: 'Spending', ...amount, ...given }, at);
};

const [ada, bob] = [buildId('cus'), buildId('cus')];

/** All that 10 or 20 euros of Ada's usage reach. */
const reachedOf = (
  { facts }: UsageAlert,
  value: bigint,
  subscriptionId: SubscriptionId | null = null,
  startsAt = someday,
) => {
  const period = {
    start: parseCalendarDate('2026-11-01'),
    end: parseCalendarDate('2026-12-01'),
    startsAt,
    endsAt: later(startsAt, nextDay - someday),
  };
  const reading = { customerId: ada, subscriptionId, period, value: Fraction.of(value) };
  return reachedBy(facts, reading, startsAt);
};

/** The laws of `UsageAlertRepository` and `UsageAlertQueries`. */
export const usageAlertContract = (
  name: string,
  open: OpenStorage<UsageAlertRepositories, UsageAlertReads>,
): void => {
  describe(`UsageAlertRepository: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);
    type Tenant = Awaited<ReturnType<typeof createTenant>>;
    const save = (tenant: Tenant, alert: UsageAlert) =>
      tenant.run(({ usageAlerts }) => usageAlerts.save(alert));
    const reach = (tenant: Tenant, ...given: readonly ReturnType<typeof reachedOf>[]) =>
      tenant.run(({ usageAlerts }) => usageAlerts.reach(given.flat()));
    const told = async (tenant: Tenant) =>
      (await tenant.events())
        .filter(({ type }) => type === 'usage_alert.reached')
        .map(({ after }) => after?.['threshold']);

    test('laws 1 and 2: what is saved is found, one version on', async () => {
      const tenant = await createTenant();
      const full = {
        code: 'soft',
        customerId: ada,
        subscriptionId: buildId('sub'),
        priceCode: 'calls',
        every: '5.5',
      };
      const alert = build(full);

      const saved = await save(tenant, alert);

      expect(saved.facts).toEqual({ ...alert.facts, version: 1 });
      expect(saved.events).toEqual([]);
      const found = await tenant.run(({ usageAlerts }) => usageAlerts.find(alert.facts.id));
      expect(found?.facts).toEqual(saved.facts);
      const read = await tenant.read(({ usageAlerts }) => usageAlerts.find(alert.facts.id));
      expect(read).toEqual(saved.facts);
      expect((await tenant.events()).map(({ type }) => type)).toContain('usage_alert.created');
    });

    test('law 3: what somebody else changed is not overwritten', async () => {
      const tenant = await createTenant();
      const first = await save(tenant, build());
      await save(tenant, first.change({ name: 'Theirs' }, nextDay));

      await expect(save(tenant, first.change({ name: 'Mine' }, nextDay))).rejects.toThrow(
        VersionMismatch,
      );
      await expect(
        tenant.run(({ usageAlerts }) => usageAlerts.delete(first.delete(nextDay))),
      ).rejects.toThrow(VersionMismatch);
    });

    test('law 4: a code is of one alert of a tenant; none is of many', async () => {
      const [tenant, another] = [await createTenant(), await createTenant()];
      await save(tenant, build({ code: 'soft' }));
      await save(another, build({ code: 'soft' }));
      await save(tenant, build());
      await save(tenant, build());

      await expect(save(tenant, build({ code: 'soft' }))).rejects.toThrow(UsageAlertCodeTaken);
    });

    test('law 9: all of a tenant are counted', async () => {
      const [tenant, another] = [await createTenant(), await createTenant()];
      const countOf = (of: Tenant) => of.run(({ usageAlerts }) => usageAlerts.count());
      const first = await save(tenant, build());
      await save(tenant, build({ customerId: ada }));
      const before = await countOf(tenant);

      await tenant.run(({ usageAlerts }) => usageAlerts.delete(first.delete(nextDay)));

      expect([before, await countOf(tenant), await countOf(another)]).toEqual([2, 1, 0]);
    });

    test('laws 5 and 6: those of a customer, and those of all', async () => {
      const [tenant, another] = [await createTenant(), await createTenant()];
      const isAny = async (of: Tenant) =>
        (await of.run(({ usageAlerts }) => usageAlerts.anyId())) !== null;
      const before = await isAny(tenant);
      const all = await save(tenant, build());
      const [hers, his] = [build({ customerId: ada }), build({ customerId: bob })];
      for (const each of [hers, his]) await save(tenant, each);

      const found = await tenant.run(({ usageAlerts }) => usageAlerts.lookingAt([ada]));

      expect(found.map(({ facts }) => facts.id)).toEqual([all.facts.id, hers.facts.id].toSorted());
      expect([before, await isAny(tenant), await isAny(another)]).toEqual([false, true, false]);
      expect(await another.run(({ usageAlerts }) => usageAlerts.lookingAt([ada]))).toEqual([]);
    });

    test('law 7: a threshold is reached once in a period, and told of in order', async () => {
      const tenant = await createTenant();
      const alert = await save(tenant, build());
      const subscriptionId = buildId('sub');

      await reach(tenant, reachedOf(alert, 10n));
      await reach(tenant, reachedOf(alert, 20n), reachedOf(alert, 20n));
      await reach(tenant, reachedOf(alert, 20n, subscriptionId));
      await reach(tenant, reachedOf(alert, 10n, null, nextDay));

      expect(await told(tenant)).toEqual(['10', '20', '10', '20', '10']);
    });

    test('law 7: of runs that reach one at once, one does', async () => {
      const tenant = await createTenant();
      const alert = await save(tenant, build());

      await Promise.all(Array.from({ length: 4 }, () => reach(tenant, reachedOf(alert, 20n))));

      expect(await told(tenant)).toEqual(['10', '20']);
    });

    test('law 8: what a deleted alert reached is gone', async () => {
      const tenant = await createTenant();
      const alert = await save(tenant, build());
      await reach(tenant, reachedOf(alert, 20n));
      const reached = () =>
        tenant.read(({ usageAlerts }) => usageAlerts.reached(alert.facts.id, 10));
      const before = await reached();

      await tenant.run(({ usageAlerts }) => usageAlerts.delete(alert.delete(nextDay)));

      expect([before.length, await reached()]).toEqual([2, []]);
    });

    test('law 10: what was reached in periods that are over for long is forgotten', async () => {
      const [tenant, another] = [await createTenant(), await createTenant()];
      const [alert, theirs] = [await save(tenant, build()), await save(another, build())];
      await reach(another, reachedOf(theirs, 20n));
      await reach(tenant, reachedOf(alert, 20n), reachedOf(alert, 20n, buildId('sub')));
      await reach(tenant, reachedOf(alert, 10n, null, nextDay));
      const forget = (limit: number) =>
        tenant.run(({ usageAlerts }) => usageAlerts.forgetReached(later(nextDay, 1), limit));
      const left = (of: Tenant, { facts }: UsageAlert) =>
        of.read(({ usageAlerts }) => usageAlerts.reached(facts.id, 10));

      const forgotten = [await forget(3), await forget(3), await forget(3)];

      expect(forgotten).toEqual([3, 1, 0]);
      const [one, ...others] = await left(tenant, alert);
      expect([one?.period.startsAt, others]).toEqual([nextDay, []]);
      expect(await left(another, theirs)).toHaveLength(2);
      const endsExactlyThen = one?.period.endsAt ?? someday;
      const none = tenant.run(({ usageAlerts }) => usageAlerts.forgetReached(endsExactlyThen, 3));
      expect(await none).toBe(0);
    });
  });

  describe(`UsageAlertQueries: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);

    test('laws 1 and 2: newest first, slice by slice, of those asked for', async () => {
      const tenant = await createTenant();
      const subscriptionId = buildId('sub');
      const first = build({ code: 'soft', customerId: ada, subscriptionId });
      const second = build({ name: 'Other', customerId: bob }, nextDay);
      for (const each of [first, second]) {
        await tenant.run(({ usageAlerts }) => usageAlerts.save(each));
      }
      const list = (filter: object, slice: object = {}) =>
        tenant.read(async ({ usageAlerts }) => {
          const found = await usageAlerts.list(filter, { ...everything, ...slice });
          return found.map(({ id }) => id);
        });
      const [one, other] = [first.facts.id, second.facts.id];

      expect(await list({})).toEqual([other, one]);
      expect(await list({}, { limit: 1 })).toEqual([other]);
      expect(await list({}, { after: other })).toEqual([one]);
      expect(await list({ subscriptionId })).toEqual([one]);
      expect(await list({ customerId: bob })).toEqual([other]);
      expect(await list({ code: 'soft' })).toEqual([one]);
      expect(await list({ search: 'oth' })).toEqual([other]);
      expect(await list({ meterId: buildId('mtr') })).toEqual([]);
    });

    test('law 3: what was reached, the newest first', async () => {
      const tenant = await createTenant();
      const alert = await tenant.run(({ usageAlerts }) => usageAlerts.save(build()));
      const subscriptionId = buildId('sub');
      await tenant.run(({ usageAlerts }) => usageAlerts.reach(reachedOf(alert, 20n)));
      const last = reachedOf(alert, 10n, subscriptionId, nextDay);
      await tenant.run(({ usageAlerts }) => usageAlerts.reach(last));

      const reached = await tenant.read(({ usageAlerts }) =>
        usageAlerts.reached(alert.facts.id, 2),
      );

      const [newest] = last;
      expect(reached.map(({ threshold }) => threshold)).toEqual(['10', '20']);
      expect(newest?.facts).toMatchObject(reached[0] ?? {});
    });
  });
};
