import type { RequestContext } from '#application/shared/context.ts';
import type { IdempotencyClaim, IdempotencyKeys } from '#application/shared/idempotency.ts';
import {
  AlreadyAnswered,
  IdempotencyKeyInFlight,
  IdempotencyKeyReused,
} from '#application/shared/idempotency.ts';
import type { ReadDoor, UnitOfWork } from '#application/shared/ports.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { MemoryStore, MemoryTables } from '#infrastructure/memory/memory-store.ts';
import type { MemoryReader, MemoryTransaction } from '#infrastructure/memory/transaction.ts';

/** What queries are opened with: a reader of every table, and what was recorded. */
export interface MemoryStoreReader extends MemoryReader<MemoryTables> {
  readonly chain: () => ReturnType<MemoryStore['chainOf']>;
}

interface Doors<Repositories, Queries> {
  readonly openRepositories: (transaction: MemoryTransaction<MemoryTables>) => Repositories;
  readonly openQueries: (reader: MemoryStoreReader) => Queries;
}

/** Transactions and reads in memory, each inside one tenant. */
export class MemoryUnitOfWork<Repositories, Queries>
  implements UnitOfWork<Repositories>, ReadDoor<Queries>
{
  readonly #store: MemoryStore;
  readonly #doors: Doors<Repositories, Queries>;
  readonly #inFlight = new Set<string>();

  constructor(store: MemoryStore, doors: Doors<Repositories, Queries>) {
    this.#store = store;
    this.#doors = doors;
  }

  async read<Result>(
    { tenantId }: RequestContext,
    work: (queries: Queries) => Promise<Result>,
  ): Promise<Result> {
    const store = this.#store;
    const reader = { tables: store.tables, tenantId, chain: () => store.chainOf(tenantId) };
    return work(this.#doors.openQueries(reader));
  }

  async run<Result>(
    context: RequestContext,
    work: (repositories: Repositories) => Promise<Result>,
  ): Promise<Result> {
    const { claim } = context;
    if (claim === undefined) return this.#transact(context, work);
    const key = keptUnder(claim);
    if (this.#inFlight.has(key)) throw new IdempotencyKeyInFlight();
    this.#inFlight.add(key);
    try {
      const answer = answerTo(this.#store, claim);
      if (answer !== undefined) throw new AlreadyAnswered(answer);
      return await this.#transact(context, work);
    } finally {
      this.#inFlight.delete(key);
    }
  }

  #transact<Result>(
    context: RequestContext,
    work: (repositories: Repositories) => Promise<Result>,
  ): Promise<Result> {
    return this.#store.transact(async (draft, left) => {
      let isOver = false;
      const repositories = this.#doors.openRepositories({
        get tables() {
          invariant(!isOver, 'A repository dies with its run.');
          return draft;
        },
        tenantId: context.tenantId,
        record: ({ events }) => left.events.push(...events.map((event) => ({ context, event }))),
        enqueue: (job) => left.jobs.push(job),
      });
      try {
        const result = await work(repositories);
        const { claim } = context;
        if (claim !== undefined) {
          const { request } = claim;
          left.answers.set(keptUnder(claim), { request, answer: claim.answerOf(result) });
        }
        return result;
      } finally {
        isOver = true;
      }
    });
  }
}

const keptUnder = ({ tenantId, keyHash }: IdempotencyClaim): string => `${tenantId}/${keyHash}`;

const answerTo = (store: MemoryStore, claim: IdempotencyClaim): string | undefined => {
  const kept = store.answers.get(keptUnder(claim));
  if (kept !== undefined && kept.request !== claim.request) throw new IdempotencyKeyReused();
  return kept?.answer;
};

/** The answers kept in memory. */
export class MemoryKeptAnswers implements IdempotencyKeys {
  readonly #store: MemoryStore;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  async find(claim: IdempotencyClaim): Promise<string | undefined> {
    return answerTo(this.#store, claim);
  }

  async keep(claim: IdempotencyClaim, answer: string): Promise<void> {
    this.#store.keep(keptUnder(claim), { request: claim.request, answer });
  }
}
