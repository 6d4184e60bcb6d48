import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People prove their addresses. Nobody has so far. */
export class VerifiedAddresses1765000000002 implements MigrationInterface {
  readonly name = 'VerifiedAddresses1765000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table users add column email_verified_at timestamptz(3)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table users drop column email_verified_at');
  }
}
