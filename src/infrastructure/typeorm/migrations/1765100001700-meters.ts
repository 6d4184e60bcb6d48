import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Meters: how the events of a tenant's customers are counted. */
export class Meters1765100001700 implements MigrationInterface {
  readonly name = 'Meters1765100001700';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of reverting) await runner.query(statement);
  }
}

// Meters are archived and never deleted, as what they counted is billed. So a code is one for good.
const statements = [
  `create table meters (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    version integer not null check (version > 0),
    code text collate "C" not null,
    name text not null,
    unit text,
    event_type text collate "C" not null,
    filters jsonb not null,
    aggregation text not null check (aggregation in ('count', 'sum', 'max', 'min', 'latest',
      'unique', 'average', 'weighted_sum')),
    property text,
    group_by jsonb not null,
    is_carried_over boolean not null,
    removal jsonb,
    rounding jsonb,
    created_at timestamptz(3) not null,
    updated_at timestamptz(3) not null,
    archived_at timestamptz(3),
    found_as text collate "C" not null,
    primary key (tenant_id, id),
    constraint meters_code_key unique (tenant_id, code)
  )`,
  `create index meters_event_type_idx on meters (tenant_id, event_type) where archived_at is null`,
  'create index meters_active_idx on meters (tenant_id, id) where archived_at is null',
  'alter table meters enable row level security',
  'alter table meters force row level security',
  `create policy tenant on meters
    using (tenant_id = current_tenant_id()) with check (tenant_id = current_tenant_id())`,
  'grant select, insert, update on meters to billing_app',
];

const reverting = [
  // The owner of the tables is behind the tenants' policies too, as long as these are forced.
  'alter table search_tokens no force row level security',
  `delete from search_tokens where kind = 'mtr'`,
  'alter table search_tokens force row level security',
  'drop table meters',
];
