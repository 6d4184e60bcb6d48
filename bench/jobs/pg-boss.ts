import { setTimeout as delay } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { type Job, PgBoss } from 'pg-boss';
import {
  attemptsMax,
  batchSize,
  type Enqueue,
  type Handler,
  type Message,
  pollingMilliseconds,
  type Worker,
} from './candidate.ts';

const deadLetter = 'outbox-dead';

/** One queue for each setting that is compared; all keep strict order in a key. */
export const queues = {
  polled: 'outbox',
  notified: 'outbox-notified',
  expires: 'outbox-expires',
  heartbeat: 'outbox-heartbeat',
} as const;

/** Settings under which the loss of a worker is looked for each second. */
export const watchful = {
  supervise: true,
  superviseIntervalSeconds: 1,
  monitorIntervalSeconds: 1,
} as const;

export const pgBossOn = (url: string, options: Partial<typeof watchful> = {}): PgBoss => {
  const boss = new PgBoss({
    connectionString: url,
    useListenNotify: true,
    supervise: false,
    schedule: false,
    registerInstance: false,
    ...options,
  });
  boss.on('error', (error) => process.stderr.write(`${String(error)}\n`));
  return boss;
};

export const makeQueues = async (boss: PgBoss): Promise<void> => {
  await boss.createQueue(deadLetter);
  const queue = {
    policy: 'key_strict_fifo',
    retryLimit: attemptsMax - 1,
    retryDelay: 0,
    deadLetter,
  } as const;
  await boss.createQueue(queues.polled, queue);
  await boss.createQueue(queues.notified, { ...queue, notify: true });
  await boss.createQueue(queues.expires, { ...queue, expireInSeconds: 5 });
  await boss.createQueue(queues.heartbeat, { ...queue, heartbeatSeconds: 10 });
};

const dataOf = ({ tenantId, eventId }: Message) => ({ tenantId, eventId });

const within = (client: ClientBase) => ({
  executeSql: (text: string, values?: unknown[]) => client.query(text, values),
});

export const bySend =
  (boss: PgBoss): Enqueue =>
  async (client, messages) => {
    for (const message of messages) {
      const options = { singletonKey: message.key, db: within(client) };
      await boss.send(queues.polled, dataOf(message), options);
    }
  };

export const byInsert =
  (boss: PgBoss): Enqueue =>
  async (client, messages) => {
    const jobs = messages.map((message) => ({ data: dataOf(message), singletonKey: message.key }));
    await boss.insert(queues.polled, jobs, { db: within(client) });
  };

// `created_on` is the order within a key. The default, as in send(), is when the transaction began,
// which is not the order in which two of them came to change the same aggregate.
const insertJobs = `
  insert into pgboss.job (name, policy, singleton_key, data, created_on, keep_until, dead_letter,
    retry_limit, retry_delay, retry_backoff, retry_delay_max, expire_seconds, heartbeat_seconds,
    deletion_seconds)
  select q.name, q.policy, m.key, m.data, clock_timestamp() + m.place * interval '1 microsecond',
    now() + q.retention_seconds * interval '1 second', q.dead_letter,
    q.retry_limit, q.retry_delay, q.retry_backoff, q.retry_delay_max, q.expire_seconds,
    q.heartbeat_seconds, q.deletion_seconds
  from unnest($2::text[], $3::jsonb[]) with ordinality m (key, data, place)
  join pgboss.queue q on q.name = $1`;

export const byPlainInsert =
  (queue: string): Enqueue =>
  async (client, messages) => {
    const keys = messages.map(({ key }) => key);
    const data = messages.map((message) => JSON.stringify(dataOf(message)));
    const statement = { name: 'enqueue', text: insertJobs, values: [queue, keys, data] };
    const { rowCount } = await client.query(statement);
    if (rowCount !== messages.length) throw new Error(`There is no queue ${queue}.`);
  };

// The channel that pg-boss listens on: a hash of its schema's name.
const notify = `
  select pg_notify('pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24), $1)`;

export const byPlainInsertAndNotify =
  (queue: string): Enqueue =>
  async (client, messages) => {
    await byPlainInsert(queue)(client, messages);
    await client.query({ name: 'notify', text: notify, values: [queue] });
  };

interface Data {
  readonly eventId: string;
}

/** The worker that pg-boss brings, with an outcome for each message of a batch. */
export const byWork = async (boss: PgBoss, queue: string, handle: Handler): Promise<Worker> => {
  const options = {
    batchSize,
    pollingIntervalSeconds: pollingMilliseconds / 1000,
    burstWhenBatchFull: true,
    perJobResults: true,
  } as const;
  await boss.work<Data, object, typeof options>(queue, options, (jobs) =>
    Promise.all(jobs.map((job) => outcomeOf(job, handle))),
  );
  return { stop: () => boss.offWork(queue, { wait: true }) };
};

const outcomeOf = async ({ id, data }: Job<Data>, handle: Handler) => {
  try {
    await handle(data.eventId);
    return { id, status: 'completed' } as const;
  } catch (error) {
    return { id, status: 'failed', output: { message: String(error) } } as const;
  }
};

/** A loop of our own that fetches until nothing is left, and only then waits. */
export const byFetchLoop = async (
  boss: PgBoss,
  queue: string,
  handle: Handler,
): Promise<Worker> => {
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const jobs = await boss.fetch<Data>(queue, { batchSize });
      for (const job of jobs) await handle(job.data.eventId);
      if (jobs.length > 0) await boss.complete(queue, jobs);
      else await delay(pollingMilliseconds, null, stopping).catch(() => undefined);
    }
  };
  const running = run();
  const stop = async (): Promise<void> => {
    stopping.abort();
    await running;
  };
  return { stop };
};
