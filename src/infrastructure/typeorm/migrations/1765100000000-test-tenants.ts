import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Test tenants and their clocks, and how each tenant bills. Whoever is there already is live, and
 * bills as is assumed where nobody said otherwise.
 */
export class TestTenants1765100000000 implements MigrationInterface {
  readonly name = 'TestTenants1765100000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table test_clocks');
    await runner.query('alter table customers drop column billing');
    await runner.query('alter table tenants drop column billing, drop column mode');
    // Of the table, and so of each column.
    await runner.query('revoke update on tenants from billing_app');
    await runner.query('grant update on tenants to billing_app');
  }
}

// A mode never changes: the application may update every other column. Settings that are not
// stored are as assumed where nobody said otherwise.
const statements = [
  `alter table tenants
    add column mode text collate "C" not null default 'live' check (mode in ('live', 'test')),
    add column billing jsonb not null default '{}'`,
  `alter table customers add column billing jsonb not null default '{}'`,
  'revoke update on tenants from billing_app',
  `grant update (version, name, default_currency, time_zone, created_at, updated_at, billing)
    on tenants to billing_app`,

  `create table test_clocks (
    tenant_id uuid primary key references tenants (id) on delete cascade,
    version integer not null check (version > 0),
    now timestamptz(3) not null,
    status text collate "C" not null check (status in ('ready', 'advancing')),
    advance_from timestamptz(3),
    advance_to timestamptz(3),
    advance_started_at timestamptz(3),
    report jsonb,
    check (status = 'ready' or advance_to is not null)
  )`,
  'alter table test_clocks enable row level security',
  'alter table test_clocks force row level security',
  `create policy tenant on test_clocks
    using (tenant_id = current_tenant_id()) with check (tenant_id = current_tenant_id())`,
  'grant select, insert, update on test_clocks to billing_app',
];
