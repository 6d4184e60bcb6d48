import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A cursor says through which moment `invoice.upcoming` was told. */
export class UpcomingNotices1765100000300 implements MigrationInterface {
  readonly name = 'UpcomingNotices1765100000300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'alter table subscription_cursors add column noticed_through timestamptz(3)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table subscription_cursors drop column noticed_through');
  }
}
