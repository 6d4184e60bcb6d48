import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The logos that stand on documents: each once, under the digest of its bytes, for good. */
export class TenantLogos1765100002500 implements MigrationInterface {
  readonly name = 'TenantLogos1765100002500';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table tenant_logos');
  }
}

const statements = [
  `create table tenant_logos (
    tenant_id uuid not null references tenants (id),
    digest text collate "C" not null,
    content bytea not null check (octet_length(content) between 1 and 262144),
    primary key (tenant_id, digest)
  )`,
  'alter table tenant_logos enable row level security',
  'alter table tenant_logos force row level security',
  `create policy tenant on tenant_logos
    using (tenant_id = current_tenant_id()) with check (tenant_id = current_tenant_id())`,
  'grant select, insert on tenant_logos to billing_app',
];
