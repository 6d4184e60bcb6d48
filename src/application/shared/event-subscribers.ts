import type { RequestContext } from '#application/shared/context.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { Snapshot } from '#domain/shared/events.ts';
import type { EventId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/** Something that happened, as it stands in its tenant's event sequence: the audit chain. */
export interface SequencedEvent {
  readonly id: EventId;
  /** Its place in the sequence: 1, 2, 3… without a gap. */
  readonly sequence: number;
  readonly type: string;
  readonly subjectId: string;
  /** When it happened, in business time. */
  readonly occurredAt: Instant;
  readonly before: Snapshot | null;
  readonly after: Snapshot | null;
}

export interface SubscribedEvents {
  /** In the order of their sequence: events of one tenant, of any number of subjects. */
  readonly events: readonly SequencedEvent[];
}

/**
 * A module's subscription to events, declared by the module that receives them.
 *
 * `useCase` is called at least once for each event, and for the events of one subject in order. It
 * gets many events at once where many are new. Where it rejects, it is called again for single
 * events, so that only the subject that it cannot handle waits.
 */
export interface EventSubscriber {
  /** Its positions are stored under this name, so it never changes. */
  readonly subscriber: string;
  readonly eventTypes: readonly string[];
  /**
   * Those of `eventTypes` that are wanted in this tenant now, where that is few or none: the others
   * are passed over unread. Absent: all of them.
   */
  readonly typesWanted?: (context: RequestContext) => Promise<readonly string[]>;
  readonly useCase: UseCase<SubscribedEvents, void>;
}
