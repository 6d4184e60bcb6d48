import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The billing policy that the terms of a plan state. */
export class PoliciesOfPlans1765100004400 implements MigrationInterface {
  readonly name = 'PoliciesOfPlans1765100004400';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['plans', 'plan_versions']) {
      await runner.query(`alter table ${table} add column billing_policy jsonb`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['plan_versions', 'plans']) {
      await runner.query(`alter table ${table} drop column billing_policy`);
    }
  }
}
