import { Logger, run, WorkerPreset } from 'graphile-worker';
import {
  attemptsMax,
  batchSize,
  type Enqueue,
  type Handler,
  pollingMilliseconds,
  type Worker,
} from './candidate.ts';

const task = 'deliver';

const addJob = `
  select graphile_worker.add_job('${task}', $1::json, queue_name => $2, max_attempts => $3)`;

/** The documented way to enqueue in a transaction of one's own; it notifies by itself. */
export const byAddJob: Enqueue = async (client, messages) => {
  for (const { key, tenantId, eventId } of messages) {
    const data = JSON.stringify({ tenantId, eventId });
    await client.query({ name: 'add-job', text: addJob, values: [data, key, attemptsMax] });
  }
};

const inBatches = {
  localQueue: { size: batchSize },
  completeJobBatchDelay: 0,
  failJobBatchDelay: 0,
};

// Asked for often, so that a job that may come back does so while somebody looks.
const resetLockedMilliseconds = { minResetLockedInterval: 500, maxResetLockedInterval: 1000 };

/** The worker that graphile-worker brings, woken by NOTIFY; it takes jobs in batches or singly. */
export const byRun = async (
  url: string,
  handle: Handler,
  takes: 'batches' | 'single jobs' = 'batches',
): Promise<Worker> => {
  const runner = await run({
    preset: {
      extends: [WorkerPreset],
      worker: {
        connectionString: url,
        concurrentJobs: 10,
        pollInterval: pollingMilliseconds,
        ...(takes === 'batches' ? inBatches : {}),
        logger: new Logger(() => () => undefined),
        ...resetLockedMilliseconds,
      },
    },
    noHandleSignals: true,
    taskList: {
      [task]: async (payload) => {
        await handle((payload as { eventId: string }).eventId);
      },
    },
  });
  return { stop: () => runner.stop() };
};
