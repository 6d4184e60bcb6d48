import type { RequestContext } from '#application/shared/context.ts';
import type { IdempotencyRecords, IdempotencyRequest } from '#application/shared/idempotency.ts';
import {
  IdempotencyKeyInFlight,
  IdempotencyKeyReused,
  ReplayedResponse,
} from '#application/shared/idempotency.ts';
import type { Outcome } from '#application/shared/outcome.ts';
import { outcomeIn, outcomeText } from '#application/shared/outcome.ts';
import type { Clock, IdGenerator, ReadAccess, Run, UnitOfWork } from '#application/shared/ports.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { TenantNotFound } from '#domain/tenants/errors.ts';
import type {
  MemoryStore,
  MemoryTables,
  TransactionEffects,
} from '#infrastructure/memory/memory-store.ts';
import type { MemoryReader, MemoryTransaction } from '#infrastructure/memory/transaction.ts';

/** The reader of all queries: every table, and the recorded events. */
export interface MemoryStoreReader extends MemoryReader<MemoryTables> {
  readonly chain: () => ReturnType<MemoryStore['chainOf']>;
}

interface RepositoryFactories<Repositories, Queries> {
  readonly openRepositories: (transaction: MemoryTransaction<MemoryTables>) => Repositories;
  readonly openQueries: (reader: MemoryStoreReader) => Queries;
}

/** Transactions and reads in memory, each inside one tenant. */
export class MemoryUnitOfWork<Repositories, Queries>
  implements UnitOfWork<Repositories>, ReadAccess<Queries>
{
  readonly #store: MemoryStore;
  readonly #clock: Clock;
  readonly #ids: IdGenerator;
  readonly #factories: RepositoryFactories<Repositories, Queries>;
  readonly #inFlight = new Set<string>();

  constructor(
    store: MemoryStore,
    needs: { readonly clock: Clock; readonly ids: IdGenerator },
    factories: RepositoryFactories<Repositories, Queries>,
  ) {
    this.#store = store;
    this.#clock = needs.clock;
    this.#ids = needs.ids;
    this.#factories = factories;
  }

  async read<Result>(
    { tenantId }: RequestContext,
    work: (queries: Queries) => Promise<Result>,
  ): Promise<Result> {
    const store = this.#store;
    const { tables } = store;
    const now = () => tables.testClocks.get(tenantId)?.facts.now ?? this.#clock.now();
    const reader = { tables, tenantId, now, chain: () => store.chainOf(tenantId) };
    return work(this.#factories.openQueries(reader));
  }

  async run<Result>(
    context: RequestContext,
    work: (repositories: Repositories, run: Run) => Promise<Result>,
  ): Promise<Result> {
    const { idempotency } = context;
    if (idempotency === undefined) return this.#transact(context, work);
    const key = recordKeyOf(idempotency);
    if (this.#inFlight.has(key)) throw new IdempotencyKeyInFlight();
    this.#inFlight.add(key);
    try {
      const outcome = outcomeOf(this.#store, idempotency);
      if (outcome !== undefined) throw new ReplayedResponse(outcome);
      return await this.#transact(context, work);
    } finally {
      this.#inFlight.delete(key);
    }
  }

  #transact<Result>(
    context: RequestContext,
    work: (repositories: Repositories, run: Run) => Promise<Result>,
  ): Promise<Result> {
    return this.#store.transact(async (draft, left) => {
      let isOver = false;
      const run = this.#runOf(context, draft);
      const repositories = this.#factories.openRepositories({
        get tables() {
          invariant(!isOver, 'A repository dies with its run.');
          return draft;
        },
        tenantId: context.tenantId,
        now: run.now,
        record: ({ events }) =>
          left.events.push(...events.map((event) => ({ context, event, recordedAt: run.realNow }))),
        enqueue: (job) => left.jobs.push(job),
      });
      try {
        const result = await work(repositories, run);
        const { idempotency } = context;
        const isCreated = draft.tenants.get(context.tenantId) !== undefined;
        if (!isCreated && isStoring(draft, left)) throw new TenantNotFound();
        if (idempotency !== undefined) {
          const { request } = idempotency;
          left.idempotencyRecords.set(recordKeyOf(idempotency), {
            request,
            outcome: outcomeText({ result }),
          });
        }
        return result;
      } finally {
        isOver = true;
      }
    });
  }

  // Runs in memory go one after another, so a clock stands still as long as one lasts.
  #runOf({ tenantId, mode = 'live' }: RequestContext, { testClocks }: MemoryTables): Run {
    const realNow = this.#clock.now();
    const clock = testClocks.get(tenantId)?.facts;
    return {
      now: clock?.now ?? realNow,
      realNow,
      nextId: (prefix) => this.#ids.next(prefix, realNow),
      mode: clock === undefined ? mode : 'test',
      isClockAdvancing: clock?.status === 'advancing',
    };
  }
}

// People belong to no tenant; all else that is stored does.
const isStoring = (
  { users: _users, ...ofTenants }: MemoryTables,
  { events }: TransactionEffects,
): boolean => events.length > 0 || Object.values(ofTenants).some(({ isChanged }) => isChanged);

const recordKeyOf = ({ tenantId, keyHash }: IdempotencyRequest): string => `${tenantId}/${keyHash}`;

const outcomeOf = (store: MemoryStore, idempotency: IdempotencyRequest): Outcome | undefined => {
  const kept = store.idempotencyRecords.get(recordKeyOf(idempotency));
  if (kept !== undefined && kept.request !== idempotency.request) throw new IdempotencyKeyReused();
  return kept && outcomeIn(kept.outcome);
};

/** Idempotency records in memory. */
export class MemoryIdempotencyRecords implements IdempotencyRecords {
  readonly #store: MemoryStore;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  async find(idempotency: IdempotencyRequest): Promise<Outcome | undefined> {
    return outcomeOf(this.#store, idempotency);
  }

  async keep(idempotency: IdempotencyRequest, outcome: Outcome): Promise<void> {
    const text = outcomeText(outcome);
    this.#store.keep(recordKeyOf(idempotency), { request: idempotency.request, outcome: text });
  }
}
