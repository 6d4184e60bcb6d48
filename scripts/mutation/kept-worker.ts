import type { PoolOptions, PoolRunnerInitializer, PoolWorker, WorkerRequest } from 'vitest/node';
import { ThreadsPoolWorker } from 'vitest/node';

// Vitest ends its thread with each run, and here a run is one mutant: to load the modules takes
// several times as long as the tests. So one thread is kept, and only runs begin and end on it.

const name = 'kept';

type Listener = Parameters<PoolWorker['on']>[1];

interface KeptThread {
  readonly worker: ThreadsPoolWorker;
  /** Begins the thread, once. */
  readonly start: () => Promise<void>;
  isSetUp: boolean;
}

/**
 * A pool with one thread, which outlives the run.
 * @param needsOwnThread whether a run must not meet modules that another run has loaded, nor leave
 *   any behind
 */
export const keptWorker = (
  needsOwnThread: (options: PoolOptions) => boolean,
): PoolRunnerInitializer => {
  let kept: KeptThread | undefined;
  const open = (options: PoolOptions): KeptThread => {
    const worker = new ThreadsPoolWorker(options);
    let started: Promise<void> | undefined;
    const start = async (): Promise<void> => {
      await worker.start();
      // A mutant may end the thread: the next run begins another one.
      worker.on('exit', () => {
        kept = undefined;
      });
    };
    return { worker, start: () => (started ??= start()), isSetUp: false };
  };
  const createPoolWorker = (options: PoolOptions): PoolWorker => {
    if (needsOwnThread(options)) return Object.assign(new ThreadsPoolWorker(options), { name });
    kept ??= open(options);
    return runOn(kept, options);
  };
  return { name, createPoolWorker };
};

const runOn = (thread: KeptThread, options: PoolOptions): PoolWorker => {
  const { worker } = thread;
  const listeners: (readonly [event: string, listener: Listener])[] = [];
  const answer = (type: 'started' | 'stopped'): void =>
    queueMicrotask(() => {
      for (const [event, listener] of listeners) {
        if (event === 'message') listener({ type, __vitest_worker_response__: true });
      }
    });
  const send = (message: WorkerRequest): void => {
    if (message.type === 'stop') answer('stopped');
    else if (message.type === 'start' && thread.isSetUp) answer('started');
    else worker.send(message.type === 'run' ? filtered(message, options) : message);
    if (message.type === 'start') thread.isSetUp = true;
  };
  return {
    name,
    send,
    start: thread.start,
    on: (event, listener) => {
      listeners.push([event, listener]);
      worker.on(event, listener);
    },
    off: (event, listener) => worker.off(event, listener),
    deserialize: (data) => data,
    stop: async () => {
      for (const [event, listener] of listeners) worker.off(event, listener);
    },
  };
};

// A thread is told its configuration when it starts, so the tests to run are said with each run.
const filtered = <Message extends WorkerRequest & { readonly type: 'run' }>(
  message: Message,
  { project }: PoolOptions,
): Message => {
  const { testNamePattern } = project.config;
  const files = message.context.files.map((file) => ({ ...file, testNamePattern }));
  return { ...message, context: { ...message.context, files } };
};
