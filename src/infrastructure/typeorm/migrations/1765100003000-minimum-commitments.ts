import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The least that a period of a plan comes to, and the lines that wait to be computed of it. */
export class MinimumCommitments1765100003000 implements MigrationInterface {
  readonly name = 'MinimumCommitments1765100003000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['plans', 'plan_versions']) {
      await runner.query(`alter table ${table} add column minimum_commitment bigint`);
    }
    await runner.query('drop policy only_manual_or_uncounted_lines on charges');
    await runner.query(`create policy only_manual_or_uncounted_lines on charges
      as restrictive for delete to billing_app
      using (kind = 'manual' or (kind in ('usage', 'commitment')
        and derivation -> 'counted' = 'null'::jsonb))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop policy only_manual_or_uncounted_lines on charges');
    await runner.query(`create policy only_manual_or_uncounted_lines on charges
      as restrictive for delete to billing_app
      using (kind = 'manual' or (kind = 'usage' and derivation -> 'counted' = 'null'::jsonb))`);
    for (const table of ['plan_versions', 'plans']) {
      await runner.query(`alter table ${table} drop column minimum_commitment`);
    }
  }
}
