import * as modules from '#infrastructure/typeorm/modules.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

type Modules = typeof modules;

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
    : never]: Modules[Name] extends { queries: (reader: TenantReader) => infer Read }
    ? Read
    : never;
};

// Looked through once: they are opened for every request.
const repositories = Object.entries(modules).flatMap(([name, kept]) =>
  'repository' in kept ? [{ name, open: kept.repository }] : [],
);
const queries = Object.entries(modules).flatMap(([name, kept]) =>
  'queries' in kept ? [{ name, open: kept.queries }] : [],
);

/** The repositories of a unit of work, bound to its transaction and tenant. */
export const openRepositories = (transaction: Transaction): Repositories => {
  const opened: Record<string, unknown> = {};
  for (const { name, open } of repositories) opened[name] = open(transaction);
  return opened as Repositories;
};

/** The queries of a read, bound to its tenant. */
export const openQueries = (reader: TenantReader): Queries => {
  const opened: Record<string, unknown> = {};
  for (const { name, open } of queries) opened[name] = open(reader);
  return opened as Queries;
};
