import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Pauses of subscriptions; changes of the anchor and the zone. */
export class Pauses1765100001400 implements MigrationInterface {
  readonly name = 'Pauses1765100001400';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index subscriptions_changed_idx');
    await runner.query(
      `alter table subscription_changes
        drop column kind, drop column anchor_on, drop column time_zone`,
    );
    await runner.query(
      'alter table subscriptions drop column pause_starts_at, drop column resumes_at',
    );
  }
}

// The pause in force when the subscription was written last, or the next: a list by state goes by
// it. That a segment is paused stands in the segments.
const statements = [
  `alter table subscriptions add column pause_starts_at timestamptz(3),
    add column resumes_at timestamptz(3)`,
  `alter table subscription_changes
    add column kind text collate "C" not null default 'change'
      check (kind in ('change', 'pause', 'resume')),
    add column anchor_on date,
    add column time_zone text`,
  // The plan of these may have moved since the row was written.
  `create index subscriptions_changed_idx on subscriptions (tenant_id, id)
    where segments -> 1 is not null`,
];
