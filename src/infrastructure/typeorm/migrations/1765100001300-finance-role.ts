import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The role FINANCE, and the last verification of each tenant's audit entries. */
export class FinanceRole1765100001300 implements MigrationInterface {
  readonly name = 'FinanceRole1765100001300';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of tablesWithRoles) await runner.query(rolesOf(table, [...before, 'FINANCE']));
    for (const statement of verifications) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table audit_verifications');
    for (const table of tablesWithRoles) {
      // The owner of the tables is behind the tenants' policies, as long as these are forced.
      await runner.query(`alter table ${table} no force row level security`);
      await runner.query(`update ${table} set role = 'USER' where role = 'FINANCE'`);
      await runner.query(`alter table ${table} force row level security`);
      await runner.query(rolesOf(table, before));
    }
  }
}

const before = ['ADMIN', 'USER'];

const tablesWithRoles = ['user_tenants', 'memberships', 'invitations'];

const rolesOf = (table: string, roles: readonly string[]): string =>
  `alter table ${table} drop constraint ${table}_role_check,
    add constraint ${table}_role_check
      check (role in (${roles.map((role) => `'${role}'`).join(', ')}))`;

const verifications = [
  `create table audit_verifications (
    tenant_id uuid primary key references tenants (id) on delete cascade,
    verified_at timestamptz(3) not null,
    sequence bigint not null,
    hash text not null,
    first_breach jsonb
  )`,
  'alter table audit_verifications enable row level security',
  'alter table audit_verifications force row level security',
  `create policy tenant on audit_verifications
    using (tenant_id = current_tenant_id()) with check (tenant_id = current_tenant_id())`,
  'grant select, insert, update on audit_verifications to billing_app',
];
