import type { PlanMigrationRepository } from '#application/subscriptions/plan-migrations/migration-ports.ts';
import type {
  MigratedSubscriptionView,
  PlanMigrationQueries,
} from '#application/subscriptions/plan-migrations/migration-queries.ts';
import { planMigrationView } from '#application/subscriptions/plan-migrations/migration-queries.ts';
import type { MigrationData } from '#application/subscriptions/plan-migrations/migration-queue.ts';
import { planMigrationQueue } from '#application/subscriptions/plan-migrations/migration-queue.ts';
import type { PlanMigrationId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { formatInstant, instantOf } from '#domain/shared/time.ts';
import type {
  MigratedSubscription,
  MigrationOutcome,
} from '#domain/subscriptions/plan-migration.ts';
import { planMigrationOf } from '#domain/subscriptions/plan-migration.ts';
import {
  findRow,
  selectedColumns,
  storeRow,
} from '#infrastructure/typeorm/aggregates/versioned-rows.ts';
import { equal, listStatement, madeWithin } from '#infrastructure/typeorm/reads/list-statement.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import type { Resource } from '#infrastructure/typeorm/resource.ts';
import type { PlanMigrationRow } from '#infrastructure/typeorm/subscriptions/plan-migration.table.ts';
import {
  planMigrationTable as table,
  toFacts,
  toRow,
} from '#infrastructure/typeorm/subscriptions/plan-migration.table.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

const columns = selectedColumns(table);

const addSubscriptions = {
  name: 'plan_migrations.add-subscriptions',
  text: `insert into plan_migration_subscriptions
      (tenant_id, migration_id, subscription_id, outcome)
    select $1, $2, id, 'pending' from unnest($3::uuid[]) as s (id)`,
};

const pending = {
  name: 'plan_migrations.pending',
  text: `select subscription_id as id from plan_migration_subscriptions
    where tenant_id = $1 and migration_id = $2 and outcome = 'pending'
      and ($3::uuid is null or subscription_id > $3)
    order by subscription_id limit $4`,
};

const isPending = {
  name: 'plan_migrations.is-pending',
  text: `select 1 from plan_migration_subscriptions
    where tenant_id = $1 and migration_id = $2 and subscription_id = $3 and outcome = 'pending'`,
};

const settle = {
  name: 'plan_migrations.settle',
  text: `update plan_migration_subscriptions
    set outcome = $4, change_id = $5, refusal = $6, settled_at = $7
    where tenant_id = $1 and migration_id = $2 and subscription_id = $3 and outcome = 'pending'`,
};

const counts = {
  name: 'plan_migrations.counts',
  text: `select outcome, count(*)::integer as count from plan_migration_subscriptions
    where tenant_id = $1 and migration_id = $2 group by outcome`,
};

interface CountRow {
  readonly outcome: MigrationOutcome;
  readonly count: number;
}

// Whoever starts a migration goes along at first; nobody should get in their way.
const headStartMilliseconds = 3000;

const enqueue = async (
  { client, tenantId, jobs }: Transaction,
  id: PlanMigrationId,
  startedAt: Instant,
): Promise<void> => {
  const startAfter = new Date(startedAt + headStartMilliseconds);
  const lane = { tenantId, endpointId: '' };
  const data: MigrationData = { tenantId, migrationId: uuidOf(id) };
  await jobs.send(client, planMigrationQueue, [{ lane, data, startAfter }]);
};

const open = (transaction: Transaction): PlanMigrationRepository => {
  const { client, tenantId, events } = transaction;
  const save: PlanMigrationRepository['save'] = async (migration) => {
    const stored = { ...migration.facts, version: migration.facts.version + 1 };
    await storeRow(transaction, table, toRow(stored, tenantId));
    events.record(migration);
    return planMigrationOf(stored);
  };
  return {
    start: async (migration, subscriptionIds, startedAt) => {
      const stored = await save(migration);
      const { id } = migration.facts;
      if (subscriptionIds.length === 0) return stored;
      const values = [tenantId, uuidOf(id), subscriptionIds.map(uuidOf)];
      await client.query({ ...addSubscriptions, values });
      await enqueue(transaction, id, startedAt);
      return stored;
    },
    find: async (migrationId) => {
      const row = await findRow(transaction, table, uuidOf(migrationId));
      return row && planMigrationOf(toFacts(row));
    },
    save,
    pending: async (migrationId, after, limit) => {
      const values = [tenantId, uuidOf(migrationId), after && uuidOf(after), limit];
      const { rows } = await client.query<{ readonly id: string }>({ ...pending, values });
      return rows.map(({ id }) => idFromUuid('sub', id));
    },
    isPending: async (migrationId, subscriptionId) => {
      const values = [tenantId, uuidOf(migrationId), uuidOf(subscriptionId)];
      const { rowCount } = await client.query({ ...isPending, values });
      return rowCount === 1;
    },
    settle: async (migrationId, settled) => {
      const values = [tenantId, uuidOf(migrationId), ...settledValues(settled)];
      const { rowCount } = await client.query({ ...settle, values });
      return rowCount === 1;
    },
    report: async (migrationId) => {
      const values = [tenantId, uuidOf(migrationId)];
      const { rows } = await client.query<CountRow>({ ...counts, values });
      const none = { moved: 0, unchanged: 0, refused: 0, pending: 0 };
      return { ...none, ...Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count])) };
    },
  };
};

const settledValues = (settled: MigratedSubscription) => [
  uuidOf(settled.subscriptionId),
  settled.outcome,
  settled.changeId && uuidOf(settled.changeId),
  settled.refusal && JSON.stringify(settled.refusal),
  settled.settledAt === null ? null : formatInstant(settled.settledAt),
];

type SeenRow = PlanMigrationRow & { readonly pending: number };

// Nothing is counted of one that is over.
const seenColumns = `${columns}, case when plan_migrations.completed_at is not null then 0 else (
    select count(*)::integer from plan_migration_subscriptions p
    where p.tenant_id = scope.tenant_id and p.migration_id = plan_migrations.id
      and p.outcome = 'pending') end as pending`;

const findOne = tenantScoped(
  `select ${seenColumns} from plan_migrations
    where plan_migrations.tenant_id = scope.tenant_id and plan_migrations.plan_id = $2
      and plan_migrations.id = $3`,
  'plan_migrations.find',
);

const source = {
  name: 'plan_migrations.list',
  columns: seenColumns,
  from: 'plan_migrations',
  alias: 'plan_migrations',
};

interface SubscriptionRow {
  readonly id: string;
  readonly outcome: MigrationOutcome;
  readonly changeId: string | null;
  readonly refusal: MigratedSubscription['refusal'];
  readonly settledAt: Date | null;
}

const subscriptionSource = {
  name: 'plan_migrations.subscriptions',
  columns: 'm.id, m.outcome, m.change_id as "changeId", m.refusal, m.settled_at as "settledAt"',
  from: `(select p.subscription_id as id, p.* from plan_migration_subscriptions p
    where p.tenant_id = scope.tenant_id) m`,
  alias: 'm',
};

const toSubscriptionView = (row: SubscriptionRow): MigratedSubscriptionView => {
  const id = idFromUuid('sub', row.id);
  return {
    id,
    subscriptionId: id,
    outcome: row.outcome,
    changeId: row.changeId === null ? null : idFromUuid('chg', row.changeId),
    refusal: row.refusal,
    settledAt: row.settledAt && instantOf(row.settledAt.getTime()),
  };
};

const toView = ({ pending: left, ...row }: SeenRow) =>
  planMigrationView(planMigrationOf(toFacts(row)), left);

/** Moves of many subscriptions in PostgreSQL. */
export const planMigrations: Resource<PlanMigrationRepository, PlanMigrationQueries> = {
  table,
  repository: open,
  queries: (reader) => ({
    find: async (planId, migrationId) => {
      const [row] = await reader.rows<SeenRow>(findOne, [uuidOf(planId), uuidOf(migrationId)]);
      return row && toView(row);
    },
    list: async ({ planId, createdAt }, slice) => {
      const conditions = [
        equal('plan_migrations.plan_id', uuidOf(planId)),
        ...madeWithin(reader, 'plan_migrations', createdAt),
      ];
      const { statement, values } = listStatement(source, conditions, slice);
      return (await reader.rows<SeenRow>(statement, values)).map(toView);
    },
    subscriptions: async ({ migrationId, outcome }, slice) => {
      const conditions = [
        equal('m.migration_id', uuidOf(migrationId)),
        equal('m.outcome', outcome),
      ];
      const { statement, values } = listStatement(subscriptionSource, conditions, slice);
      const rows = await reader.rows<SubscriptionRow>(statement, values);
      return rows.map(toSubscriptionView);
    },
  }),
};
