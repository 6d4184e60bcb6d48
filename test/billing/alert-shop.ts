import { usageAlertUseCases } from '#application/alerts/use-cases.ts';
import { usageAlertWatcher } from '#application/alerts/watch-usage-alerts.ts';
import { WatchUsage } from '#application/metering/watch-usage.ts';
import type { AlertFailure } from '#domain/alerts/alert-failure.ts';
import type { UsageAlertInput } from '#domain/alerts/usage-alert.ts';
import type { OpenShop } from './both-storages.ts';
import type { PlanShop } from './plan-shop.ts';
import { addMeters } from './usage-shop.ts';

/** A shop with usage alerts: they are looked at by `watch`, until nothing is left. */
const withAlerts = (shop: PlanShop) => {
  const { storage, context, hash } = shop;
  const alerts = usageAlertUseCases(storage);
  const failures: unknown[] = [];
  const alertFailures: AlertFailure[] = [];
  const alertFailed = (failure: AlertFailure): number => alertFailures.push(failure);
  const work = new WatchUsage({
    unitOfWork: storage.unitOfWork,
    usageWatchers: [usageAlertWatcher({ unitOfWork: storage.unitOfWork, hash, alertFailed })],
    watchFailed: (error) => failures.push(error),
  });
  const watch = async (): Promise<void> => {
    for (;;) {
      const { isDone } = await work.execute(context);
      if (failures.length > 0) throw failures[0];
      if (isDone) return;
    }
  };
  /** The alerts that were told: threshold, period and value. */
  const told = async (): Promise<readonly string[]> => {
    const events = await storage.eventsOf(context.tenantId);
    return events.flatMap(({ type, after }) => {
      if (type !== 'usage_alert.reached' || after === null) return [];
      const { name, threshold, value } = after as Readonly<Record<string, string>>;
      const { start } = after['period'] as Readonly<Record<string, string>>;
      return [`${name} ${threshold} in ${start?.slice(5)} at ${value}`];
    });
  };
  return {
    shop,
    alerts,
    /** The lines that were logged of alerts that failed. */
    alertFailures,
    watch,
    told,
    create: (input: Partial<UsageAlertInput>) =>
      alerts.create.execute(context, {
        name: 'Calls',
        measure: 'quantity',
        thresholds: ['3'],
        ...input,
      }),
  };
};

/** Noon of a day in June 2026. */
export const june = (day: number): string => `2026-06-${String(day).padStart(2, '0')}T12:00:00Z`;

/** Opens such a shop on the first of June, and goes on to an instant once somebody subscribed. */
export const openAlerts =
  (openShop: OpenShop) =>
  async (now = june(10)) => {
    const shop = await openShop(undefined, '2026-06-01T00:00:00Z');
    await addMeters(shop);
    return {
      ...withAlerts(shop),
      subscribe: async (plan: string) => {
        shop.setTime('2026-06-01T00:00:00Z');
        const made = await shop.subscribe(plan);
        shop.setTime(now);
        return made;
      },
    };
  };
