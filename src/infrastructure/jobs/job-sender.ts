import type { Pool } from 'pg';
import { PgBoss } from 'pg-boss';
import type { Lane } from '#application/shared/job-slots.ts';
import { laneKey } from '#application/shared/job-slots.ts';
import type { QueueName } from '#application/shared/jobs.ts';
import { jobSchema } from '#infrastructure/jobs/job-schema.ts';

/** A job that is worked on from `startAfter` on, or at once, in its turn among other lanes. */
export interface TimedJob {
  readonly lane: Lane;
  readonly data: object;
  readonly startAfter?: Date;
}

type Connection = Pick<Pool, 'query'>;

/** An attempt at a delivery, with ids as they are stored. */
export interface AttemptToMake {
  readonly tenantId: string;
  readonly endpointId: string;
  readonly deliveryId: string;
  /** In milliseconds since 1970. */
  readonly dueAt: number;
}

/** The job for an attempt: it names the instant, so that one for an attempt overtaken is known. */
export const attemptJob = (attempt: AttemptToMake): TimedJob => {
  const { tenantId, endpointId, deliveryId, dueAt } = attempt;
  return {
    lane: { tenantId, endpointId },
    data: { tenantId, deliveryId, dueAt },
    startAfter: new Date(dueAt),
  };
};

/** Sends jobs to pg-boss' queues within a transaction of ours: they exist if it commits. */
export class JobSender {
  readonly #pool: Pool;
  #started: Promise<PgBoss> | undefined;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Sends them in the transaction that is open on `client`; over a pool, in one of their own. */
  async send(client: Connection, queue: QueueName, jobs: readonly TimedJob[]): Promise<void> {
    if (jobs.length === 0) return;
    const boss = await this.#boss();
    const db = { executeSql: (text: string, values?: unknown[]) => client.query(text, values) };
    const laned = jobs.map(({ lane, ...job }) => ({ ...job, singletonKey: laneKey(lane) }));
    await boss.insert(queue, laned, { db });
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

interface QueuedRow {
  readonly deliveryId: string;
  readonly dueAt: number | null;
}

/** Tells of each attempt whether a job will make it, or is dead and waits for a replay. */
export const isAttemptQueued = async (
  connection: Connection,
  attempts: readonly AttemptToMake[],
): Promise<(attempt: AttemptToMake) => boolean> => {
  const { rows } = await connection.query<QueuedRow>(
    `select j.data->>'deliveryId' as "deliveryId", (j.data->>'dueAt')::float8 as "dueAt"
      from ${jobSchema}.job j
      where j.name = 'webhook-delivery' and j.state in ('created', 'retry', 'active', 'failed')
        and j.data->>'deliveryId' = any ($1)`,
    [attempts.map(({ deliveryId }) => deliveryId)],
  );
  const jobsOf = Map.groupBy(rows, ({ deliveryId }) => deliveryId);
  return ({ deliveryId, dueAt }) =>
    jobsOf.get(deliveryId)?.some((job) => job.dueAt === null || job.dueAt === dueAt) === true;
};

/** Gives jobs of releases that knew no lanes the one of their tenant, so that they have a turn. */
export const giveLanes = async (connection: Connection): Promise<void> => {
  await connection.query(
    `update ${jobSchema}.job set singleton_key = (data->>'tenantId') || '/'
      where name = 'webhook-delivery' and state in ('created', 'retry', 'failed')
        and singleton_key is null`,
  );
};
