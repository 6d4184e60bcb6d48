import type { Id } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/** The public facts of a thing as plain JSON: what an audit entry and a webhook may show. */
export type Snapshot = Readonly<Record<string, unknown>>;

/**
 * Something that happened to one thing, in the past tense of billing. An aggregate keeps what it
 * did in `events`; the repository that stores it records them in the same transaction.
 */
export interface DomainEvent {
  /** `<thing>.<what happened>`, such as `customer.created`. Public and stable. */
  readonly type: string;
  readonly subjectId: Id;
  readonly occurredAt: Instant;
  /** The thing before and after; `null` where there was nothing yet, or is nothing any more. */
  readonly before: Snapshot | null;
  readonly after: Snapshot | null;
}

/** An aggregate with events that are to be recorded when it is stored. */
export interface Recordable {
  readonly events: readonly DomainEvent[];
}
