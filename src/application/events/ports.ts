import type { SequencedEvent } from '#application/shared/event-subscribers.ts';
import type { TenantId } from '#domain/shared/ids.ts';

/** New events, and how far the sequence was read to find them. */
export interface NewEvents {
  readonly events: readonly SequencedEvent[];
  /** The last place that was looked at: up to here nothing else is new. */
  readonly through: number;
  readonly hasMore: boolean;
}

/** A subject whose events a subscriber could not handle: they wait, and others go on. */
export interface SetAsideSubject {
  readonly subjectId: string;
  /** The place of the first event that is not handled. */
  readonly sequence: number;
  /** How often that event was tried. */
  readonly tries: number;
}

/** Why and how long a subject is set aside. */
export interface SettingAside extends SetAsideSubject {
  readonly error: string;
  /** Seconds until the next try; null: the subject is dead, and waits until it is replayed. */
  readonly retryAfterSeconds: number | null;
}

/** One subscriber's place in one tenant's sequence, held by one process at a time. */
export interface HeldPosition {
  /** Whether there is an event behind the position. */
  readonly isBehind: boolean;
  /** Looks at up to `limit` places behind the position, and leaves out what is set aside. */
  newEvents(types: readonly string[], limit: number): Promise<NewEvents>;
  /** Moves the position on: everything up to `through` is handled or set aside. */
  advance(through: number): Promise<void>;
  setAside(subject: SettingAside): Promise<void>;
  /** The subjects whose next try is due, up to `limit`. */
  due(limit: number): Promise<readonly SetAsideSubject[]>;
  /** The events of a subject from `sequence` up to the position, up to `limit` of them. */
  eventsOf(
    subjectId: string,
    options: { types: readonly string[]; from: number; limit: number },
  ): Promise<readonly SequencedEvent[]>;
  /** All events of the subject up to the position are handled: it goes on with the others. */
  takeBack(subjectId: string): Promise<void>;
}

/** How a subscriber stands, over all tenants. */
export interface SubscriberState {
  readonly subscriber: string;
  /** Events that it has not looked at. */
  readonly waiting: number;
  /** Subjects that are set aside and will be tried again. */
  readonly setAside: number;
  /** Subjects that are set aside until somebody replays them. */
  readonly dead: number;
  /** How long the oldest event that it has not looked at has waited, in seconds. */
  readonly lagSeconds: number;
}

/** A subject that is set aside until somebody replays it. */
export interface DeadSubject {
  readonly tenantId: TenantId;
  readonly subscriber: string;
  readonly subjectId: string;
  readonly sequence: number;
  readonly error: string;
  /** RFC 3339. */
  readonly failedAt: string;
}

/** Which dead subjects are tried again. */
export interface Replay {
  readonly subscriber: string;
  readonly subjects: readonly string[] | 'all';
}

/**
 * Where each subscriber stands in the event sequence of each tenant.
 *
 * 1. A position begins before the first event, and moves only by `advance`.
 * 2. `newEvents` gives every event that a committed run recorded, in the order of the sequence, and
 *    nothing of a run that failed: whoever reads on from a position misses nothing.
 * 3. One position is held by one at a time: `hold` gives false where another holds it. What was
 *    done to it is stored if `work` resolves, and undone if it rejects or its process ends.
 * 4. `tenantsToServe` names a tenant as long as one of the subscribers has something to do there:
 *    an event behind its position, or a subject whose next try is due.
 * 5. `replay` makes the next try of dead subjects due now, and counts their tries anew.
 */
export interface EventPositions {
  hold(
    tenantId: TenantId,
    subscriber: string,
    work: (position: HeldPosition) => Promise<void>,
  ): Promise<boolean>;
  /** In the order of their ids, up to `limit` after `after`. */
  tenantsToServe(limit: number, after: TenantId | null): Promise<readonly TenantId[]>;
  /** Forgets that the tenant has news, if all of these subscribers have read to its end. */
  settle(tenantId: TenantId, subscribers: readonly string[]): Promise<void>;
  states(subscribers: readonly string[]): Promise<readonly SubscriberState[]>;
  deadSubjects(subscriber: string | null, limit: number): Promise<readonly DeadSubject[]>;
  /** Gives how many subjects are tried again. */
  replay(replay: Replay): Promise<number>;
}
