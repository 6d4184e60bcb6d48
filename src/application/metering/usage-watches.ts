import type { CustomerId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/** A customer of whom events were stored, and of which time. */
export interface UsageNews {
  readonly customerId: CustomerId;
  /** The types of the events; null where any may be among them. */
  readonly eventTypes: readonly string[] | null;
  /** When the first of the events happened, */
  readonly from: Instant;
  /** and the last. */
  readonly through: Instant;
}

/** A look that failed and is to be tried again. */
export interface UsageRetry extends UsageNews {
  readonly watcher: string;
  /** How often it failed. */
  readonly attempts: number;
}

/** The usage to watch next. */
export interface UsageToWatch {
  /** Each customer once. */
  readonly news: readonly UsageNews[];
  /** Looks that are due again. */
  readonly retries: readonly UsageRetry[];
  /** The position of the last of the events. */
  readonly through: string;
}

/** Looks that failed, and when each is to be tried again. */
export interface WatchedUsage extends Pick<UsageToWatch, 'through' | 'retries'> {
  readonly failed: readonly (UsageRetry & { readonly dueAt: Instant })[];
}

/** The claim of whoever watches: nobody else is given any usage before it ends. */
export interface WatchClaim {
  readonly now: Instant;
  readonly until: Instant;
  /** How many positions at once. */
  readonly limit: number;
}

/**
 * How far the usage of the one tenant of the unit of work was watched.
 *
 * 1. Events that are stored after a run that calls `begin` are news, in the order of their
 *    positions; others are not. To call it again changes nothing.
 * 2. `claim` gives the news of up to `limit` positions and the looks that are due again, or null
 *    where there are none. Until the claim ends or `finish` is called, it gives nobody any.
 * 3. What was claimed and not finished is given again.
 * 4. `finish` of a claim stores how far was watched, forgets its retries but those that failed, and
 *    keeps these: of one that failed before, the time of all its events.
 * 5. `end` forgets all: events are no news until `begin`. A run that asks in between whether there
 *    is anything to watch and finds nothing, sees whatever another had stored before its `begin`.
 */
export interface UsageWatches {
  begin(): Promise<void>;
  claim(claim: WatchClaim): Promise<UsageToWatch | null>;
  finish(watched: WatchedUsage): Promise<void>;
  end(): Promise<void>;
}
