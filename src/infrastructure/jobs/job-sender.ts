import type { Pool, PoolClient } from 'pg';
import { PgBoss } from 'pg-boss';
import type { QueueName } from '#application/shared/jobs.ts';
import { jobSchema } from '#infrastructure/jobs/job-schema.ts';

/** A job that is worked on from `startAfter` on, or at once. */
export interface TimedJob {
  readonly data: object;
  readonly startAfter?: Date;
}

/** Sends jobs to pg-boss' queues within a transaction of ours: they exist if it commits. */
export class JobSender {
  readonly #pool: Pool;
  #started: Promise<PgBoss> | undefined;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Sends them in the transaction that is open on `client`. */
  async send(
    client: Pick<Pool | PoolClient, 'query'>,
    queue: QueueName,
    jobs: readonly TimedJob[],
  ): Promise<void> {
    if (jobs.length === 0) return;
    const boss = await this.#boss();
    const db = {
      executeSql: async (text: string, values?: unknown[]) => client.query(text, values),
    };
    await boss.insert(queue, [...jobs], { db });
  }

  async close(): Promise<void> {
    const started = this.#started;
    this.#started = undefined;
    const boss = await started?.catch(() => undefined);
    await boss?.stop({ graceful: false });
  }

  // Started with the first job: it reads the settings of the queues, and supervises nothing.
  #boss(): Promise<PgBoss> {
    this.#started ??= this.#start().catch((error: unknown) => {
      this.#started = undefined;
      throw error;
    });
    return this.#started;
  }

  async #start(): Promise<PgBoss> {
    const boss = new PgBoss({
      db: { executeSql: async (text, values) => this.#pool.query(text, values) },
      schema: jobSchema,
      migrate: false,
      createSchema: false,
      supervise: false,
      schedule: false,
      registerInstance: false,
    });
    // It reads the queues again from time to time; without an answer it keeps what it has.
    boss.on('error', () => undefined);
    await boss.start();
    return boss;
  }
}
