import type { MovedCursor } from '#application/subscriptions/ports.ts';
import type { SubscriptionChange } from '#domain/subscriptions/changes/change.ts';
import type { MigratedSubscription, PlanMigration } from '#domain/subscriptions/plan-migration.ts';
import type { Subscription } from '#domain/subscriptions/subscription.ts';
import type { MemoryTable } from '#infrastructure/memory/memory-table.ts';

/** The tables of subscriptions in memory. */
export interface SubscriptionTables {
  readonly subscriptions: MemoryTable<Subscription>;
  /** By the subscription's key. */
  readonly subscriptionCursors: MemoryTable<MovedCursor>;
  readonly subscriptionChanges: MemoryTable<SubscriptionChange>;
  readonly planMigrations: MemoryTable<PlanMigration>;
  /** By the keys of migration and subscription. */
  readonly migratedSubscriptions: MemoryTable<MigratedSubscription>;
}
