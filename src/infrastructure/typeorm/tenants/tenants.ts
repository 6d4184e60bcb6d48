import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { tenantTable } from '#infrastructure/typeorm/tenants/tenant.table.ts';
import { TypeOrmTenantQueries } from '#infrastructure/typeorm/tenants/tenant-queries.ts';
import { TypeOrmTenantRepository } from '#infrastructure/typeorm/tenants/tenant-repository.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

/** The tenant itself. */
export const tenants = {
  table: tenantTable,
  repository: (transaction: Transaction) => new TypeOrmTenantRepository(transaction),
  queries: (reader: TenantReader) => new TypeOrmTenantQueries(reader),
};
