import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Trials, terms and imports of subscriptions. Those that are there have none: plans with a trial
 * could not be sold.
 */
export class TrialsAndTerms1765100000700 implements MigrationInterface {
  readonly name = 'TrialsAndTerms1765100000700';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table subscriptions add column trial_ends_at timestamptz(3),
        add column trial_plan_ids jsonb not null default '[]',
        add column billed_through date,
        add column term jsonb`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table subscriptions drop column trial_ends_at, drop column trial_plan_ids,
        drop column billed_through, drop column term`,
    );
  }
}
