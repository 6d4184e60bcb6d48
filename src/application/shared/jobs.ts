import type { MailOrder } from '#application/shared/mail.ts';
import type { TenantId, WebhookDeliveryId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/** A delivery whose next attempt is due. */
export interface DueDelivery {
  readonly tenantId: TenantId;
  readonly deliveryId: WebhookDeliveryId;
  /** When the attempt is due that the job was made for; null in jobs of earlier releases. */
  readonly dueAt: Instant | null;
  /** When the job was handed out, by the one clock that decides what is due. */
  readonly handedOutAt: Instant;
}

/** A test clock that is to be taken where it was sent. */
export interface DueAdvance {
  readonly tenantId: TenantId;
  /** When the job was handed out. */
  readonly handedOutAt: Instant;
}

/** Whether a job is done with, or was handed out too early and is to wait until an instant. */
export type JobOutcome = 'done' | { readonly notBefore: Instant };

/** The handler of each queue. A job whose handler rejects is tried again. */
export interface JobHandlers {
  readonly delivery: (due: DueDelivery) => Promise<JobOutcome>;
  readonly mail: (order: MailOrder) => Promise<JobOutcome>;
  readonly advance: (due: DueAdvance) => Promise<JobOutcome>;
}

export const queueNames = ['webhook-delivery', 'mail', 'test-clock'] as const;
export type QueueName = (typeof queueNames)[number];

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

/** Deliveries whose attempt should have been made by now, in all tenants. */
export interface OverdueState {
  /** How many have waited for longer than a minute. */
  readonly overdue: number;
  /** How long the oldest of them has waited, in seconds. */
  readonly oldestSeconds: number;
}

/**
 * Finds deliveries that were due and not attempted, whatever the queue says of them.
 *
 * 1. `state` counts them by the clock that decides what is due.
 * 2. `resume` gives a job to those that have none, and says how many. One whose job is dead waits
 *    for the replay of that job.
 */
export interface OverdueDeliveries {
  state(): Promise<OverdueState>;
  resume(): Promise<number>;
}
