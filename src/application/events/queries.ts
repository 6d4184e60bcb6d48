import type { SequencedEvent } from '#application/shared/event-subscribers.ts';
import type { EventId } from '#domain/shared/ids.ts';

/** A place in a tenant's event sequence, and the event that stands there. */
export interface SequencePlace {
  readonly sequence: number;
  readonly id: EventId;
}

/** Which events are wanted, and how many at most. */
export interface WantedEvents {
  readonly types: readonly string[];
  readonly limit: number;
}

/** A part of the sequence. */
export interface SequencePart {
  readonly events: readonly SequencedEvent[];
  /** The last place that was looked at; null while the sequence is empty. */
  readonly through: SequencePlace | null;
  /** Whether the sequence goes on behind `through`. */
  readonly hasMore: boolean;
}

/** How many places one call looks at, where few of them hold what is wanted. */
export const placesMax = 1000;

/**
 * Reads of one tenant's event sequence, oldest first.
 *
 * 1. `after` gives the events of the wanted types behind a place, or from the first on (null), in
 *    the order of the sequence: up to `limit`, out of up to `placesMax` places.
 * 2. Who reads on from each `through` meets every event that a committed run recorded, and each
 *    once, while any number of runs go on. There is nothing of a run that failed.
 * 3. `after` gives undefined where the sequence does not hold the place.
 * 4. `end` gives the last place: what is committed later stands behind it.
 */
export interface EventSequenceQueries {
  after(place: SequencePlace | null, wanted: WantedEvents): Promise<SequencePart | undefined>;
  end(): Promise<SequencePlace | null>;
}

export interface EventReads {
  readonly eventSequence: EventSequenceQueries;
}
