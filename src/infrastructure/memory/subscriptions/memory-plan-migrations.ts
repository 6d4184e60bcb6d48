import { randomUUID } from 'node:crypto';
import type { PlanMigrationRepository } from '#application/subscriptions/plan-migrations/migration-ports.ts';
import type { PlanMigrationQueries } from '#application/subscriptions/plan-migrations/migration-queries.ts';
import { planMigrationView } from '#application/subscriptions/plan-migrations/migration-queries.ts';
import type { MigrationData } from '#application/subscriptions/plan-migrations/migration-queue.ts';
import { planMigrationQueue } from '#application/subscriptions/plan-migrations/migration-queue.ts';
import type { PlanMigrationId } from '#domain/shared/ids.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { MigratedSubscription, PlanMigration } from '#domain/subscriptions/plan-migration.ts';
import { planMigrationOf } from '#domain/subscriptions/plan-migration.ts';
import { memoryAggregates } from '#infrastructure/memory/aggregates.ts';
import { fits, sliceOf, within } from '#infrastructure/memory/list.ts';
import { MemoryTable } from '#infrastructure/memory/memory-table.ts';
import type { Resource } from '#infrastructure/memory/resource.ts';
import type { SubscriptionTables } from '#infrastructure/memory/subscriptions/subscription-tables.ts';
import type { MemoryReader, MemoryTransaction } from '#infrastructure/memory/transaction.ts';

type Transaction = MemoryTransaction<SubscriptionTables>;
type Reading = Pick<MemoryReader<SubscriptionTables>, 'tables' | 'tenantId'>;

const table = ({ planMigrations: kept }: SubscriptionTables) => kept;

const aggregates = memoryAggregates<SubscriptionTables, PlanMigration>({
  table,
  make: planMigrationOf,
});

const under = ({ tenantId }: Reading, migrationId: PlanMigrationId): string =>
  `${tenantId}/${migrationId}/`;

const subscriptionsOf = (
  reading: Reading,
  migrationId: PlanMigrationId,
): readonly MigratedSubscription[] =>
  reading.tables.migratedSubscriptions.under(under(reading, migrationId));

const isPending = ({ outcome }: MigratedSubscription): boolean => outcome === 'pending';

const enqueue = (transaction: Transaction, migrationId: PlanMigrationId): void => {
  const tenantId = uuidOf(transaction.tenantId);
  transaction.enqueue({
    id: randomUUID(),
    queue: planMigrationQueue,
    data: { tenantId, migrationId: uuidOf(migrationId) } satisfies MigrationData,
    lane: { tenantId: transaction.tenantId, endpointId: '' },
    dueAt: 0,
    tries: 0,
    error: null,
  });
};

const open = (transaction: Transaction): PlanMigrationRepository => {
  const { find, save } = aggregates(transaction);
  const { tables, tenantId } = transaction;
  const kept = () => tables.migratedSubscriptions;
  return {
    start: async (migration, subscriptionIds) => {
      const stored = await save(migration);
      const { id } = migration.facts;
      for (const subscriptionId of subscriptionIds) {
        const subscription = tables.subscriptions.get(`${tenantId}/${subscriptionId}`);
        invariant(subscription !== undefined, 'A migration moves subscriptions that there are.');
        const nothing = { changeId: null, refusal: null, settledAt: null };
        const pending = { subscriptionId, outcome: 'pending', ...nothing } as const;
        kept().put(`${under(transaction, id)}${subscriptionId}`, pending);
      }
      if (subscriptionIds.length > 0) enqueue(transaction, id);
      return stored;
    },
    find,
    save,
    pending: async (migrationId, after, limit) =>
      subscriptionsOf(transaction, migrationId)
        .filter(isPending)
        .map(({ subscriptionId }) => subscriptionId)
        .filter((id) => after === null || id > after)
        .toSorted()
        .slice(0, limit),
    isPending: async (migrationId, subscriptionId) =>
      kept().get(`${under(transaction, migrationId)}${subscriptionId}`)?.outcome === 'pending',
    settle: async (migrationId, settled) => {
      const key = `${under(transaction, migrationId)}${settled.subscriptionId}`;
      if (kept().get(key)?.outcome !== 'pending') return false;
      kept().put(key, settled);
      return true;
    },
    report: async (migrationId) => {
      const all = subscriptionsOf(transaction, migrationId);
      const count = (wanted: MigratedSubscription['outcome']): number =>
        all.filter(({ outcome }) => outcome === wanted).length;
      return {
        moved: count('moved'),
        unchanged: count('unchanged'),
        refused: count('refused'),
        pending: count('pending'),
      };
    },
  };
};

const viewOf = (reading: Reading, migration: PlanMigration) =>
  planMigrationView(
    migration,
    subscriptionsOf(reading, migration.facts.id).filter(isPending).length,
  );

/** Moves of many subscriptions in memory. */
export const planMigrations: Resource<
  SubscriptionTables,
  PlanMigration,
  PlanMigrationRepository,
  PlanMigrationQueries
> = {
  table: () => new MemoryTable(),
  repository: open,
  queries: (reader) => ({
    find: async (planId, migrationId) => {
      const stored = table(reader.tables).get(`${reader.tenantId}/${migrationId}`);
      return stored?.facts.planId === planId ? viewOf(reader, stored) : undefined;
    },
    list: async ({ planId, createdAt }, slice) => {
      const found = table(reader.tables)
        .under(`${reader.tenantId}/`)
        .filter(({ facts }) => facts.planId === planId && within(facts.createdAt, createdAt))
        .map((migration) => viewOf(reader, migration));
      return sliceOf(found, ({ id }) => id, slice);
    },
    subscriptions: async ({ migrationId, outcome }, slice) => {
      const found = subscriptionsOf(reader, migrationId)
        .filter((each) => fits(outcome, each.outcome))
        .map((each) => ({ ...each, id: each.subscriptionId }));
      return sliceOf(found, ({ id }) => id, slice);
    },
  }),
};

/** The subscriptions of each. */
export const migratedSubscriptions = {
  table: () => new MemoryTable<MigratedSubscription>(),
};
