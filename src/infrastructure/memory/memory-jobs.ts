import type {
  DeadLetter,
  JobHandlers,
  Jobs,
  QueueName,
  QueueState,
} from '#application/shared/jobs.ts';
import { queueNames } from '#application/shared/jobs.ts';
import type { MemoryStore } from '#infrastructure/memory/memory-store.ts';
import type { MemoryJob } from '#infrastructure/memory/transaction.ts';

const retryDelayMilliseconds = 100;
const triesMax = 10;
const pollMilliseconds = 20;

/** Jobs in memory: they live as long as the process, and are done one after the other. */
export class MemoryJobs implements Jobs {
  readonly #store: MemoryStore;
  readonly #now: () => number;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> = Promise.resolve();

  /** @param now milliseconds since 1970, as the use cases have it */
  constructor(store: MemoryStore, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  async start(handlers: JobHandlers): Promise<void> {
    const round = (): void => {
      this.#working = this.#round(handlers).finally(() => {
        if (this.#timer !== undefined) this.#timer = setTimeout(round, pollMilliseconds).unref();
      });
    };
    this.#timer = setTimeout(round, 0).unref();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#working;
  }

  async states(): Promise<readonly QueueState[]> {
    const now = this.#now();
    return queueNames.map((name) => {
      const jobs = this.#store.jobs.filter((job) => job.queue === name);
      const waiting = jobs.filter((job) => !isDead(job));
      const ready = waiting.filter(({ dueAt }) => dueAt <= now);
      const oldest = Math.min(now, ...ready.map(({ dueAt }) => dueAt));
      return {
        name,
        ready: ready.length,
        deferred: waiting.length - ready.length,
        active: 0,
        dead: jobs.length - waiting.length,
        lagSeconds: (now - oldest) / 1000,
      };
    });
  }

  async deadLetters(queue: QueueName, limit: number): Promise<readonly DeadLetter[]> {
    const dead = this.#store.jobs.filter((job) => job.queue === queue && isDead(job));
    return dead.slice(0, limit).map(({ id, data, key, error, dueAt }) => ({
      queue,
      id,
      data,
      key,
      error,
      failedAt: new Date(dueAt).toISOString(),
    }));
  }

  async replay(queue: QueueName, ids: readonly string[] | 'all'): Promise<number> {
    const dead = this.#store.jobs.filter(
      (job) => job.queue === queue && isDead(job) && (ids === 'all' || ids.includes(job.id)),
    );
    for (const job of dead) Object.assign(job, { tries: 0, error: null, dueAt: this.#now() });
    return dead.length;
  }

  async #round(handlers: JobHandlers): Promise<void> {
    const held = new Set<string>();
    for (const job of this.#store.jobs.slice()) {
      const isHeld = job.key !== null && held.has(job.key);
      const isDue = job.dueAt <= this.#now() && !isDead(job);
      if (!isHeld && isDue && (await this.#done(job, handlers))) this.#store.forget(job);
      else if (job.key !== null) held.add(job.key);
    }
  }

  async #done(job: MemoryJob, handlers: JobHandlers): Promise<boolean> {
    try {
      await job.run(handlers);
      return true;
    } catch (error) {
      job.tries += 1;
      job.error = error instanceof Error ? error.message : String(error);
      job.dueAt = this.#now() + retryDelayMilliseconds;
      return false;
    }
  }
}

const isDead = ({ tries }: MemoryJob): boolean => tries >= triesMax;
