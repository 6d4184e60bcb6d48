import type { EventId, TenantId, WebhookDeliveryId } from '#domain/shared/ids.ts';

/** A message that the outbox hands out: something happened. */
export interface OutboxMessage {
  readonly tenantId: TenantId;
  readonly eventId: EventId;
}

/** A delivery whose next attempt is due. */
export interface DueDelivery {
  readonly tenantId: TenantId;
  readonly deliveryId: WebhookDeliveryId;
}

/** What is done with the work that comes in. One that rejects is tried again. */
export interface JobHandlers {
  readonly outbox: (message: OutboxMessage) => Promise<void>;
  readonly delivery: (due: DueDelivery) => Promise<void>;
}

export const queueNames = ['outbox', 'webhook-delivery'] as const;
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

/** A message that failed for good. */
export interface DeadLetter {
  readonly queue: QueueName;
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Which thing it is about: everything behind it waits. */
  readonly key: string | null;
  readonly error: string | null;
  readonly failedAt: string | null;
}

/**
 * The work that is done after its transaction.
 *
 * 1. What a committed transaction left is handed out at least once; of one that failed, nothing.
 * 2. Of the outbox, messages about one thing are handed out in the order of their transactions, and
 *    the next only after the one before is done.
 * 3. A handler that rejects is called again later, a bounded number of times; then the message is
 *    dead. It holds up those behind it until it is replayed.
 */
export interface Jobs {
  /** Hands work out from now on, until `stop`, which waits for what is at work. */
  start(handlers: JobHandlers): Promise<void>;
  stop(): Promise<void>;
  states(): Promise<readonly QueueState[]>;
  deadLetters(queue: QueueName, limit: number): Promise<readonly DeadLetter[]>;
  /** Tries dead messages again: these, or all. Gives how many. */
  replay(queue: QueueName, ids: readonly string[] | 'all'): Promise<number>;
}
