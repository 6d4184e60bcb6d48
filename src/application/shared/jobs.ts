import type { AnonymousContext, RequestContext } from '#application/shared/context.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/** Whether a job is done with, or was handed out too early and is to wait until an instant. */
export type JobOutcome = 'done' | { readonly notBefore: Instant };

/** How often and how long a job is tried. */
export interface QueueOptions {
  /** The number of further tries after the first; then the job is dead. */
  readonly retryLimit: number;
  /** In seconds, before the next try. */
  readonly retryDelay: number;
  /** Whether each delay is twice the last, up to `retryDelayMax` seconds. */
  readonly retryBackoff?: boolean;
  readonly retryDelayMax?: number;
  /** After so many seconds at work a job counts as lost with its worker. */
  readonly expireInSeconds: number;
}

/** The contexts in which a worker calls use cases. */
export interface BackgroundContexts {
  readonly contextOf: (tenantId: TenantId) => RequestContext;
  readonly anonymous: () => AnonymousContext;
}

/**
 * A queue, declared once, by the module whose work its jobs are. `application/queues.ts` lists all,
 * and everything else is made of that list.
 */
export interface Queue<Name extends string, Handler extends string, Data, Due, Work> {
  readonly name: Name;
  /** The name of its handler in `JobHandlers`. */
  readonly handler: Handler;
  readonly options: QueueOptions;
  /** The number of its jobs that a worker does at once; they mostly wait for others. */
  readonly slotsMax: number;
  /** Makes what the handler is given of what is stored. */
  readonly dueOf: (data: Data, handedOutAt: Instant) => Due;
  /** Makes the handler of the use cases that do the work. */
  readonly handlerOf: (work: Work) => (due: Due) => Promise<JobOutcome>;
}

/** States a queue. */
export const queue = <Name extends string, Handler extends string, Data extends object, Due, Work>(
  declared: Queue<Name, Handler, Data, Due, Work>,
): Queue<Name, Handler, Data, Due, Work> => declared;

/** Any queue, for whoever holds its jobs and does not look into them. */
export type AnyQueue = Pick<
  Queue<string, string, never, unknown, never>,
  'name' | 'handler' | 'options' | 'slotsMax' | 'dueOf'
>;

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
