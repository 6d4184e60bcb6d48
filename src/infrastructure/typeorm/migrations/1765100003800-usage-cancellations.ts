import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Events of usage may be cancelled: they count no more from a position on. */
export class UsageCancellations1765100003800 implements MigrationInterface {
  readonly name = 'UsageCancellations1765100003800';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of reverting) await runner.query(statement);
  }
}

const statements = [
  // Beside the event, so that it is kept and dropped with it. The intake of events writes none.
  `alter table usage_events add column cancelled_position bigint,
    add column cancelled_at timestamptz(3), add column cancel_reason text`,
  // Of cancellations alone: who rolls up, or reads roll-ups, asks for those that came since.
  `create index usage_events_cancelled_idx on usage_events (tenant_id, cancelled_position)
    where cancelled_position is not null`,
  'grant update (cancelled_position, cancelled_at, cancel_reason) on usage_events to billing_app',
];

const reverting = [
  'drop index usage_events_cancelled_idx',
  `alter table usage_events drop column cancelled_position, drop column cancelled_at,
    drop column cancel_reason`,
];
