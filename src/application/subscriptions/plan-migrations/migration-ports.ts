import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import type { PlanMigrationId, SubscriptionId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import type {
  MigratedSubscription,
  MigrationReport,
  PlanMigration,
  RunningPlanMigration,
} from '#domain/subscriptions/plan-migration.ts';

/**
 * Moves of many subscriptions to a version of their plan.
 *
 * 1. `start` stores a migration with its subscriptions, all pending, and a job that takes it on
 *    should nobody else; none where it has no subscription.
 * 2. `find` gives what was last saved, or nothing.
 * 3. `save` stores and gives back what is stored now, one version on and with no events left. One
 *    of a state whose version is not the stored one changes nothing and throws.
 * 4. `pending` gives pending subscriptions of a migration by their ids, those after one, up to a
 *    limit.
 * 5. `settle` notes what became of a pending subscription, and tells whether it was pending: what
 *    was noted before stays.
 * 6. `isPending` tells whether a subscription of a migration is pending.
 * 7. `report` counts what became of a migration's subscriptions, and those that are pending.
 */
export interface PlanMigrationRepository {
  start(
    migration: RunningPlanMigration,
    subscriptionIds: readonly SubscriptionId[],
    /** In real time. */
    startedAt: Instant,
  ): Promise<PlanMigration>;
  find(migrationId: PlanMigrationId): Promise<PlanMigration | undefined>;
  /** @throws {VersionMismatch} */
  save(migration: PlanMigration): Promise<PlanMigration>;
  pending(
    migrationId: PlanMigrationId,
    after: SubscriptionId | null,
    limit: number,
  ): Promise<readonly SubscriptionId[]>;
  isPending(migrationId: PlanMigrationId, subscriptionId: SubscriptionId): Promise<boolean>;
  settle(migrationId: PlanMigrationId, settled: MigratedSubscription): Promise<boolean>;
  report(migrationId: PlanMigrationId): Promise<MigrationReport & { readonly pending: number }>;
}

export type PlanMigrationRepositories = SubscriptionRepositories & {
  readonly planMigrations: PlanMigrationRepository;
};
