import { describe, expect, test } from 'vitest';
import type { UsageAlertRepositories } from '#application/alerts/ports.ts';
import type { UsageAlertReads } from '#application/alerts/queries.ts';
import type { AlertFailure } from '#domain/alerts/alert-failure.ts';
import { reachedBy } from '#domain/alerts/reached-threshold.ts';
import { UsageAlert } from '#domain/alerts/usage-alert.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { later, parseCalendarDate } from '#domain/shared/time.ts';
import { buildId, nextDay, someday } from '../../builders.ts';
import type { OpenStorage } from '../../harness.ts';
import { storageUnderTest } from '../../harness.ts';

const spending = { name: 'Spending', measure: 'amount', currency: 'EUR' } as const;
const build = (): UsageAlert =>
  UsageAlert.create(buildId('alr'), { ...spending, thresholds: ['10'] }, someday);

const customerId = buildId('cus');

/** A day of the customer's usage. */
const placeAt = (startsAt = someday) => ({
  customerId,
  subscriptionId: null,
  period: {
    start: parseCalendarDate('2026-11-01'),
    end: parseCalendarDate('2026-12-01'),
    startsAt,
    endsAt: later(startsAt, nextDay - someday),
  },
});

const failureOf = (
  { facts }: UsageAlert,
  detail = 'Too many.',
  failedAt = someday,
  startsAt = someday,
): AlertFailure => {
  const reason = { code: 'too_many_groups', detail, failedAt };
  return { alertId: facts.id, ...placeAt(startsAt), ...reason };
};

/** Laws 8, 10 and 11 of `UsageAlertRepository`, and law 4 of `UsageAlertQueries`, of failures. */
export const alertFailureContract = (
  name: string,
  open: OpenStorage<UsageAlertRepositories, UsageAlertReads>,
): void => {
  describe(`UsageAlertRepository, failures: ${name}`, () => {
    const { createTenant } = storageUnderTest(open);
    type Tenant = Awaited<ReturnType<typeof createTenant>>;
    const save = (tenant: Tenant, alert: UsageAlert) =>
      tenant.run(({ usageAlerts }) => usageAlerts.save(alert));
    const note = (tenant: Tenant, failures: readonly AlertFailure[], read: typeof failures = []) =>
      tenant.run(({ usageAlerts }) =>
        usageAlerts.noteFailures({ customerIds: [customerId], read, failures }),
      );
    const failuresOf = (tenant: Tenant, { facts }: UsageAlert) =>
      tenant.read(({ usageAlerts }) => usageAlerts.failures(facts.id, 10));

    test('law 11: a failure is new once, until its usage was read', async () => {
      const [tenant, another] = [await createTenant(), await createTenant()];
      const alert = await save(tenant, build());
      const [first, other] = [failureOf(alert), failureOf(alert, 'Others.', nextDay)];
      const beside = failureOf(alert, 'Beside.', someday, nextDay);

      const added = [await note(tenant, [first, beside]), await note(tenant, [other])];
      const known = await failuresOf(tenant, alert);
      const over = await note(tenant, [], [first]);
      const left = await failuresOf(tenant, alert);
      const again = await note(tenant, [other], [other, beside]);

      expect([added, over, again]).toEqual([[[first, beside], []], [], [other]]);
      expect(known).toHaveLength(2);
      const { alertId: _, ...shown } = first;
      expect(known).toContainEqual({ ...shown, detail: 'Others.' });
      expect(left.map(({ detail }) => detail)).toEqual(['Beside.']);
      const end = await failuresOf(tenant, alert);
      expect(end.map(({ detail, failedAt }) => [detail, failedAt])).toEqual([['Others.', nextDay]]);
      expect(await failuresOf(another, alert)).toEqual([]);
    });

    test('laws 8 and 10: failures end with their alert, and long after their period', async () => {
      const tenant = await createTenant();
      const [alert, other] = [await save(tenant, build()), await save(tenant, build())];
      await note(tenant, [failureOf(alert), failureOf(other)]);
      await note(tenant, [failureOf(other, 'New.', someday, nextDay)]);
      const reached = reachedBy(other.facts, { ...placeAt(), value: Fraction.of(10n) }, someday);
      await tenant.run(({ usageAlerts }) => usageAlerts.reach(reached));
      const forget = (limit: number) =>
        tenant.run(({ usageAlerts }) => usageAlerts.forgetReached(later(nextDay, 1), limit));

      await tenant.run(({ usageAlerts }) => usageAlerts.delete(alert.delete(nextDay)));
      const ofDeleted = await failuresOf(tenant, alert);
      const forgotten = [await forget(1), await forget(2), await forget(2)];

      expect([ofDeleted, forgotten]).toEqual([[], [1, 1, 0]]);
      expect((await failuresOf(tenant, other)).map(({ detail }) => detail)).toEqual(['New.']);
    });

    test('law 4: failures, the newest first', async () => {
      const tenant = await createTenant();
      const alert = await tenant.run(({ usageAlerts }) => usageAlerts.save(build()));
      const [first, second, third] = [0, 1, 2].map((days) => {
        const at = later(someday, days * (nextDay - someday));
        return failureOf(alert, `${days}`, at, at);
      }) as [AlertFailure, AlertFailure, AlertFailure];
      const failures = [second, third, first];
      await tenant.run(({ usageAlerts }) =>
        usageAlerts.noteFailures({ customerIds: [customerId], read: [], failures }),
      );

      const found = await tenant.read(({ usageAlerts }) => usageAlerts.failures(alert.facts.id, 2));

      expect(found.map(({ detail }) => detail)).toEqual(['2', '1']);
    });
  });
};
