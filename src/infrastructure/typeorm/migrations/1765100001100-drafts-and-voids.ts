import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lines that people write, drafts that are deleted, and invoices that are voided or given up; and
 * the purchase orders of subscriptions.
 */
export class DraftsAndVoids1765100001100 implements MigrationInterface {
  readonly name = 'DraftsAndVoids1765100001100';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of backwards) await runner.query(statement);
  }
}

/** The columns of a charge that a line without a subscription and a time has not. */
const ofTime = ['period_start', 'period_end', 'starts_at', 'ends_at', 'time_zone'] as const;

/** The columns of an invoice that were not there before. */
const added = {
  payment_term_days: 'integer',
  voided_at: 'timestamptz(3)',
  void_reason: 'text',
  reissued_as: 'uuid',
  reissue_of: 'uuid',
  uncollectible_at: 'timestamptz(3)',
} as const;

// Of an invoice nothing is deleted but a draft and what a person wrote on it: the policies say so
// whatever a statement says, and what a document refers to is not deleted by anybody.
const statements = [
  ...ofTime.map((column) => `alter table charges alter column ${column} drop not null`),
  ...Object.entries(added).map(
    ([column, type]) => `alter table invoices add column ${column} ${type}`,
  ),
  'alter table subscriptions add column purchase_order text',
  'grant delete on charges, invoices to billing_app',
  `create policy only_manual_lines on charges as restrictive for delete to billing_app
    using (kind = 'manual')`,
  `create policy only_drafts on invoices as restrictive for delete to billing_app
    using (number is null)`,
];

// The release before knows no line without a time: it gets that at which it was written. The owner
// of the tables is behind the tenants' policies too, as long as these are forced on them.
const backwards = [
  'drop policy only_drafts on invoices',
  'drop policy only_manual_lines on charges',
  'revoke delete on charges, invoices from billing_app',
  'alter table subscriptions drop column purchase_order',
  ...Object.keys(added).map((column) => `alter table invoices drop column ${column}`),
  'alter table charges no force row level security',
  `update charges set time_zone = 'UTC', starts_at = created_at, ends_at = created_at,
      period_start = (created_at at time zone 'UTC')::date,
      period_end = (created_at at time zone 'UTC')::date
    where starts_at is null`,
  'alter table charges force row level security',
  ...ofTime.map((column) => `alter table charges alter column ${column} set not null`),
];
