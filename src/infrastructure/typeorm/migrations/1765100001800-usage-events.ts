import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Events of usage, in partitions by the month of their expiry, and the keys that make each one. */
export class UsageEvents1765100001800 implements MigrationInterface {
  readonly name = 'UsageEvents1765100001800';

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

// Only the head refers to the tenant: whatever is stored beside it has advanced it first, and a
// reference of each event would be looked up for each event.
const statements = [
  `create table usage_heads (
    tenant_id uuid primary key references tenants (id),
    position bigint not null
  )`,
  ...isolated('usage_heads'),
  'grant select, insert, update on usage_heads to billing_app',

  // Not partitioned by time, or an event could be stored once in each partition.
  `create table usage_keys (
    tenant_id uuid not null,
    source text collate "C" not null,
    event_id text collate "C" not null,
    position bigint not null,
    expires_on date not null,
    primary key (tenant_id, source, event_id)
  )`,
  // Rows lie in the order of their receipt, and so of their expiry.
  'create index usage_keys_expiry_idx on usage_keys using brin (expires_on)',
  ...isolated('usage_keys'),
  'grant select, insert on usage_keys to billing_app',

  // Partitioned by when the tenant's retention is over: its end of life is a partition's.
  `create table usage_events (
    tenant_id uuid not null,
    position bigint not null,
    source text collate "C" not null,
    event_id text collate "C" not null,
    event_type text collate "C" not null,
    customer_id uuid not null,
    subscription_id uuid,
    occurred_at timestamptz(3) not null,
    is_timed boolean not null,
    data jsonb not null,
    received_at timestamptz(3) not null,
    expires_on date not null,
    primary key (tenant_id, position, expires_on)
  ) partition by range (expires_on)`,
  `create index usage_events_counted_idx
    on usage_events (tenant_id, customer_id, event_type, occurred_at)`,
  ...isolated('usage_events'),
  'grant select, insert on usage_events to billing_app',

  // Makes the partition of a day, and says whether it was there. It works as the owner of the
  // tables, because the application makes none. Nobody reads or writes a partition by its own name.
  `create function prepare_usage_partition(day date) returns boolean
  language plpgsql security definer as $$
  declare
    first date := date_trunc('month', day)::date;
    partition text := 'usage_events_' || to_char(first, 'YYYY_MM');
  begin
    if to_regclass(partition) is not null then return true; end if;
    if first < current_date - 366 or first > current_date + 4000 then
      raise invalid_parameter_value using message = 'Events expire within eleven years.';
    end if;
    lock table usage_events in share update exclusive mode;
    if to_regclass(partition) is not null then return true; end if;
    execute format('create table %I (like usage_events including constraints)', partition);
    execute format('alter table %I enable row level security', partition);
    execute format('alter table %I force row level security', partition);
    execute format('create policy tenant on %I using (tenant_id = current_tenant_id())
      with check (tenant_id = current_tenant_id())', partition);
    execute format('alter table usage_events attach partition %I for values from (%L) to (%L)',
      partition, first, (first + interval '1 month')::date);
    return false;
  end $$`,
  // Who calls it chooses no tables for it: those of the session come last.
  `do $$ begin
    execute format('alter function prepare_usage_partition set search_path = %I, pg_temp',
      current_schema());
  end $$`,
  'revoke execute on function prepare_usage_partition from public',
  'grant execute on function prepare_usage_partition to billing_app',
];

const reverting = [
  'drop function prepare_usage_partition',
  'drop table usage_events',
  'drop table usage_keys',
  'drop table usage_heads',
];
