import type { RequestContext } from '#application/shared/context.ts';
import type { IdempotencyClaim, IdempotencyKeys } from '#application/shared/idempotency.ts';
import {
  AlreadyAnswered,
  IdempotencyKeyInFlight,
  IdempotencyKeyReused,
} from '#application/shared/idempotency.ts';
import type { Outcome } from '#application/shared/outcome.ts';
import { outcomeIn, outcomeText } from '#application/shared/outcome.ts';
import type { Clock, IdGenerator, ReadDoor, Run, UnitOfWork } from '#application/shared/ports.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { TenantNotFound } from '#domain/tenants/errors.ts';
import type { Leavings, MemoryStore, MemoryTables } from '#infrastructure/memory/memory-store.ts';
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
  readonly #clock: Clock;
  readonly #ids: IdGenerator;
  readonly #doors: Doors<Repositories, Queries>;
  readonly #inFlight = new Set<string>();

  constructor(
    store: MemoryStore,
    needs: { readonly clock: Clock; readonly ids: IdGenerator },
    doors: Doors<Repositories, Queries>,
  ) {
    this.#store = store;
    this.#clock = needs.clock;
    this.#ids = needs.ids;
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
    work: (repositories: Repositories, run: Run) => Promise<Result>,
  ): Promise<Result> {
    const { claim } = context;
    if (claim === undefined) return this.#transact(context, work);
    const key = keptUnder(claim);
    if (this.#inFlight.has(key)) throw new IdempotencyKeyInFlight();
    this.#inFlight.add(key);
    try {
      const outcome = outcomeOf(this.#store, claim);
      if (outcome !== undefined) throw new AlreadyAnswered(outcome);
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
      const now = this.#clock.now();
      const nextId: Run['nextId'] = (prefix) => this.#ids.next(prefix, now);
      const run: Run = { now, realNow: now, nextId };
      const repositories = this.#doors.openRepositories({
        get tables() {
          invariant(!isOver, 'A repository dies with its run.');
          return draft;
        },
        tenantId: context.tenantId,
        record: ({ events }) =>
          left.events.push(...events.map((event) => ({ context, event, recordedAt: run.realNow }))),
        enqueue: (job) => left.jobs.push(job),
      });
      try {
        const result = await work(repositories, run);
        const { claim } = context;
        const isFounded = draft.tenants.get(context.tenantId) !== undefined;
        if (!isFounded && isStoring(draft, left)) throw new TenantNotFound();
        if (claim !== undefined) {
          const { request } = claim;
          left.answers.set(keptUnder(claim), { request, outcome: outcomeText({ result }) });
        }
        return result;
      } finally {
        isOver = true;
      }
    });
  }
}

// People belong to no tenant; all else that is stored does.
const isStoring = ({ users: _users, ...ofTenants }: MemoryTables, { events }: Leavings): boolean =>
  events.length > 0 || Object.values(ofTenants).some(({ isChanged }) => isChanged);

const keptUnder = ({ tenantId, keyHash }: IdempotencyClaim): string => `${tenantId}/${keyHash}`;

const outcomeOf = (store: MemoryStore, claim: IdempotencyClaim): Outcome | undefined => {
  const kept = store.answers.get(keptUnder(claim));
  if (kept !== undefined && kept.request !== claim.request) throw new IdempotencyKeyReused();
  return kept && outcomeIn(kept.outcome);
};

/** Outcomes kept in memory. */
export class MemoryKeptAnswers implements IdempotencyKeys {
  readonly #store: MemoryStore;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  async find(claim: IdempotencyClaim): Promise<Outcome | undefined> {
    return outcomeOf(this.#store, claim);
  }

  async keep(claim: IdempotencyClaim, outcome: Outcome): Promise<void> {
    const text = outcomeText(outcome);
    this.#store.keep(keptUnder(claim), { request: claim.request, outcome: text });
  }
}
