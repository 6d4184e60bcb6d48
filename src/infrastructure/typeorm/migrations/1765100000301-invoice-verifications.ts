import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far the invoices of each series were verified. */
export class InvoiceVerifications1765100000301 implements MigrationInterface {
  readonly name = 'InvoiceVerifications1765100000301';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table invoice_verifications');
  }
}

// Apart from the series itself: whoever verifies must not hold up who takes a number.
const statements = [
  `create table invoice_verifications (
    tenant_id uuid not null references tenants (id),
    series text collate "C" not null,
    verified_through bigint not null check (verified_through > 0),
    primary key (tenant_id, series),
    constraint invoice_verifications_series_fkey
      foreign key (tenant_id, series) references number_series (tenant_id, series)
  )`,
  'alter table invoice_verifications enable row level security',
  'alter table invoice_verifications force row level security',
  `create policy tenant on invoice_verifications
    using (tenant_id = current_tenant_id()) with check (tenant_id = current_tenant_id())`,
  'grant select, insert, update on invoice_verifications to billing_app',
];
