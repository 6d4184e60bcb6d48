import { publicEvent } from '#application/shared/public-event.ts';
import type { EventView } from '#application/webhooks/queries.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import { formatInstant } from '#domain/shared/time.ts';

/** The payload of a webhook, as JSON. */
export const payloadText = (tenantId: TenantId, event: EventView): string => {
  const { timestamp, ...told } = publicEvent(tenantId, event);
  const { id, type, ...rest } = told;
  return JSON.stringify({ id, type, timestamp: formatInstant(timestamp), ...rest });
};
