import type { Pool } from 'pg';
import { PgBoss } from 'pg-boss';
import type { Lane } from '#application/shared/job-slots.ts';
import { laneKey } from '#application/shared/job-slots.ts';
import type { AnyQueue } from '#application/shared/jobs.ts';
import { jobSchema } from '#infrastructure/jobs/schema-name.ts';

/** A job that is worked on from `startAfter` on, or at once, in its turn among other lanes. */
export interface TimedJob {
  readonly lane: Lane;
  readonly data: object;
  readonly startAfter?: Date;
}

type Connection = Pick<Pool, 'query'>;

/** Sends jobs to pg-boss' queues within a transaction of ours: they exist if it commits. */
export class JobSender {
  readonly #pool: Pool;
  #started: Promise<PgBoss> | undefined;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Sends them in the transaction that is open on `client`; over a pool, in one of their own. */
  async send(
    client: Connection,
    { name }: Pick<AnyQueue, 'name'>,
    jobs: readonly TimedJob[],
  ): Promise<void> {
    if (jobs.length === 0) return;
    const boss = await this.#boss();
    const db = { executeSql: (text: string, values?: unknown[]) => client.query(text, values) };
    const laned = jobs.map(({ lane, ...job }) => ({ ...job, singletonKey: laneKey(lane) }));
    await boss.insert(name, laned, { db });
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
