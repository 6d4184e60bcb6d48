import type { EntityManager, QueryRunner } from 'typeorm';
import type { RequestContext } from '#application/shared/context.ts';
import type { IdGenerator, ReadDoor, UnitOfWork } from '#application/shared/ports.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import type { Database } from '#infrastructure/typeorm/data-source.ts';
import { EventRecorder } from '#infrastructure/typeorm/event-recorder.ts';
import { FencedReader } from '#infrastructure/typeorm/fenced-reader.ts';
import { isRetryable, orUnavailable } from '#infrastructure/typeorm/storage-error.ts';

/** What a repository is opened with: the transaction, its tenant (as uuid), and the recorder. */
export interface Transaction {
  readonly manager: EntityManager;
  readonly tenantId: string;
  readonly events: EventRecorder;
}

interface Doors<Repositories, Queries> {
  readonly openRepositories: (transaction: Transaction) => Repositories;
  readonly openQueries: (reader: FencedReader) => Queries;
}

const attemptsMax = 4;

/** Transactions and reads on PostgreSQL, each inside one tenant and behind both fences. */
export class TypeOrmUnitOfWork<Repositories, Queries>
  implements UnitOfWork<Repositories>, ReadDoor<Queries>
{
  readonly #database: Database;
  readonly #ids: IdGenerator;
  readonly #doors: Doors<Repositories, Queries>;

  constructor(database: Database, ids: IdGenerator, doors: Doors<Repositories, Queries>) {
    this.#database = database;
    this.#ids = ids;
    this.#doors = doors;
  }

  async read<Result>(
    context: RequestContext,
    work: (queries: Queries) => Promise<Result>,
  ): Promise<Result> {
    const reader = new FencedReader(this.#database.pool, uuidOf(context.tenantId));
    try {
      return await work(this.#doors.openQueries(reader));
    } catch (error) {
      throw orUnavailable(error);
    }
  }

  async run<Result>(
    context: RequestContext,
    work: (repositories: Repositories) => Promise<Result>,
  ): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(context, work);
      } catch (error) {
        if (attempt === attemptsMax || !isRetryable(error)) throw orUnavailable(error);
      }
    }
  }

  async #attempt<Result>(
    context: RequestContext,
    work: (repositories: Repositories) => Promise<Result>,
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
    work: (repositories: Repositories) => Promise<Result>,
  ): Promise<Result> {
    const tenantId = uuidOf(context.tenantId);
    const events = new EventRecorder(context, this.#ids);
    // One round trip begins the transaction and shuts the fence. `uuidOf` gives hexadecimal
    // digits whatever it is given, so there is nothing to quote.
    await runner.query(`begin; select set_config('app.tenant_id', '${tenantId}', true)`);
    try {
      const { manager } = runner;
      const result = await work(this.#doors.openRepositories({ manager, tenantId, events }));
      await events.write(manager);
      await runner.query('commit');
      return result;
    } catch (error) {
      // A connection that cannot roll back is broken, and the pool throws it away.
      await runner.query('rollback').catch(() => undefined);
      throw error;
    }
  }
}
