import type { RequestContext } from '#application/shared/context.ts';
import type { ReadDoor, UnitOfWork } from '#application/shared/ports.ts';
import type { Recordable } from '#domain/shared/events.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { MemoryStore, MemoryTables } from '#infrastructure/memory/memory-store.ts';

/** What a repository is opened with: the draft of this run, its tenant, and where events go. */
export interface MemoryTransaction {
  readonly tables: MemoryTables;
  readonly tenantId: TenantId;
  record(aggregate: Recordable): void;
}

/** What a query is opened with: what is committed, and the tenant. */
export interface MemoryReader {
  readonly tables: MemoryTables;
  readonly tenantId: TenantId;
}

interface Doors<Repositories, Queries> {
  readonly openRepositories: (transaction: MemoryTransaction) => Repositories;
  readonly openQueries: (reader: MemoryReader) => Queries;
}

/** Transactions and reads in memory, each inside one tenant. */
export class MemoryUnitOfWork<Repositories, Queries>
  implements UnitOfWork<Repositories>, ReadDoor<Queries>
{
  readonly #store: MemoryStore;
  readonly #doors: Doors<Repositories, Queries>;

  constructor(store: MemoryStore, doors: Doors<Repositories, Queries>) {
    this.#store = store;
    this.#doors = doors;
  }

  async read<Result>(
    { tenantId }: RequestContext,
    work: (queries: Queries) => Promise<Result>,
  ): Promise<Result> {
    return work(this.#doors.openQueries({ tables: this.#store.tables, tenantId }));
  }

  run<Result>(
    context: RequestContext,
    work: (repositories: Repositories) => Promise<Result>,
  ): Promise<Result> {
    return this.#store.transact(async (draft, record) => {
      let isOver = false;
      const repositories = this.#doors.openRepositories({
        get tables() {
          invariant(!isOver, 'A repository dies with its run.');
          return draft;
        },
        tenantId: context.tenantId,
        record: ({ events }) => record(events.map((event) => ({ context, event }))),
      });
      try {
        return await work(repositories);
      } finally {
        isOver = true;
      }
    });
  }
}
