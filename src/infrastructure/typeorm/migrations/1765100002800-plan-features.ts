import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The features that plans, and versions of plans, give: none of those that are there already. */
export class PlanFeatures1765100002800 implements MigrationInterface {
  readonly name = 'PlanFeatures1765100002800';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) {
      await runner.query(`alter table ${table} add column features jsonb not null default '[]'`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.query(`alter table ${table} drop column features`);
  }
}

const tables = ['plans', 'plan_versions'];
