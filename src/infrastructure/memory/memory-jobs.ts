import type { DeadLetter, JobHandlers, Jobs, QueueName, QueueState } from '#application/queues.ts';
import { handleJob, queueNames } from '#application/queues.ts';
import { JobSlots, laneKey } from '#application/shared/job-slots.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { MemoryStore } from '#infrastructure/memory/memory-store.ts';
import type { MemoryJob } from '#infrastructure/memory/transaction.ts';

const retryDelayMilliseconds = 100;
const triesMax = 10;
const pollMilliseconds = 20;
const putBackMilliseconds = 1000;
const slotsMax = 50;

/** Jobs in memory: they live as long as the process, and are done side by side. */
export class MemoryJobs implements Jobs {
  readonly #store: MemoryStore;
  readonly #now: () => Instant;
  readonly #slots = new JobSlots(slotsMax);
  readonly #running = new Map<MemoryJob, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;

  /** @param now as the use cases have it */
  constructor(store: MemoryStore, now: () => Instant) {
    this.#store = store;
    this.#now = now;
  }

  async start(handlers: JobHandlers): Promise<void> {
    this.#timer = setInterval(() => this.#begin(handlers), pollMilliseconds).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await Promise.all(this.#running.values());
  }

  async states(): Promise<readonly QueueState[]> {
    const now = this.#now();
    return queueNames.map((name) => {
      const jobs = this.#store.jobs.filter((job) => job.queue.name === name);
      const active = jobs.filter((job) => this.#running.has(job));
      const waiting = jobs.filter((job) => !isDead(job) && !this.#running.has(job));
      const ready = waiting.filter(({ dueAt }) => dueAt <= now);
      const oldest = Math.min(now, ...ready.map(({ dueAt }) => dueAt));
      return {
        name,
        ready: ready.length,
        deferred: waiting.length - ready.length,
        active: active.length,
        dead: jobs.length - waiting.length - active.length,
        lagSeconds: (now - oldest) / 1000,
      };
    });
  }

  async deadLetters(queue: QueueName, limit: number): Promise<readonly DeadLetter[]> {
    const dead = this.#store.jobs.filter((job) => job.queue.name === queue && isDead(job));
    return dead.slice(0, limit).map(({ id, data, error, dueAt }) => ({
      queue,
      id,
      data: { ...data },
      error,
      failedAt: new Date(dueAt).toISOString(),
    }));
  }

  async replay(queue: QueueName, ids: readonly string[] | 'all'): Promise<number> {
    const dead = this.#store.jobs.filter(
      (job) => job.queue.name === queue && isDead(job) && (ids === 'all' || ids.includes(job.id)),
    );
    for (const job of dead) Object.assign(job, { tries: 0, error: null, dueAt: this.#now() });
    return dead.length;
  }

  // As many of each lane as its share of the slots lets begin.
  #begin(handlers: JobHandlers): void {
    const now = this.#now();
    const due = this.#store.jobs.filter(
      (job) => job.dueAt <= now && !isDead(job) && !this.#running.has(job),
    );
    const ofLanes = Map.groupBy(due, ({ lane }) => laneKey(lane));
    const lanes = [...ofLanes.values()].flatMap((jobs) =>
      jobs[0] === undefined ? [] : [{ ...jobs[0].lane, due: jobs.length, jobs }],
    );
    for (const { lane, count } of this.#slots.allot(lanes)) {
      for (const job of lane.jobs.slice(0, count)) this.#run(job, handlers, now);
    }
  }

  #run(job: MemoryJob, handlers: JobHandlers, now: Instant): void {
    this.#slots.take(job.lane);
    const settled = this.#settle(job, handlers, now).finally(() => {
      this.#slots.release(job.lane);
      this.#running.delete(job);
    });
    this.#running.set(job, settled);
  }

  async #settle(job: MemoryJob, handlers: JobHandlers, now: Instant): Promise<void> {
    try {
      const outcome = await handleJob(handlers, job.queue, job.data, now);
      if (outcome === 'done') this.#store.forget(job);
      else job.dueAt = Math.max(outcome.notBefore, this.#now() + putBackMilliseconds);
    } catch (error) {
      job.tries += 1;
      job.error = error instanceof Error ? error.message : String(error);
      job.dueAt = this.#now() + retryDelayMilliseconds;
    }
  }
}

const isDead = ({ tries }: MemoryJob): boolean => tries >= triesMax;
