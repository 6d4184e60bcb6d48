import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { type Candidate, message } from './candidate.ts';
import { type Database, transaction } from './database.ts';

/** Settings under which a worker can be lost; held-job.ts is that worker. */
export type Loss = 'pg-boss-expires' | 'pg-boss-heartbeat' | 'graphile-worker';

const waitSeconds = 20;

/**
 * Kills a worker (SIGKILL) that holds a job and starts another.
 * @returns the seconds until the other was handed the job; `undefined` when that took too long.
 */
export const secondsUntilBack = async (
  database: Database,
  loss: Loss,
  candidate: Candidate,
): Promise<number | undefined> => {
  await database.clear();
  const client = await database.connect();
  await transaction(client, () => candidate.enqueue(client, [message('key')]));
  await client.end();
  const holder = spawn(process.execPath, [new URL('held-job.ts', import.meta.url).pathname, loss], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  return secondsUntilHandled(candidate);
};

/** The job that was held four hours ago, as far as the library can tell. */
export const secondsUntilBackWhenAged = async (
  database: Database,
  candidate: Candidate,
): Promise<number | undefined> => {
  const aged = "set locked_at = locked_at - interval '4 hours' where locked_at is not null";
  await database.query(`update graphile_worker._private_jobs ${aged}`);
  await database.query(`update graphile_worker._private_job_queues ${aged}`);
  return secondsUntilHandled(candidate);
};

const secondsUntilHandled = async (candidate: Candidate): Promise<number | undefined> => {
  const start = performance.now();
  const { promise, resolve } = Promise.withResolvers<number>();
  const worker = await candidate.work(() => resolve((performance.now() - start) / 1000));
  const found = await Promise.race([promise, delay(waitSeconds * 1000)]);
  await worker.stop();
  return found ?? undefined;
};
