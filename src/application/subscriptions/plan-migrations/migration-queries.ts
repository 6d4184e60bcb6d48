import type { CatalogReads } from '#application/catalog/queries.ts';
import type { TimeZoneReads } from '#application/shared/created-on.ts';
import type { InstantRange, Slice } from '#application/shared/page.ts';
import type { PlanId, PlanMigrationId, SubscriptionId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { Effective } from '#domain/subscriptions/changes/effective.ts';
import type {
  MigratedSubscription,
  MigrationOutcome,
  MigrationReport,
  MigrationStatus,
  PlanMigration,
} from '#domain/subscriptions/plan-migration.ts';

/** A migration as the tenant's people see it. */
export interface PlanMigrationView {
  readonly id: PlanMigrationId;
  readonly planId: PlanId;
  readonly toVersion: number;
  /** Null for all others. */
  readonly fromVersions: readonly number[] | null;
  readonly effective: Effective;
  readonly status: MigrationStatus;
  /** In subscriptions. */
  readonly progress: { readonly done: number; readonly total: number };
  /** The outcomes; null while it is under way. */
  readonly report: MigrationReport | null;
  readonly createdAt: Instant;
  readonly completedAt: Instant | null;
}

/** @param pending how many of its subscriptions are pending */
export const planMigrationView = (
  { facts, status }: Pick<PlanMigration, 'facts' | 'status'>,
  pending: number,
): PlanMigrationView => {
  const { id, planId, toVersion, fromVersions, effective, total, report } = facts;
  const { createdAt, completedAt } = facts;
  const progress = { done: total - pending, total };
  const described = { id, planId, toVersion, fromVersions, effective };
  return { ...described, status, progress, report, createdAt, completedAt };
};

/** One subscription of a migration; it goes by the id of that subscription. */
export interface MigratedSubscriptionView extends MigratedSubscription {
  readonly id: SubscriptionId;
}

export interface PlanMigrationFilter {
  readonly planId: PlanId;
  readonly createdAt?: InstantRange | undefined;
}

export interface MigratedSubscriptionFilter extends Pick<PlanMigrationFilter, 'planId'> {
  readonly migrationId: PlanMigrationId;
  readonly outcome?: MigrationOutcome | undefined;
}

/**
 * Reads of one tenant's migrations. 1. `find` gives a migration of this plan, or nothing. 2. `list`
 * gives those of a plan, newest first, up to `slice.limit` after `slice.after`. 3. `subscriptions`
 * gives those of a migration, by their ids as `list` does.
 */
export interface PlanMigrationQueries {
  find(planId: PlanId, migrationId: PlanMigrationId): Promise<PlanMigrationView | undefined>;
  list(
    filter: PlanMigrationFilter,
    slice: Slice<PlanMigrationId>,
  ): Promise<readonly PlanMigrationView[]>;
  subscriptions(
    filter: Omit<MigratedSubscriptionFilter, 'planId'>,
    slice: Slice<SubscriptionId>,
  ): Promise<readonly MigratedSubscriptionView[]>;
}

export interface PlanMigrationReads extends TimeZoneReads, Pick<CatalogReads, 'plans'> {
  readonly planMigrations: PlanMigrationQueries;
}
