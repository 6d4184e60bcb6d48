import type { CatalogRepositories } from '#application/catalog/ports.ts';
import type { UsageWatcher } from '#application/metering/usage-watcher.ts';
import type { ChargeProgress } from '#application/subscriptions/runs/charge-progress.ts';

/** Has usage charged that is due before its period ends, soon after its events were stored. */
export const progressWatcher = (
  chargeProgress: ChargeProgress,
): UsageWatcher<Pick<CatalogRepositories, 'planVersions'>> => ({
  name: 'usage-thresholds',
  isWatching: async ({ planVersions }) =>
    (await planVersions.anyChargingWithinPeriods()) !== undefined,
  look: async (context, news) => {
    const customerIds = news.map(({ customerId }) => customerId);
    await chargeProgress.execute(context, { customerIds });
  },
});
