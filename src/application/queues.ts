import { mailQueue } from '#application/identity/mail/mail-queue.ts';
import type { AnyQueue, JobOutcome } from '#application/shared/jobs.ts';
import { planMigrationQueue } from '#application/subscriptions/plan-migrations/migration-queue.ts';
import { testClockQueue } from '#application/tenants/test-clock-queue.ts';
import { deliveryQueue } from '#application/webhooks/delivery-queue.ts';

// All queues, an entry for each. Their names and handlers follow from this list, what PostgreSQL
// and the memory keep of them, and what a worker does.
const declared = [deliveryQueue, mailQueue, testClockQueue, planMigrationQueue] as const;

export type DeclaredQueue = (typeof declared)[number];

export type QueueName = DeclaredQueue['name'];

/** In the order in which they are shown. */
export const queues: readonly (AnyQueue & { readonly name: QueueName })[] = declared;

export const queueNames: readonly QueueName[] = queues.map(({ name }) => name);

/** The handler of each queue. A job whose handler rejects is tried again. */
export type JobHandlers = {
  readonly [Each in DeclaredQueue as Each['handler']]: (
    due: ReturnType<Each['dueOf']>,
  ) => Promise<JobOutcome>;
};

type Intersection<Parts> = (Parts extends unknown ? (part: Parts) => void : never) extends (
  whole: infer Whole,
) => void
  ? Whole
  : never;

type WorkOf<Each> = Each extends { readonly handlerOf: (work: infer Work) => unknown }
  ? Work
  : never;

/** Makes the handlers of all queues, of the use cases that do their work. */
export const jobHandlers = (work: Intersection<WorkOf<DeclaredQueue>>): JobHandlers =>
  Object.fromEntries(
    declared.map(({ handler, handlerOf }) => [handler, handlerOf(work)]),
  ) as unknown as JobHandlers;

/** Gives a stored job to the handler of its queue. */
export const handleJob = (
  handlers: JobHandlers,
  { handler, dueOf }: AnyQueue,
  data: object,
  handedOutAt: Parameters<AnyQueue['dueOf']>[1],
): Promise<JobOutcome> => {
  const handle = handlers[handler as keyof JobHandlers] as (due: unknown) => Promise<JobOutcome>;
  return handle(dueOf(data as never, handedOutAt));
};

/** How a queue stands. */
export interface QueueState {
  readonly name: QueueName;
  /** Jobs that could be worked on now. */
  readonly ready: number;
  /** Jobs that are not due yet, or will be tried again later. */
  readonly deferred: number;
  readonly active: number;
  /** Jobs that failed for good and wait until somebody replays them. */
  readonly dead: number;
  /** How long the oldest that is ready has waited, in seconds. */
  readonly lagSeconds: number;
}

/** A job that failed for good. */
export interface DeadLetter {
  readonly queue: QueueName;
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly error: string | null;
  readonly failedAt: string | null;
}

/**
 * Work that is done at its time: attempts at deliveries, mails, advances of test clocks.
 *
 * 1. A job of a committed transaction is handed out when it is due, at least once; one of a
 *    transaction that failed, never.
 * 2. A handler that rejects is called again later, a bounded number of times; then the job is dead,
 *    until it is replayed.
 * 3. A job whose handler says that it is too early is handed out again when the handler said, and
 *    at the earliest a second later. That is no failure.
 * 4. Jobs are worked on side by side, shared as `JobSlots` says: however many jobs of one tenant or
 *    one endpoint do not end, those of another tenant or endpoint begin.
 */
export interface Jobs {
  /** Hands work out from now on, until `stop`, which waits for what is at work. */
  start(handlers: JobHandlers): Promise<void>;
  stop(): Promise<void>;
  states(): Promise<readonly QueueState[]>;
  deadLetters(queue: QueueName, limit: number): Promise<readonly DeadLetter[]>;
  /** Tries dead jobs again: these, or all. Gives how many. */
  replay(queue: QueueName, ids: readonly string[] | 'all'): Promise<number>;
}
