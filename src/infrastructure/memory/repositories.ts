import type { MemoryTables } from '#infrastructure/memory/memory-store.ts';
import * as modules from '#infrastructure/memory/modules.ts';
import type { MemoryTransaction } from '#infrastructure/memory/transaction.ts';
import type { MemoryStoreReader } from '#infrastructure/memory/unit-of-work.ts';

type Modules = typeof modules;
type Transaction = MemoryTransaction<MemoryTables>;

type Repositories = {
  readonly [Name in keyof Modules as Modules[Name] extends { repository: unknown }
    ? Name
    : never]: Modules[Name] extends { repository: (transaction: Transaction) => infer Repository }
    ? Repository
    : never;
};

type Queries = {
  readonly [Name in keyof Modules as Modules[Name] extends { queries: unknown }
    ? Name
    : never]: Modules[Name] extends { queries: (reader: MemoryStoreReader) => infer Read }
    ? Read
    : never;
};

/** The repositories of a unit of work, bound to its run and tenant. */
export const openMemoryRepositories = (transaction: Transaction): Repositories =>
  Object.fromEntries(
    Object.entries(modules).flatMap(([name, kept]) =>
      'repository' in kept ? [[name, kept.repository(transaction)]] : [],
    ),
  ) as unknown as Repositories;

/** The queries of a read, bound to its tenant. */
export const openMemoryQueries = (reader: MemoryStoreReader): Queries =>
  Object.fromEntries(
    Object.entries(modules).flatMap(([name, kept]) =>
      'queries' in kept ? [[name, kept.queries(reader)]] : [],
    ),
  ) as unknown as Queries;
