import type { UsageAlertRepositories } from '#application/alerts/ports.ts';
import { UsageReader } from '#application/alerts/read-usage.ts';
import type { UsageWatcher } from '#application/metering/usage-watcher.ts';
import type { UsageNews } from '#application/metering/usage-watches.ts';
import type { Run, UnitOfWork } from '#application/shared/ports.ts';
import type { ReachedThreshold } from '#domain/alerts/reached-threshold.ts';
import { reachedBy } from '#domain/alerts/reached-threshold.ts';
import type { UsageAlertFacts } from '#domain/alerts/usage-alert.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<UsageAlertRepositories>;
  readonly hash: (text: string) => string;
}

/** Tells of thresholds of usage alerts, soon after the events that reach them. */
export const usageAlertWatcher = ({
  unitOfWork,
  hash,
}: Dependencies): UsageWatcher<UsageAlertRepositories> => ({
  name: 'usage-alerts',
  isWatching: async ({ usageAlerts }) => (await usageAlerts.anyId()) !== null,
  look: (context, news) =>
    unitOfWork.run(context, (repositories, run) => tellOf(news, repositories, run, hash)),
});

const tellOf = async (
  news: readonly UsageNews[],
  repositories: UsageAlertRepositories,
  run: Run,
  hash: Dependencies['hash'],
): Promise<void> => {
  const { usageAlerts } = repositories;
  const customerIds = news.map(({ customerId }) => customerId);
  const alerts = (await usageAlerts.lookingAt(customerIds)).map(({ facts }) => facts);
  if (alerts.length === 0) return;
  const reader = await UsageReader.open(repositories, { ...run, hash }, customerIds);
  const reached: ReachedThreshold[] = [];
  for (const each of news) {
    for (const alert of alerts.filter((one) => looksAt(one, each))) {
      const readings = await reader.read(alert, each);
      reached.push(...readings.flatMap((reading) => reachedBy(alert, reading, run.now)));
    }
  }
  await usageAlerts.reach(reached);
};

const looksAt = (alert: UsageAlertFacts, { customerId }: UsageNews): boolean =>
  alert.customerId === null || alert.customerId === customerId;
