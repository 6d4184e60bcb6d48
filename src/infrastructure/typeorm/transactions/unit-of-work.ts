import { LRUCache } from 'lru-cache';
import type { PoolClient } from 'pg';
import type { QueryRunner } from 'typeorm';
import type { RequestContext } from '#application/shared/context.ts';
import type { IdGenerator, ReadAccess, Run, UnitOfWork } from '#application/shared/ports.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { instantOf } from '#domain/shared/time.ts';
import { TenantNotFound } from '#domain/tenants/errors.ts';
import type { JobSender } from '#infrastructure/jobs/job-sender.ts';
import type { Sealer } from '#infrastructure/security/sealer.ts';
import type { ServerClock } from '#infrastructure/system/server-clock.ts';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { PostgresIdempotencyRecords } from '#infrastructure/typeorm/idempotency/idempotency-records.ts';
import { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { awaitPipelined } from '#infrastructure/typeorm/transactions/await-pipelined.ts';
import { EventRecorder } from '#infrastructure/typeorm/transactions/event-recorder.ts';
import type { TransactionClient } from '#infrastructure/typeorm/transactions/lend-client.ts';
import { lendClient } from '#infrastructure/typeorm/transactions/lend-client.ts';
import { readClock } from '#infrastructure/typeorm/transactions/read-clock.ts';
import {
  asMistake,
  isBroken,
  isRetryable,
  lacksTenant,
  orUnavailable,
} from '#infrastructure/typeorm/transactions/storage-error.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

interface RepositoryFactories<Repositories, Queries> {
  readonly openRepositories: (transaction: Transaction) => Repositories;
  readonly openQueries: (reader: TenantReader) => Queries;
}

const attemptsMax = 4;
// Some kilobytes each.
const openedMax = 256;

/** Transactions and reads on PostgreSQL, each inside one tenant. */
export class TypeOrmUnitOfWork<Repositories, Queries extends object>
  implements UnitOfWork<Repositories>, ReadAccess<Queries>
{
  readonly #database: Database;
  readonly #ids: IdGenerator;
  readonly #sealer: Sealer;
  readonly #jobs: JobSender;
  readonly #clock: ServerClock;
  readonly #idempotencyRecords: PostgresIdempotencyRecords;
  readonly #factories: RepositoryFactories<Repositories, Queries>;
  readonly #opened = new LRUCache<string, Queries>({ max: openedMax });

  constructor(
    database: Database,
    needs: {
      readonly ids: IdGenerator;
      readonly sealer: Sealer;
      readonly jobSender: JobSender;
      readonly clock: ServerClock;
    },
    factories: RepositoryFactories<Repositories, Queries>,
  ) {
    this.#database = database;
    this.#ids = needs.ids;
    this.#sealer = needs.sealer;
    this.#jobs = needs.jobSender;
    this.#clock = needs.clock;
    this.#idempotencyRecords = new PostgresIdempotencyRecords(
      database.pool,
      needs.sealer,
      needs.clock,
    );
    this.#factories = factories;
  }

  async read<Result>(
    context: RequestContext,
    work: (queries: Queries) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await work(this.#queriesOf(context));
    } catch (error) {
      throw orUnavailable(error);
    }
  }

  // Queries keep nothing but their reader, and it nothing but the tenant.
  #queriesOf({ tenantId, mode }: RequestContext): Queries {
    const key = `${tenantId}/${mode}`;
    const opened = this.#opened.get(key);
    if (opened !== undefined) return opened;
    const { pool } = this.#database;
    const reader = new TenantReader(pool, uuidOf(tenantId), mode, () => this.#clock.now());
    const queries = this.#factories.openQueries(reader);
    this.#opened.set(key, queries);
    return queries;
  }

  async run<Result>(
    context: RequestContext,
    work: (repositories: Repositories, run: Run) => Promise<Result>,
  ): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(context, work);
      } catch (error) {
        if (lacksTenant(error)) throw new TenantNotFound();
        if (attempt === attemptsMax || !isRetryable(error)) throw asMistake(orUnavailable(error));
      }
    }
  }

  async #attempt<Result>(
    context: RequestContext,
    work: (repositories: Repositories, run: Run) => Promise<Result>,
  ): Promise<Result> {
    const runner = this.#database.dataSource.createQueryRunner();
    try {
      return await this.#transaction(runner, context, work);
    } finally {
      await runner.release();
    }
  }

  async #transaction<Result>(
    runner: QueryRunner,
    context: RequestContext,
    work: (repositories: Repositories, run: Run) => Promise<Result>,
  ): Promise<Result> {
    const { idempotency } = context;
    const tenantId = uuidOf(context.tenantId);
    const connection = (await runner.connect()) as PoolClient;
    const { client, end } = lendClient(connection);
    const { manager } = runner;
    // Where no clock comes with it the beginning is not waited for: the first statement goes along.
    const read = this.#clock.isStale ? readClock(client, this.#clock) : Promise.resolve();
    if (!this.#clock.isKnown) await read;
    const realNow = this.#clock.now();
    const begun = begin(client, tenantId, context);
    const attempted = async (): Promise<Result> => {
      if (idempotency !== undefined) await this.#idempotencyRecords.take(client, idempotency);
      const testClock = context.mode === 'live' ? undefined : await begun;
      const run = this.#runOf(context, realNow, testClock);
      const events = new EventRecorder(context, run);
      const currentTime = () => (testClock === undefined ? this.#clock.now() : run.now);
      const open = { manager, client, tenantId, events, currentTime };
      const transaction = { ...open, jobs: this.#jobs, sealer: this.#sealer };
      const result = await work(this.#factories.openRepositories(transaction), run);
      if (idempotency !== undefined)
        await this.#idempotencyRecords.insert(client, idempotency, { result });
      const committed = commit(client, events);
      end();
      await committed;
      return result;
    };
    try {
      const attempt = attempted();
      await awaitPipelined(read, begun, attempt);
      return await attempt;
    } catch (error) {
      end();
      // A connection that cannot roll back is broken, and the pool throws it away. So it does with
      // one that has been ended: TypeORM gives it back without a word.
      if (isBroken(error)) void connection.end().catch(() => undefined);
      else await connection.query('rollback').catch(() => undefined);
      throw error;
    }
  }

  #runOf({ mode = 'live' }: RequestContext, realNow: Instant, clock: ClockRow | undefined): Run {
    return {
      now: clock === undefined ? realNow : instantOf(clock.now.getTime()),
      realNow,
      nextId: (prefix) => this.#ids.next(prefix, realNow),
      mode: clock === undefined ? mode : 'test',
      isClockAdvancing: clock?.status === 'advancing',
    };
  }
}

interface ClockRow {
  readonly now: Date;
  readonly status: string;
}

// Runs share the clock that they go by; who moves it has it alone.
const shared = {
  name: 'test_clocks.share',
  text: 'select c.now, c.status from test_clocks c where c.tenant_id = $1 for share',
};
const alone = {
  name: 'test_clocks.hold',
  text: 'select c.now, c.status from test_clocks c where c.tenant_id = $1 for no key update',
};

/**
 * Begins the transaction and sets its tenant. Where the tenant may have a test clock, that is read
 * and held in the same round trip.
 */
const begin = async (
  client: TransactionClient,
  tenantId: string,
  { mode, movesClock }: RequestContext,
): Promise<ClockRow | undefined> => {
  // `uuidOf` gives hexadecimal digits whatever it is given: there is nothing to quote.
  const begun = client.query(`begin; set local app.tenant_id = '${tenantId}'`);
  if (mode === 'live') {
    await begun;
    return undefined;
  }
  const statement = movesClock === true ? alone : shared;
  const clock = client.query<ClockRow>({ ...statement, values: [tenantId] });
  await awaitPipelined(begun, clock);
  return (await clock).rows[0];
};

// Writing the events locks the head of the tenant's chain. The commit is sent right behind, without
// waiting for an answer, so that nobody waits for that lock longer than the commit itself takes.
// Where the first fails, PostgreSQL rolls back at the second.
const commit = (client: TransactionClient, events: EventRecorder): Promise<void> =>
  awaitPipelined(events.write(client), client.query('commit'));
