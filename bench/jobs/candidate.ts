import type { ClientBase } from 'pg';

/** A message of the outbox: `key` is the aggregate whose messages stay in order. */
export interface Message {
  readonly key: string;
  readonly tenantId: string;
  readonly eventId: string;
}

/** Writes messages in the transaction that is open on `client`. */
export type Enqueue = (client: ClientBase, messages: readonly Message[]) => Promise<void>;

/** Is told the event of a message; throws to have it tried again. */
export type Handler = (eventId: string) => void | Promise<void>;

/** A worker that runs until it is stopped. */
export interface Worker {
  stop(): Promise<void>;
}

/** One library in one configuration: a way to enqueue, and a way to work. */
export interface Candidate {
  readonly name: string;
  readonly enqueue: Enqueue;
  work(handle: Handler): Promise<Worker>;
}

/** How often a message is tried, the first time included. */
export const attemptsMax = 3;

/** How many messages a worker takes at once. */
export const batchSize = 100;

/** Where a worker polls, it does so as often as pg-boss allows. */
export const pollingMilliseconds = 500;

export const message = (key: string, eventId: string = crypto.randomUUID()): Message => ({
  key,
  tenantId: '01a7c4b0-0000-7000-8000-000000000001',
  eventId,
});
