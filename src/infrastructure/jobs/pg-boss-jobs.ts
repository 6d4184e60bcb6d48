import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { PgBoss } from 'pg-boss';
import type { DeadLetter, JobHandlers, Jobs, QueueName, QueueState } from '#application/queues.ts';
import { handleJob, queueNames, queues } from '#application/queues.ts';
import { JobSlots, laneOf } from '#application/shared/job-slots.ts';
import type { JobOutcome } from '#application/shared/jobs.ts';
import { instantOf } from '#domain/shared/time.ts';
import type { ClaimedJob } from '#infrastructure/jobs/claims.ts';
import { Claims } from '#infrastructure/jobs/claims.ts';
import { Completions } from '#infrastructure/jobs/completions.ts';
import { jobSchema } from '#infrastructure/jobs/schema-name.ts';

/** Hears one sentence for each thing that went wrong behind the scenes. */
export type JobFailure = (error: unknown, queue: QueueName | null) => void;

const pollMilliseconds = 500;
// Those that end within it are replaced by one look at the queue.
const gatherMilliseconds = 20;
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
    this.#rounds = queues.map((queue) =>
      this.#workOff<object>(boss, queue, ({ data, claimedAt }) =>
        handleJob(handlers, queue, data, instantOf(claimedAt)),
      ),
    );
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
  // things never fill (decision 13), and takes jobs in the order of their creation, whoever they
  // are for (decision 31).
  async #workOff<Data>(
    boss: PgBoss,
    { name: queue, slotsMax }: (typeof queues)[number],
    handle: (job: ClaimedJob<Data>) => Promise<JobOutcome>,
  ): Promise<void> {
    const { signal } = this.#stopping;
    const running = new Set<Promise<void>>();
    const slots = new JobSlots(slotsMax);
    const claims = new Claims<Data>(this.#pool, queue);
    const completions = new Completions((attempts) => boss.complete(queue, attempts));
    const begin = (job: ClaimedJob<Data>): void => {
      slots.take(laneOf(job.lane));
      const settled = this.#settle(boss, queue, job, { handle, completions, claims })
        .catch((error: unknown) => this.#failed(error, queue))
        .finally(() => {
          slots.release(laneOf(job.lane));
          running.delete(settled);
        });
      running.add(settled);
    };
    let after = '';
    while (!signal.aborted) {
      const look = await this.#begun(queue, { claims, slots, after, begin });
      after = look.nextLane ?? '';
      if (look.hasBegun || look.nextLane !== null) continue;
      const pause = delay(pollMilliseconds, undefined, { signal }).catch(() => undefined);
      await Promise.race([pause, ...running]);
      await delay(gatherMilliseconds, undefined, { signal }).catch(() => undefined);
    }
    await Promise.all(running);
  }

  // Begins what may begin now, and says whether anything did.
  async #begun<Data>(
    queue: QueueName,
    { claims, slots, after, begin }: Turn<Data>,
  ): Promise<{ readonly hasBegun: boolean; readonly nextLane: string | null }> {
    if (slots.free === 0) return { hasBegun: false, nextLane: null };
    try {
      const { lanes, nextLane } = await claims.waiting(after);
      const allotments = slots.allot(lanes);
      const jobs = allotments.length === 0 ? [] : await claims.take(allotments);
      jobs.forEach(begin);
      return { hasBegun: jobs.length > 0, nextLane };
    } catch (error) {
      this.#failed(error, queue);
      return { hasBegun: false, nextLane: null };
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
  async #settle<Data>(
    boss: PgBoss,
    queue: QueueName,
    job: ClaimedJob<Data>,
    { handle, completions, claims }: Settling<Data>,
  ): Promise<void> {
    const { id, retryCount } = job;
    const attempt = { id, retryCount };
    try {
      const outcome = await handle(job);
      if (outcome === 'done') await completions.add(attempt);
      else await claims.putBack(attempt, outcome.notBefore);
    } catch (error) {
      this.#failed(error, queue);
      const message = error instanceof Error ? error.message : String(error);
      await boss.fail(queue, attempt, { message });
    }
  }
}

/** The dependencies of a look at the queue. */
interface Turn<Data> {
  readonly claims: Claims<Data>;
  readonly slots: JobSlots;
  /** The lane behind which it looks. */
  readonly after: string;
  readonly begin: (job: ClaimedJob<Data>) => void;
}

/** The dependencies of work on a job. */
interface Settling<Data> {
  readonly handle: (job: ClaimedJob<Data>) => Promise<JobOutcome>;
  readonly completions: Completions;
  readonly claims: Claims<Data>;
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
