import type { Recordable } from '#domain/shared/events.ts';
import type { MemoryTable } from '#infrastructure/memory/memory-table.ts';
import type { MemoryReader, MemoryTransaction } from '#infrastructure/memory/transaction.ts';

/** How a kind of thing is kept in memory: its table, and what writes and reads it. */
export interface Resource<
  Tables,
  Stored extends Recordable & { readonly facts: { readonly id: string; readonly version: number } },
  Repository,
  Queries,
> {
  readonly table: () => MemoryTable<Stored>;
  readonly repository: (transaction: MemoryTransaction<Tables>) => Repository;
  readonly queries: (reader: MemoryReader<Tables>) => Queries;
}
