import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import type { AlertFailure, ReadPlace } from '#domain/alerts/alert-failure.ts';
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
 * 8. A deleted alert takes along what was reached, and its failures.
 * 9. `count` gives the number of the tenant's alerts.
 * 10. `forgetReached` deletes what was reached, and failures, in periods that ended before an
 *     instant, and gives their number: below the limit there is none any more.
 * 11. `noteFailures` stores the failures of a look, one for each alert, customer, subscription and
 *     period, and forgets those of usage that was read since. It gives those that were not known;
 *     of one that was, the instant stays, and the reason is the new one.
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
  noteFailures(look: AlertLook): Promise<readonly AlertFailure[]>;
}

/** The outcome of a look at the usage of some customers. */
export interface AlertLook {
  readonly customerIds: readonly CustomerId[];
  /** The usage of each alert that could be read, */
  readonly read: readonly ReadPlace[];
  /** and that which could not. */
  readonly failures: readonly AlertFailure[];
}

export type UsageAlertRepositories = SubscriptionRepositories &
  MeteringRepositories & {
    readonly usageAlerts: UsageAlertRepository;
  };
