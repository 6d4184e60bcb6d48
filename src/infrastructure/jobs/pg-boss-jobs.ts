import { setTimeout as delay } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { Pool } from 'pg';
import type { JobWithMetadata } from 'pg-boss';
import { PgBoss } from 'pg-boss';
import type {
  DeadLetter,
  JobHandlers,
  Jobs,
  QueueName,
  QueueState,
} from '#application/shared/jobs.ts';
import { queueNames } from '#application/shared/jobs.ts';
import type { MailOrder } from '#application/shared/mail.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { Completions } from '#infrastructure/jobs/completions.ts';
import { jobSchema } from '#infrastructure/jobs/job-schema.ts';

/** Hears one sentence for each thing that went wrong behind the scenes. */
export type JobFailure = (error: unknown, queue: QueueName | null) => void;

interface DeliveryData {
  readonly tenantId: string;
  readonly deliveryId: string;
}

const pollMilliseconds = 500;
// Big batches: a fetch costs the same for one as for many.
const batchSizes: Readonly<Record<QueueName, number>> = { 'webhook-delivery': 50, mail: 20 };
// Both mostly wait for others.
const atOnce: Readonly<Record<QueueName, number>> = { 'webhook-delivery': 50, mail: 5 };

/** Jobs on PostgreSQL by pg-boss, over the application's own connections and role. */
export class PgBossJobs implements Jobs {
  readonly #pool: Pool;
  readonly #failed: JobFailure;
  readonly #refusalOf: (error: unknown) => unknown;
  #boss: PgBoss | undefined;
  #stopping = new AbortController();
  #rounds: readonly Promise<void>[] = [];

  /** @param refusalOf what callers are told of an error of the database */
  constructor(pool: Pool, failed: JobFailure, refusalOf: (error: unknown) => unknown) {
    this.#refusalOf = refusalOf;
    this.#pool = pool;
    this.#failed = failed;
  }

  async start(handlers: JobHandlers): Promise<void> {
    const boss = new PgBoss({
      db: { executeSql: async (text, values) => this.#pool.query(text, values) },
      schema: jobSchema,
      migrate: false,
      createSchema: false,
      schedule: false,
      reindex: false,
      registerInstance: false,
      monitorIntervalSeconds: 5,
      superviseIntervalSeconds: 5,
    });
    boss.on('error', (error) => this.#failed(error, null));
    this.#boss = boss;
    this.#stopping = new AbortController();
    await boss.start();
    this.#rounds = [
      this.#workOff(boss, 'webhook-delivery', ({ tenantId, deliveryId }: DeliveryData) =>
        handlers.delivery({
          tenantId: idFromUuid('ten', tenantId),
          deliveryId: idFromUuid('dlv', deliveryId),
        }),
      ),
      this.#workOff(boss, 'mail', (order: MailOrder) => handlers.mail(order)),
    ];
  }

  async stop(): Promise<void> {
    const boss = this.#boss;
    this.#boss = undefined;
    this.#stopping.abort();
    await Promise.all(this.#rounds);
    this.#rounds = [];
    await boss?.stop({ graceful: false });
  }

  // A loop of our own: pg-boss' `work` waits after every batch that is not full, which a few busy
  // things never fill (decision 0013). It fetches again as soon as half of a batch is done, so that
  // one slow endpoint holds up nobody else's deliveries.
  async #workOff(
    boss: PgBoss,
    queue: QueueName,
    handle: (data: never) => Promise<void>,
  ): Promise<void> {
    const { signal } = this.#stopping;
    const running = new Set<Promise<void>>();
    const limited = pLimit(atOnce[queue]);
    const completions = new Completions((attempts) => boss.complete(queue, attempts));
    const begin = (job: JobWithMetadata<never>): void => {
      const handled = () => limited(() => handle(job.data));
      const settled = this.#settle(boss, queue, job, { handled, completions })
        .catch((error: unknown) => this.#failed(error, queue))
        .finally(() => running.delete(settled));
      running.add(settled);
    };
    while (!signal.aborted) {
      const room = batchSizes[queue] - running.size;
      if (room >= batchSizes[queue] / 2 && (await this.#begun(boss, queue, room, begin))) continue;
      const pause = delay(pollMilliseconds, undefined, { signal }).catch(() => undefined);
      await Promise.race([pause, ...running]);
    }
    await Promise.all(running);
  }

  // Whether there was anything to begin.
  async #begun(
    boss: PgBoss,
    queue: QueueName,
    batchSize: number,
    begin: (job: JobWithMetadata<never>) => void,
  ): Promise<boolean> {
    try {
      const jobs = await boss.fetch<never>(queue, { batchSize, includeMetadata: true });
      jobs.forEach(begin);
      return jobs.length > 0;
    } catch (error) {
      this.#failed(error, queue);
      return false;
    }
  }

  async states(): Promise<readonly QueueState[]> {
    const { rows } = await this.#asked<QueueState>(statesOf, [queueNames]);
    return rows;
  }

  async deadLetters(queue: QueueName, limit: number): Promise<readonly DeadLetter[]> {
    const { rows } = await this.#asked<DeadLetter>(deadLettersOf, [queue, limit]);
    return rows;
  }

  async replay(queue: QueueName, ids: readonly string[] | 'all'): Promise<number> {
    const { rowCount } = await this.#asked(replayOf, [queue, ids === 'all' ? null : ids]);
    return rowCount ?? 0;
  }

  async #asked<Row extends object>(text: string, values: unknown[]) {
    return this.#pool.query<Row>(text, values).catch((error: unknown) => {
      throw this.#refusalOf(error);
    });
  }

  // The attempt goes with the id, so that a worker that was given up settles no newer attempt.
  async #settle(
    boss: PgBoss,
    queue: QueueName,
    { id, retryCount }: JobWithMetadata<never>,
    work: { readonly handled: () => Promise<void>; readonly completions: Completions },
  ): Promise<void> {
    const attempt = { id, retryCount };
    try {
      await work.handled();
      await work.completions.add(attempt);
    } catch (error) {
      this.#failed(error, queue);
      const message = error instanceof Error ? error.message : String(error);
      await boss.fail(queue, attempt, { message });
    }
  }
}

const table = `${jobSchema}.job`;

const statesOf = `select q.name,
    count(*) filter (where j.state < 'active' and j.start_after <= now())::integer as ready,
    count(*) filter (where j.state < 'active' and j.start_after > now())::integer as deferred,
    count(*) filter (where j.state = 'active')::integer as active,
    count(*) filter (where j.state = 'failed')::integer as dead,
    coalesce(extract(epoch from now() - min(j.start_after)
      filter (where j.state < 'active' and j.start_after <= now())), 0)::float8 as "lagSeconds"
  from unnest($1::text[]) with ordinality as q (name, place)
  left join ${table} j on j.name = q.name and j.state in ('created', 'retry', 'active', 'failed')
  group by q.name, q.place order by q.place`;

const deadLettersOf = `select name as queue, id, data,
    coalesce(output->>'message', output::text) as error,
    to_char(completed_on at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "failedAt"
  from ${table} where name = $1 and state = 'failed' order by completed_on, id limit $2`;

// As pg-boss' own retry, for many at once, and with all attempts to come.
const replayOf = `update ${table} set state = 'retry', retry_count = 0, start_after = now(),
    completed_on = null, output = null
  where name = $1 and state = 'failed' and ($2::uuid[] is null or id = any ($2::uuid[]))`;

/** Takes away what was done more than an hour ago; what failed stays. */
export const sweepDoneJobs = async (pool: Pool): Promise<number> => {
  const { rowCount } = await pool.query(
    `delete from ${table} where name = any ($1) and state in ('completed', 'cancelled')
      and completed_on < now() - interval '1 hour'`,
    [queueNames],
  );
  return rowCount ?? 0;
};
