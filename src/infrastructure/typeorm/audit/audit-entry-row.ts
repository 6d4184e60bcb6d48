import type { AuditEntry } from '#domain/audit/audit-entry.ts';
import type { Snapshot } from '#domain/shared/events.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { instantOf } from '#domain/shared/time.ts';

/** An audit entry as SQL gives it. */
export interface AuditEntryRow {
  readonly id: string;
  /** A bigint, which reaches us as text. */
  readonly sequence: string;
  readonly hash: string;
  readonly action: string;
  readonly resource_id: string;
  readonly actor: Snapshot;
  readonly request_id: string;
  readonly created_at: Date;
  /** Null where it is the same. */
  readonly occurred_at: Date | null;
  readonly before: Snapshot | null;
  readonly after: Snapshot | null;
}

export const auditEntryColumns =
  'a.id, a.sequence, a.hash, a.action, a.resource_id, a.actor, a.request_id, a.created_at, ' +
  'a.occurred_at, a.before, a.after';

export const toAuditEntry = (row: AuditEntryRow): AuditEntry => ({
  id: idFromUuid('aud', row.id),
  sequence: Number(row.sequence),
  hash: row.hash,
  type: row.action,
  subjectId: row.resource_id,
  actor: row.actor,
  requestId: row.request_id,
  createdAt: instantOf(row.created_at.getTime()),
  ...(row.occurred_at === null ? {} : { occurredAt: instantOf(row.occurred_at.getTime()) }),
  before: row.before,
  after: row.after,
});
