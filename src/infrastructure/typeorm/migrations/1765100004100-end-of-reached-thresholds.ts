import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Thresholds of usage alerts that were reached long ago end. */
export class EndOfReachedThresholds1765100004100 implements MigrationInterface {
  readonly name = 'EndOfReachedThresholds1765100004100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('grant delete on usage_alerts_reached to billing_app');
    await runner.query(
      'create index usage_alerts_reached_ends_idx on usage_alerts_reached (tenant_id, ends_at)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index usage_alerts_reached_ends_idx');
    await runner.query('revoke delete on usage_alerts_reached from billing_app');
  }
}
