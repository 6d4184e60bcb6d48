import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Tax rates, the places that name some, and the taxes of issued documents. What was issued before
 * is taxed by nothing, and stays as it is.
 */
export class Taxes1765100001000 implements MigrationInterface {
  readonly name = 'Taxes1765100001000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of reverting) await runner.query(statement);
  }
}

// A rate is a text, as somebody wrote it: `0.20` stays `0.20`. Tax rates are archived and never
// deleted, as documents name them.
const statements = [
  `create table tax_rates (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    version integer not null check (version > 0),
    name text not null,
    rate text not null,
    is_inclusive boolean not null,
    created_at timestamptz(3) not null,
    updated_at timestamptz(3) not null,
    archived_at timestamptz(3),
    found_as text collate "C" not null,
    primary key (tenant_id, id)
  )`,
  'create index tax_rates_active_idx on tax_rates (tenant_id, id) where archived_at is null',
  'alter table tax_rates enable row level security',
  'alter table tax_rates force row level security',
  `create policy tenant on tax_rates
    using (tenant_id = current_tenant_id()) with check (tenant_id = current_tenant_id())`,
  'grant select, insert, update on tax_rates to billing_app',

  'alter table products add column tax_rate_ids jsonb',
  `create index products_taxed_idx on products (tenant_id, id) where tax_rate_ids is not null`,
  'alter table charges add column tax_rate_ids jsonb',
  `alter table invoice_lines add column taxes jsonb not null default '[]'`,
  'alter table invoice_lines add column tax_correction jsonb',
  'alter table invoice_documents add column tax_rule jsonb',
];

const reverting = [
  'alter table invoice_documents drop column tax_rule',
  'alter table invoice_lines drop column tax_correction',
  'alter table invoice_lines drop column taxes',
  'alter table charges drop column tax_rate_ids',
  'alter table products drop column tax_rate_ids',
  // The owner of the tables is behind the tenants' policies too, as long as these are forced.
  'alter table search_tokens no force row level security',
  `delete from search_tokens where kind = 'tax'`,
  'alter table search_tokens force row level security',
  'drop table tax_rates',
];
