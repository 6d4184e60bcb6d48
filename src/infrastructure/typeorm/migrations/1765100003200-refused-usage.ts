import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An index of the subscriptions that refuse late usage: whoever stores usage asks for them, and
 * most tenants have none.
 */
export class RefusedUsage1765100003200 implements MigrationInterface {
  readonly name = 'RefusedUsage1765100003200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create index subscriptions_refusing_idx on subscriptions (tenant_id, customer_id)
        where policy ->> 'lateUsage' = 'refuse'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index subscriptions_refusing_idx');
  }
}
