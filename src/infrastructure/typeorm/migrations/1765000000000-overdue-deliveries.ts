import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who delivers finds, in all tenants, the deliveries whose attempt is due. */
export class OverdueDeliveries1765000000000 implements MigrationInterface {
  readonly name = 'OverdueDeliveries1765000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index webhook_deliveries_due_idx on webhook_deliveries (next_attempt_at)
        where status = 'pending'`);
    await runner.query(`
      create policy deliver on webhook_deliveries for select to billing_app
        using (current_purpose() = 'deliver' and status = 'pending')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop policy deliver on webhook_deliveries');
    await runner.query('drop index webhook_deliveries_due_idx');
  }
}
