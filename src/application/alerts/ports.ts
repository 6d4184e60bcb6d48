import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import type { ReachedThreshold } from '#domain/alerts/reached-threshold.ts';
import type { DeletedUsageAlert, UsageAlert } from '#domain/alerts/usage-alert.ts';
import type { CustomerId, UsageAlertId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/**
 * The usage alerts of the one tenant of the unit of work.
 *
 * 1. `find` gives what was last saved, or nothing.
 * 2. `save` stores and gives back what is stored now, one version on and with no events left.
 * 3. `save` and `delete` of a state whose version is not the stored one change nothing and throw.
 * 4. No two alerts of a tenant share a code; two tenants may.
 * 5. `anyId` gives the id of one, or null where the tenant has none.
 * 6. `lookingAt` gives those that look at one of these customers, or at all, by their ids.
 * 7. `reach` stores those of these thresholds that were not reached in their period before, and
 *    records their events, in order. Of runs that reach one at once, one does.
 * 8. A deleted alert takes along what was reached.
 * 9. `count` gives the number of the tenant's alerts.
 * 10. `forgetReached` deletes what was reached in periods that ended before an instant, and gives
 *     its number: below the limit there is none any more.
 */
export interface UsageAlertRepository {
  find(alertId: UsageAlertId): Promise<UsageAlert | undefined>;
  /** @throws {VersionMismatch | UsageAlertCodeTaken} */
  save(alert: UsageAlert): Promise<UsageAlert>;
  /** @throws {VersionMismatch} */
  delete(alert: DeletedUsageAlert): Promise<void>;
  anyId(): Promise<UsageAlertId | null>;
  count(): Promise<number>;
  lookingAt(customerIds: readonly CustomerId[]): Promise<readonly UsageAlert[]>;
  reach(reached: readonly ReachedThreshold[]): Promise<void>;
  forgetReached(endedBefore: Instant, limit: number): Promise<number>;
}

export type UsageAlertRepositories = SubscriptionRepositories &
  MeteringRepositories & {
    readonly usageAlerts: UsageAlertRepository;
  };
