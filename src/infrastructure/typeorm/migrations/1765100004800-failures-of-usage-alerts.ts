import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Usage that alerts cannot be set against, and why. */
export class FailuresOfUsageAlerts1765100004800 implements MigrationInterface {
  readonly name = 'FailuresOfUsageAlerts1765100004800';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table usage_alerts_failed');
  }
}

// As of thresholds that were reached: usage of no subscription has a uuid of zeros.
const statements = [
  `create table usage_alerts_failed (
    tenant_id uuid not null,
    alert_id uuid not null,
    customer_id uuid not null,
    subscription_id uuid not null,
    starts_at timestamptz(3) not null,
    ends_at timestamptz(3) not null,
    start_date date not null,
    end_date date not null,
    code text not null,
    detail text not null,
    failed_at timestamptz(3) not null,
    primary key (tenant_id, alert_id, customer_id, subscription_id, starts_at),
    foreign key (tenant_id, alert_id) references usage_alerts (tenant_id, id) on delete cascade
  )`,
  `create index usage_alerts_failed_newest_idx
    on usage_alerts_failed (tenant_id, alert_id, failed_at desc)`,
  'create index usage_alerts_failed_customer_idx on usage_alerts_failed (tenant_id, customer_id)',
  'create index usage_alerts_failed_ends_idx on usage_alerts_failed (tenant_id, ends_at)',
  'alter table usage_alerts_failed enable row level security',
  'alter table usage_alerts_failed force row level security',
  `create policy tenant on usage_alerts_failed
    using (tenant_id = current_tenant_id()) with check (tenant_id = current_tenant_id())`,
  'grant select, insert, update, delete on usage_alerts_failed to billing_app',
];
