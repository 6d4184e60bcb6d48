import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Indexes for the filters of invoices: each leads to the newest that fit, or to the few that do.
 * Whoever reads by one uses the same words (`invoice-conditions.ts`).
 */
export class InvoiceFilters1765100001200 implements MigrationInterface {
  readonly name = 'InvoiceFilters1765100001200';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['payment_status', 'overdue', 'due_on', 'total']) {
      await runner.query(`drop index invoices_${name}_idx`);
    }
  }
}

const statements = [
  `create index invoices_payment_status_idx on invoices (tenant_id, (case
    when number is not null and amount_due = 0 then 'paid'
    when amount_paid > 0 then 'partially_paid' else 'unpaid' end), id)`,
  `create index invoices_overdue_idx on invoices (tenant_id, id)
    where status = 'finalized' and amount_due > 0 and overdue_at is null`,
  `create index invoices_due_on_idx on invoices (tenant_id, due_on, id)
    where due_on is not null`,
  'create index invoices_total_idx on invoices (tenant_id, currency, total, id)',
];
