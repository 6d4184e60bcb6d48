import type { SequencedEvent } from '#application/shared/event-subscribers.ts';
import type { Snapshot } from '#domain/shared/events.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { instantOf } from '#domain/shared/time.ts';

/** An event of the sequence as SQL gives it. */
export interface EventRow {
  readonly id: string;
  readonly sequence: number;
  readonly action: string;
  readonly resource_id: string;
  readonly occurred_at: Date;
  readonly before: Snapshot | null;
  readonly after: Snapshot | null;
}

export const eventColumns = `a.id, a.sequence::float8 as sequence, a.action, a.resource_id,
  coalesce(a.occurred_at, a.created_at) as occurred_at, a.before, a.after`;

export const toEvent = (row: EventRow): SequencedEvent => ({
  id: idFromUuid('evt', row.id),
  sequence: row.sequence,
  type: row.action,
  subjectId: row.resource_id,
  occurredAt: instantOf(row.occurred_at.getTime()),
  before: row.before,
  after: row.after,
});
