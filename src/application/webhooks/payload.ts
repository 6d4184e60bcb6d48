import type { EventView } from '#application/webhooks/queries.ts';
import type { Snapshot } from '#domain/shared/events.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import { formatInstant } from '#domain/shared/time.ts';

/**
 * What a webhook says, as JSON. `data.version` is that of the thing after the event, or of the last
 * state that there was: who compares it with what they have knows which is newer. It is null for
 * events that were recorded before versions were told.
 */
export const payloadText = (tenantId: TenantId, event: EventView): string => {
  const { id, type, resourceId, occurredAt, before, after } = event;
  const version = versionOf(after ?? before);
  const timestamp = formatInstant(occurredAt);
  return JSON.stringify({
    id,
    type,
    timestamp,
    tenantId,
    data: { resourceId, version, before, after },
  });
};

const versionOf = (snapshot: Snapshot | null): number | null => {
  const version = snapshot?.['version'];
  return typeof version === 'number' ? version : null;
};
