import type { Snapshot } from '#domain/shared/events.ts';
import type { EventId, TenantId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/** An event that others may see. */
export interface OccurredEvent {
  readonly id: EventId;
  readonly type: string;
  readonly subjectId: string;
  readonly occurredAt: Instant;
  readonly before: Snapshot | null;
  readonly after: Snapshot | null;
}

/**
 * An event as webhooks and the feed show it. `data.version` is that of the
 * thing after the event, or of the last state that there was: who compares it with what they have
 * knows which is newer. It is null for events that were recorded before events had versions.
 */
export const publicEvent = (tenantId: TenantId, event: OccurredEvent) => {
  const { id, type, subjectId, occurredAt, before, after } = event;
  const version = versionOf(after ?? before);
  return {
    id,
    type,
    timestamp: occurredAt,
    tenantId,
    data: { resourceId: subjectId, version, before, after },
  };
};

const versionOf = (snapshot: Snapshot | null): number | null => {
  const version = snapshot?.['version'];
  return typeof version === 'number' ? version : null;
};
