import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Usage alerts, and the thresholds that were reached in each period. */
export class UsageAlerts1765100003500 implements MigrationInterface {
  readonly name = 'UsageAlerts1765100003500';

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

// A customer may be deleted who is named here: then there is nothing to look at.
const statements = [
  `create table usage_alerts (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    version integer not null check (version > 0),
    code text,
    name text not null,
    customer_id uuid,
    subscription_id uuid,
    measure text not null check (measure in ('quantity', 'amount')),
    meter_id uuid,
    currency text,
    price_code text,
    thresholds jsonb not null,
    every text,
    created_at timestamptz(3) not null,
    updated_at timestamptz(3) not null,
    found_as text collate "C" not null,
    primary key (tenant_id, id),
    constraint usage_alerts_code_key unique (tenant_id, code),
    foreign key (tenant_id, meter_id) references meters (tenant_id, id)
  )`,
  'create index usage_alerts_customer_idx on usage_alerts (tenant_id, customer_id, id)',
  ...isolated('usage_alerts'),
  'grant select, insert, update, delete on usage_alerts to billing_app',

  // Usage of no subscription has a uuid of zeros, as a column of a key is never null.
  `create table usage_alerts_reached (
    tenant_id uuid not null,
    alert_id uuid not null,
    customer_id uuid not null,
    subscription_id uuid not null,
    starts_at timestamptz(3) not null,
    threshold text not null,
    place integer not null,
    ends_at timestamptz(3) not null,
    start_date date not null,
    end_date date not null,
    value text not null,
    reached_at timestamptz(3) not null,
    primary key (tenant_id, alert_id, customer_id, subscription_id, starts_at, threshold),
    foreign key (tenant_id, alert_id) references usage_alerts (tenant_id, id) on delete cascade
  )`,
  `create index usage_alerts_reached_newest_idx
    on usage_alerts_reached (tenant_id, alert_id, reached_at desc, place desc)`,
  ...isolated('usage_alerts_reached'),
  'grant select, insert on usage_alerts_reached to billing_app',
];

const reverting = [
  // The owner of the tables is behind the tenants' policies too, as long as these are forced.
  'alter table search_tokens no force row level security',
  `delete from search_tokens where kind = 'alr'`,
  'alter table search_tokens force row level security',
  'drop table usage_alerts_reached',
  'drop table usage_alerts',
];
