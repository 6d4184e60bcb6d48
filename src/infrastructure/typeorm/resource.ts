import type { EntitySchema } from 'typeorm';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

/** How a kind of thing is kept in PostgreSQL: its table, and what writes and reads it. */
export interface Resource<Repository, Queries> {
  readonly table: EntitySchema;
  readonly repository: (transaction: Transaction) => Repository;
  readonly queries: (reader: TenantReader) => Queries;
}
