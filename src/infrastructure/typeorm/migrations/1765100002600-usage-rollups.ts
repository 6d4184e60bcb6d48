import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tallies of usage by hours and days, which are made of its events afterwards. */
export class UsageRollups1765100002600 implements MigrationInterface {
  readonly name = 'UsageRollups1765100002600';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of reverting) await runner.query(statement);
  }
}

const isolated = (table: string): readonly string[] => [
  `alter table ${table} enable row level security`,
  `alter table ${table} force row level security`,
  `create policy tenant on ${table}
    using (tenant_id = current_tenant_id()) with check (tenant_id = current_tenant_id())`,
];

const statements = [
  // Whether events came since all was rolled up: of tenants that were here before nothing was.
  'alter table usage_heads add column has_news boolean not null default true',
  'create index usage_heads_news_idx on usage_heads (tenant_id) where has_news',
  `create policy roll_up on usage_heads for select to billing_app
    using (current_purpose() = 'roll_up' and has_news)`,

  // Up to which position a way of counting is rolled up.
  `create table usage_rollup_heads (
    tenant_id uuid not null references tenants (id),
    counting uuid not null,
    position bigint not null,
    primary key (tenant_id, counting)
  )`,
  ...isolated('usage_rollup_heads'),
  'grant select, insert, update, delete on usage_rollup_heads to billing_app',

  // A row is a day in UTC, with its hours. Without references, as the events have none. Events that
  // name no subscription have a uuid of zeros, as a column of a key is never null.
  `create table usage_rollups (
    tenant_id uuid not null,
    counting uuid not null,
    customer_id uuid not null,
    starts_at timestamptz(3) not null,
    subscription_id uuid not null,
    tallies text not null,
    hours text not null,
    primary key (tenant_id, counting, customer_id, starts_at, subscription_id)
  )`,
  ...isolated('usage_rollups'),
  'grant select, insert, update, delete on usage_rollups to billing_app',
];

const reverting = [
  'drop table usage_rollups',
  'drop table usage_rollup_heads',
  'drop policy roll_up on usage_heads',
  'drop index usage_heads_news_idx',
  'alter table usage_heads drop column has_news',
];
