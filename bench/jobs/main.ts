import { runMigrations } from 'graphile-worker';
import type { PgBoss } from 'pg-boss';
import type { Candidate, Enqueue } from './candidate.ts';
import { type Loss, secondsUntilBack, secondsUntilBackWhenAged } from './crash.ts';
import { Database } from './database.ts';
import { type Backlog, drainedPerSecond } from './drain.ts';
import { byAddJob, byRun } from './graphile-worker.ts';
import { latencies } from './latency.ts';
import { seenAfterDeadLetter, seenAfterLateChange, seenAfterTwoFailures } from './order.ts';
import * as pgBoss from './pg-boss.ts';
import { alternate, median, percentile, print, printTable, Rounds } from './statistics.ts';
import { transactionsPerSecond } from './throughput.ts';

// Compares pg-boss and graphile-worker for the transactional outbox, in one run of some minutes.
// Machines differ, so what counts are the ratios, taken round by round.

const throughputRounds = 9;
const rounds = 3;
const { polled, notified } = pgBoss.queues;

const measureThroughput = async (database: Database, boss: PgBoss): Promise<void> => {
  const enqueues: Readonly<Record<string, Enqueue>> = {
    'no message': () => Promise.resolve(),
    'graphile-worker, add_job': byAddJob,
    'pg-boss, send': pgBoss.bySend(boss),
    'pg-boss, insert': pgBoss.byInsert(boss),
    'pg-boss, plain INSERT': pgBoss.byPlainInsert(polled),
    'pg-boss, plain INSERT and NOTIFY': pgBoss.byPlainInsertAndNotify(notified),
  };
  const found = new Rounds();
  await alternate(throughputRounds, Object.entries(enqueues), async ([name, enqueue]) => {
    found.add(name, await transactionsPerSecond(database, enqueue, 2));
  });
  printTable('Transactions/s on 8 connections', Object.keys(enqueues), 'no message', found);
};

const graphile = (url: string): Candidate => ({
  name: 'graphile-worker',
  enqueue: byAddJob,
  work: (handle) => byRun(url, handle),
});

const bossWork = (boss: PgBoss, queue: string, name: string): Candidate => ({
  name,
  enqueue: pgBoss.byPlainInsert(queue),
  work: (handle) => pgBoss.byWork(boss, queue, handle),
});

const measureDrain = async (database: Database, boss: PgBoss): Promise<void> => {
  const inBatches: readonly Candidate[] = [
    graphile(database.url),
    bossWork(boss, polled, 'pg-boss, work()'),
    {
      name: 'pg-boss, a loop of fetch and complete',
      enqueue: pgBoss.byPlainInsert(polled),
      work: (handle) => pgBoss.byFetchLoop(boss, polled, handle),
    },
  ];
  // A batch holds one message of a key, so few keys never fill it, and one that waits then is slow.
  const singly: Candidate = {
    ...graphile(database.url),
    name: 'graphile-worker, single jobs',
    work: (handle) => byRun(database.url, handle, 'single jobs'),
  };
  const backlogs: readonly (readonly [Backlog, readonly Candidate[]])[] = [
    [{ messages: 5000, keys: 5000 }, inBatches],
    [{ messages: 20_000, keys: 20_000 }, inBatches],
    [{ messages: 400, keys: 20 }, [...inBatches, singly]],
  ];
  for (const [backlog, candidates] of backlogs) {
    const found = new Rounds();
    await alternate(rounds, candidates, async (candidate) => {
      found.add(candidate.name, await drainedPerSecond(database, candidate, backlog));
    });
    const title = `Messages/s, ${backlog.messages} of ${backlog.keys} keys`;
    printTable(
      title,
      candidates.map(({ name }) => name),
      'graphile-worker',
      found,
    );
  }
};

const measureLatency = async (database: Database, boss: PgBoss): Promise<void> => {
  const candidates: readonly Candidate[] = [
    graphile(database.url),
    bossWork(boss, polled, 'pg-boss, polling every 0.5 s'),
    {
      ...bossWork(boss, notified, 'pg-boss, NOTIFY'),
      enqueue: pgBoss.byPlainInsertAndNotify(notified),
    },
  ];
  const names = candidates.map(({ name }) => name);
  const medians = new Rounds();
  const p99s = new Rounds();
  await alternate(rounds, candidates, async (candidate) => {
    const found = await latencies(database, candidate, 8);
    medians.add(candidate.name, median(found));
    p99s.add(candidate.name, percentile(found, 0.99));
  });
  printTable('Latency at 20 messages/s, median, ms', names, 'graphile-worker', medians);
  printTable('Latency at 20 messages/s, p99, ms', names, 'graphile-worker', p99s);
};

const probeOrder = async (database: Database, boss: PgBoss): Promise<void> => {
  const ours = bossWork(boss, polled, 'pg-boss');
  const sent: Candidate = { ...ours, name: 'pg-boss, send', enqueue: pgBoss.bySend(boss) };
  const theirs = graphile(database.url);
  const probe = async (
    title: string,
    candidates: readonly Candidate[],
    seen: (database: Database, candidate: Candidate) => Promise<string>,
  ): Promise<void> => {
    print(`\n${title}`);
    for (const candidate of candidates) {
      print(`${candidate.name.padEnd(22)}${await seen(database, candidate)}`);
    }
  };
  await probe('Seen when the first fails twice', [theirs, ours], seenAfterTwoFailures);
  await probe('Seen when the first fails for good', [theirs, ours], seenAfterDeadLetter);
  await probe('Seen when who began first is last', [theirs, sent, ours], seenAfterLateChange);
};

const probeCrash = async (database: Database): Promise<void> => {
  const boss = await pgBoss.pgBossOn(database.url, pgBoss.watchful).start();
  const theirs = graphile(database.url);
  const losses: readonly (readonly [string, Loss, Candidate])[] = [
    ['pg-boss, expires after 5 s', 'pg-boss-expires', bossWork(boss, pgBoss.queues.expires, '')],
    ['pg-boss, heartbeat 10 s', 'pg-boss-heartbeat', bossWork(boss, pgBoss.queues.heartbeat, '')],
    ['graphile-worker', 'graphile-worker', theirs],
  ];
  print('\nSeconds until a killed worker’s job is back');
  for (const [name, loss, candidate] of losses) {
    tell(name, await secondsUntilBack(database, loss, candidate));
  }
  tell('graphile-worker, locked 4 hours ago', await secondsUntilBackWhenAged(database, theirs));
  await boss.stop({ graceful: false });
};

const tell = (name: string, seconds: number | undefined): void => {
  print(`${name.padEnd(46)}${seconds?.toFixed(1) ?? 'not within 20'}`);
};

const url = process.env['DATABASE_URL'];
if (url === undefined || url === '') throw new Error('DATABASE_URL must name an empty database.');
const database = new Database(url);
await database.prepare();
const boss = await pgBoss.pgBossOn(url).start();
await pgBoss.makeQueues(boss);
await runMigrations({ connectionString: url });
await measureThroughput(database, boss);
await measureDrain(database, boss);
await measureLatency(database, boss);
await probeOrder(database, boss);
await probeCrash(database);
await boss.stop({ graceful: false });
await database.end();
