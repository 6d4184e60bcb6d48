import type { EntitySchema, MigrationInterface } from 'typeorm';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

/** How a kind of thing is kept in PostgreSQL: its table, and what writes and reads it. */
export interface Resource<Repository, Queries> {
  readonly table: EntitySchema;
  /** Those that make and change this table alone; others stand in `migrations/index.ts`. */
  readonly migrations?: readonly (new () => MigrationInterface & { readonly name: string })[];
  readonly repository: (transaction: Transaction) => Repository;
  readonly queries: (reader: TenantReader) => Queries;
}
