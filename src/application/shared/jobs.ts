import type { MailOrder } from '#application/shared/mail.ts';
import type { TenantId, WebhookDeliveryId } from '#domain/shared/ids.ts';

/** A delivery whose next attempt is due. */
export interface DueDelivery {
  readonly tenantId: TenantId;
  readonly deliveryId: WebhookDeliveryId;
}

/** What is done with the work that comes in. One that rejects is tried again. */
export interface JobHandlers {
  readonly delivery: (due: DueDelivery) => Promise<void>;
  readonly mail: (order: MailOrder) => Promise<void>;
}

export const queueNames = ['webhook-delivery', 'mail'] as const;
export type QueueName = (typeof queueNames)[number];

/** How a queue stands. */
export interface QueueState {
  readonly name: QueueName;
  /** What could be worked on now. */
  readonly ready: number;
  /** What is not due yet, or is to be tried again later. */
  readonly deferred: number;
  readonly active: number;
  /** What failed for good and waits for somebody to replay it. */
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
 * Work that is done at its time: attempts at deliveries, mails.
 *
 * 1. A job of a committed transaction is handed out when it is due, at least once; one of a
 *    transaction that failed, never.
 * 2. A handler that rejects is called again later, a bounded number of times; then the job is dead,
 *    until it is replayed.
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
