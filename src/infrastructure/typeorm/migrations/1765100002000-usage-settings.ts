import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which events of usage a tenant takes, and how long it keeps them. */
export class UsageSettings1765100002000 implements MigrationInterface {
  readonly name = 'UsageSettings1765100002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table tenants add column usage jsonb not null default '{}'`);
    await runner.query('grant update (usage) on tenants to billing_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('revoke update (usage) on tenants from billing_app');
    await runner.query('alter table tenants drop column usage');
  }
}
