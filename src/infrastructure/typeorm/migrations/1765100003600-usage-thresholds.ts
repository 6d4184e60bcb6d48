import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The usage in a period that brings an invoice before its end. */
export class UsageThresholds1765100003600 implements MigrationInterface {
  readonly name = 'UsageThresholds1765100003600';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['plans', 'plan_versions']) {
      await runner.query(`alter table ${table} add column usage_thresholds jsonb`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['plan_versions', 'plans']) {
      await runner.query(`alter table ${table} drop column usage_thresholds`);
    }
  }
}
