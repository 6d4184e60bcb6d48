import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far the usage of a tenant was watched, where something watches it. */
export class UsageWatches1765100003400 implements MigrationInterface {
  readonly name = 'UsageWatches1765100003400';

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
  // Whoever stores events copies `is_watched`: a tenant that watches nothing is never in the index.
  `alter table usage_heads
    add column is_watched boolean not null default false,
    add column has_unwatched boolean not null default false`,
  'create index usage_heads_unwatched_idx on usage_heads (tenant_id) where has_unwatched',
  `create policy watch_usage on usage_heads for select to billing_app
    using (current_purpose() = 'watch_usage' and has_unwatched)`,

  // Apart from the head, so that whoever watches keeps nobody from storing events.
  `create table usage_watches (
    tenant_id uuid primary key references tenants (id),
    position bigint not null,
    claimed_until timestamptz(3)
  )`,
  ...isolated('usage_watches'),
  'grant select, insert, update, delete on usage_watches to billing_app',

  // Customers that a watcher failed to look at. Without references, as the events have none.
  `create table usage_watch_retries (
    tenant_id uuid not null,
    watcher text not null,
    customer_id uuid not null,
    first_at timestamptz(3) not null,
    last_at timestamptz(3) not null,
    attempts integer not null,
    due_at timestamptz(3) not null,
    primary key (tenant_id, watcher, customer_id)
  )`,
  ...isolated('usage_watch_retries'),
  'grant select, insert, update, delete on usage_watch_retries to billing_app',
];

const reverting = [
  'drop table usage_watch_retries',
  'drop table usage_watches',
  'drop policy watch_usage on usage_heads',
  'drop index usage_heads_unwatched_idx',
  'alter table usage_heads drop column has_unwatched, drop column is_watched',
];
