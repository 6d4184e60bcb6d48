import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Moves of many subscriptions to a version of their plan. */
export class PlanMigrations1765100001500 implements MigrationInterface {
  readonly name = 'PlanMigrations1765100001500';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table plan_migration_subscriptions');
    await runner.query('drop table plan_migrations');
  }
}

const ofTenant = (table: string): readonly string[] => [
  `alter table ${table} enable row level security`,
  `alter table ${table} force row level security`,
  `create policy tenant on ${table}
    using (tenant_id = current_tenant_id()) with check (tenant_id = current_tenant_id())`,
];

const statements = [
  `create table plan_migrations (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    version integer not null check (version > 0),
    plan_id uuid not null,
    plan_version_id uuid not null,
    to_version integer not null check (to_version > 0),
    from_versions jsonb,
    effective jsonb not null,
    effective_now timestamptz(3) not null,
    total integer not null check (total >= 0),
    report jsonb,
    created_at timestamptz(3) not null,
    updated_at timestamptz(3) not null,
    completed_at timestamptz(3),
    primary key (tenant_id, id),
    constraint plan_migrations_plan_version_id_fkey
      foreign key (tenant_id, plan_version_id) references plan_versions (tenant_id, id)
  )`,
  'create index plan_migrations_plan_idx on plan_migrations (tenant_id, plan_id, id)',
  ...ofTenant('plan_migrations'),
  'grant select, insert, update on plan_migrations to billing_app',

  `create table plan_migration_subscriptions (
    tenant_id uuid not null references tenants (id),
    migration_id uuid not null,
    subscription_id uuid not null,
    outcome text collate "C" not null
      check (outcome in ('pending', 'moved', 'unchanged', 'refused')),
    change_id uuid,
    refusal jsonb,
    settled_at timestamptz(3),
    primary key (tenant_id, migration_id, subscription_id),
    constraint plan_migration_subscriptions_migration_id_fkey
      foreign key (tenant_id, migration_id) references plan_migrations (tenant_id, id),
    constraint plan_migration_subscriptions_subscription_id_fkey
      foreign key (tenant_id, subscription_id) references subscriptions (tenant_id, id)
  )`,
  `create index plan_migration_subscriptions_outcome_idx
    on plan_migration_subscriptions (tenant_id, migration_id, outcome, subscription_id)`,
  ...ofTenant('plan_migration_subscriptions'),
  `grant select, insert, update (outcome, change_id, refusal, settled_at)
    on plan_migration_subscriptions to billing_app`,
];
