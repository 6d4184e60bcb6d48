import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lines of usage that wait on a draft to be counted, and are stored anew once they are. */
export class UncountedUsage1765100002200 implements MigrationInterface {
  readonly name = 'UncountedUsage1765100002200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop policy only_manual_lines on charges');
    await runner.query(`create policy only_manual_or_uncounted_lines on charges
      as restrictive for delete to billing_app
      using (kind = 'manual' or (kind = 'usage' and derivation -> 'counted' = 'null'::jsonb))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop policy only_manual_or_uncounted_lines on charges');
    await runner.query(`create policy only_manual_lines on charges as restrictive for delete
      to billing_app using (kind = 'manual')`);
  }
}
