import type { OccurredEvent } from '#application/shared/public-event.ts';
import { publicEvent } from '#application/shared/public-event.ts';
import type { Snapshot } from '#domain/shared/events.ts';
import type { EventId, TenantId } from '#domain/shared/ids.ts';
import { formatInstant } from '#domain/shared/time.ts';

/** The body of a webhook, in the order of its fields. */
export interface WebhookPayload {
  readonly id: EventId;
  readonly type: string;
  /** RFC 3339. */
  readonly timestamp: string;
  readonly tenantId: TenantId;
  readonly data: {
    readonly resourceId: string;
    readonly version: number | null;
    readonly before: Snapshot | null;
    readonly after: Snapshot | null;
  };
}

export const payloadOf = (tenantId: TenantId, event: OccurredEvent): WebhookPayload => {
  const { timestamp, ...told } = publicEvent(tenantId, event);
  const { id, type, ...rest } = told;
  return { id, type, timestamp: formatInstant(timestamp), ...rest };
};

/** The payload of a webhook, as JSON. */
export const payloadText = (tenantId: TenantId, event: OccurredEvent): string =>
  JSON.stringify(payloadOf(tenantId, event));
