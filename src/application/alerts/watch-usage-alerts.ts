import type { UsageAlertRepositories } from '#application/alerts/ports.ts';
import type { UnreadUsage } from '#application/alerts/read-usage.ts';
import { UsageReader } from '#application/alerts/read-usage.ts';
import type { UsageWatcher } from '#application/metering/usage-watcher.ts';
import type { UsageNews } from '#application/metering/usage-watches.ts';
import type { Run, UnitOfWork } from '#application/shared/ports.ts';
import { detailOf } from '#application/subscriptions/runs/setbacks.ts';
import type { AlertFailure, ReadPlace } from '#domain/alerts/alert-failure.ts';
import type { ReachedThreshold } from '#domain/alerts/reached-threshold.ts';
import { reachedBy } from '#domain/alerts/reached-threshold.ts';
import type { UsageAlertFacts } from '#domain/alerts/usage-alert.ts';
import type { DomainError } from '#domain/shared/errors.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { Instant } from '#domain/shared/time.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<UsageAlertRepositories>;
  readonly hash: (text: string) => string;
  /** Hears of usage that an alert cannot be set against, once for each period. */
  readonly alertFailed: (failure: AlertFailure) => void;
}

/**
 * Tells of thresholds of usage alerts, soon after the events that reach them. Usage that one of
 * them cannot be set against stays with the alert as a failure, and silences no other.
 */
export const usageAlertWatcher = ({
  unitOfWork,
  hash,
  alertFailed,
}: Dependencies): UsageWatcher<UsageAlertRepositories> => ({
  name: 'usage-alerts',
  isWatching: async ({ usageAlerts }) => (await usageAlerts.anyId()) !== null,
  look: async (context, news) => {
    const failures = await unitOfWork.run(context, (repositories, run) =>
      tellOf(news, repositories, run, hash),
    );
    for (const failure of failures) alertFailed(failure);
  },
});

/** Gives the failures that are new. */
const tellOf = async (
  news: readonly UsageNews[],
  repositories: UsageAlertRepositories,
  run: Run,
  hash: Dependencies['hash'],
): Promise<readonly AlertFailure[]> => {
  const { usageAlerts } = repositories;
  const customerIds = news.map(({ customerId }) => customerId);
  const alerts = (await usageAlerts.lookingAt(customerIds)).map(({ facts }) => facts);
  if (alerts.length === 0) return [];
  const reader = await UsageReader.open(repositories, { ...run, hash }, customerIds);
  const reached: ReachedThreshold[] = [];
  const read: ReadPlace[] = [];
  const failures: AlertFailure[] = [];
  for (const each of news) {
    for (const alert of alerts.filter((one) => looksAt(one, each))) {
      const usage = await reader.read(alert, each);
      for (const { value, ...place } of usage.readings) {
        read.push({ ...place, alertId: alert.id });
        reached.push(...reachedBy(alert, { ...place, value }, run.now));
      }
      failures.push(...usage.failures.map((unread) => failureOf(alert, unread, run.now)));
    }
  }
  await usageAlerts.reach(reached);
  return usageAlerts.noteFailures({ customerIds, read, failures });
};

const failureOf = (
  { id: alertId }: UsageAlertFacts,
  { error, ...place }: UnreadUsage,
  failedAt: Instant,
): AlertFailure => {
  return { ...place, alertId, code: codeOf(error), detail: detailOf(error), failedAt };
};

// A fault says more than that there is one.
const codeOf = (error: DomainError): string =>
  (error instanceof InvalidValue ? error.faults[0]?.code : undefined) ?? error.code;

const looksAt = (alert: UsageAlertFacts, { customerId }: UsageNews): boolean =>
  alert.customerId === null || alert.customerId === customerId;
