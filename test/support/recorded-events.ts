import type { Actor } from '#application/shared/context.ts';
import type { Snapshot } from '#domain/shared/events.ts';
import type { Id, TenantId } from '#domain/shared/ids.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import { instantOf } from '#domain/shared/time.ts';
import type { Database } from '#infrastructure/typeorm/connection/data-source.ts';
import { openDatabase } from '#infrastructure/typeorm/connection/data-source.ts';
import { TenantReader, tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import type { RecordedEvent } from '../../src/testing/harness.ts';

interface EventRow {
  readonly type: string;
  readonly subject_id: string;
  readonly actor: Actor;
  readonly request_id: string;
  readonly occurred_at: Date;
  readonly before: Snapshot | null;
  readonly after: Snapshot | null;
}

// In the order of their ids, which is how a list of events is read.
const allEvents =
  tenantScoped(`select e.action as type, e.resource_id as subject_id, e.actor, e.request_id,
    coalesce(e.occurred_at, e.created_at) as occurred_at, e.before, e.after
  from audit_entries e where e.tenant_id = scope.tenant_id order by e.id`);

const toEvent = (row: EventRow): RecordedEvent => ({
  type: row.type,
  subjectId: row.subject_id as Id,
  occurredAt: instantOf(row.occurred_at.getTime()),
  before: row.before,
  after: row.after,
  actor: row.actor,
  requestId: row.request_id,
});

/** The events that PostgreSQL has recorded of one tenant. */
export const recordedEventsOf = async (
  { pool }: Database,
  tenantId: TenantId,
): Promise<readonly RecordedEvent[]> => {
  const reader = new TenantReader(pool, uuidOf(tenantId));
  return (await reader.rows<EventRow>(allEvents, [])).map(toEvent);
};

/** The same, over a connection of its own. */
export const recordedEvents = async (
  url: string,
  tenantId: TenantId,
): Promise<readonly RecordedEvent[]> => {
  const database = await openDatabase({ url, poolMax: 1 });
  try {
    return await recordedEventsOf(database, tenantId);
  } finally {
    await database.close();
  }
};
