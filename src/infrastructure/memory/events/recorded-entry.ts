import type { SequencedEvent } from '#application/shared/event-subscribers.ts';
import type { Snapshot } from '#domain/shared/events.ts';
import type { Id } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/** An event as it stands in its tenant's sequence. */
export interface RecordedEntry {
  readonly id: Id<'aud'>;
  readonly sequence: number;
  readonly type: string;
  readonly subjectId: string;
  readonly createdAt: Instant;
  readonly occurredAt?: Instant;
  readonly before: Snapshot | null;
  readonly after: Snapshot | null;
}

export const toEvent = (entry: RecordedEntry): SequencedEvent => ({
  id: idFromUuid('evt', uuidOf(entry.id)),
  sequence: entry.sequence,
  type: entry.type,
  subjectId: entry.subjectId,
  occurredAt: entry.occurredAt ?? entry.createdAt,
  before: entry.before,
  after: entry.after,
});
