import type { AllRepositories } from '#application/storage.ts';
import type { AlertFailure } from '#domain/alerts/alert-failure.ts';
import { reachedBy } from '#domain/alerts/reached-threshold.ts';
import type { UsageAlertFacts } from '#domain/alerts/usage-alert.ts';
import type { Price } from '#domain/catalog/price.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import type { CustomerId, MeterId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { dayMilliseconds, instantOf, later, parseCalendarDate } from '#domain/shared/time.ts';
import { standardPolicy } from '#domain/tenants/billing-policy.ts';
import type { AgreementRepositories } from '../../src/testing/billing-builders.ts';
import { buildSubscription, storeAgreeing } from '../../src/testing/billing-builders.ts';
import { buildId, someday } from '../../src/testing/builders.ts';
import { buildUsageLine, counted } from '../../src/testing/usage-builders.ts';

/** Stores a line of usage that was counted, of a subscription that takes none afterwards. */
export const storeInvoiced = async (
  repositories: AgreementRepositories & Pick<AllRepositories, 'subscriptions'>,
  meterId: MeterId,
): Promise<{ readonly customerId: CustomerId }> => {
  const { customerId, plan } = await storeAgreeing(repositories);
  const policy = { ...standardPolicy, lateUsage: 'refuse' } as const;
  const built = buildSubscription(customerId, plan, { policy });
  const subscription = await repositories.subscriptions.save(built);
  const { line, terms } = buildUsageLine(subscription, { meterId, derived: counted });
  await repositories.charges.add([line], terms);
  return { customerId };
};

/** A price of usage like another one. */
export const usageOf = (price: Price, meterId: MeterId): Price => {
  const usage = { kind: 'usage', billed: 'in_arrears', isProrated: false } as const;
  return {
    ...price,
    ...usage,
    id: buildId('price', instantOf(Date.UTC(2040, 0))),
    code: 'calls',
    name: 'Calls',
    meterId,
  };
};

/** An event that both tenants have. */
export const sharedEvent = (customerId: CustomerId, at: Instant) => ({
  id: 'shared',
  source: 'api',
  type: 'call',
  at,
  isTimed: false,
  customerId,
  subscriptionId: null,
  data: '{}',
});

/** A look that failed and is to be tried again. */
export const retryOf = (customerId: CustomerId, dueAt: Instant) => {
  const look = { watcher: 'alerts', customerId, eventTypes: null, attempts: 1 };
  return { ...look, from: someday, through: someday, dueAt };
};

/** Watches usage, with news that are not watched yet, and a look that is to be tried again. */
export const watchUsage = async (
  { usage, usageWatches }: Pick<AllRepositories, 'usage' | 'usageWatches'>,
  customerId = buildId('cus'),
): Promise<void> => {
  await usageWatches.begin();
  const failed = [retryOf(customerId, someday)];
  await usageWatches.finish({ through: '0', retries: [], failed });
  const news = { ...sharedEvent(customerId, someday), id: 'news' };
  await usage.append([news], {
    receivedAt: someday,
    expiresAt: later(someday, 400 * dayMilliseconds),
  });
};

const dayOf = { start: parseCalendarDate('2026-11-20'), end: parseCalendarDate('2026-11-21') };
const periodOf = { ...dayOf, startsAt: someday, endsAt: later(someday, dayMilliseconds) };

/** Usage that an alert cannot be set against. */
export const failureIn = (
  { id: alertId }: UsageAlertFacts,
  customerId: CustomerId,
  failedAt: Instant,
): AlertFailure => ({
  alertId,
  customerId,
  subscriptionId: null,
  period: periodOf,
  code: 'too_many_groups',
  detail: 'Too many.',
  failedAt,
});

/** All that a tenant's alert of 100 and 250 euros was reached by. */
export const reachedIn = (alert: UsageAlertFacts, customerId: CustomerId, now: Instant) => {
  const value = Fraction.of(300n);
  return reachedBy(alert, { customerId, subscriptionId: null, period: periodOf, value }, now);
};

/** Watches usage, and reaches each threshold of all alerts. */
export const reachAlerts = async (repositories: AllRepositories): Promise<void> => {
  await watchUsage(repositories);
  for (const { facts } of await repositories.usageAlerts.lookingAt([])) {
    const customerId = buildId('cus');
    await repositories.usageAlerts.reach(reachedIn(facts, customerId, someday));
    const failures = [failureIn(facts, customerId, someday)];
    await repositories.usageAlerts.noteFailures({ customerIds: [], read: [], failures });
  }
};
