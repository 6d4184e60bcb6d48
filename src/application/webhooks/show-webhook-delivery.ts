import type { ReadAccess } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { payloadOf } from '#application/webhooks/payload.ts';
import type { WebhookReads } from '#application/webhooks/ports.ts';
import type { WebhookDeliveryDetails } from '#application/webhooks/queries.ts';
import type { WebhookDeliveryId } from '#domain/shared/ids.ts';
import { WebhookDeliveryNotFound } from '#domain/webhooks/errors.ts';

export interface GetWebhookDeliveryInput {
  readonly deliveryId: WebhookDeliveryId;
}

/**
 * Shows a delivery with its payload. An event may tell of anything in the tenant, so the payload is
 * shown to who may read events. `WebhookDeliveryNotFound` is thrown where there is no delivery.
 */
export const showWebhookDelivery = (
  reads: ReadAccess<WebhookReads>,
): UseCase<GetWebhookDeliveryInput, WebhookDeliveryDetails> => ({
  permission: 'webhooks:read',
  execute: async (context, { deliveryId }) => {
    const { tenantId, permissions } = context;
    return reads.read(context, async ({ webhookDeliveries, events }) => {
      const delivery = await webhookDeliveries.find(deliveryId);
      if (delivery === undefined) throw new WebhookDeliveryNotFound();
      if (!permissions.has('events:read')) return { ...delivery, payload: null };
      const event = await events.find(delivery.eventId);
      return { ...delivery, payload: event === undefined ? null : payloadOf(tenantId, event) };
    });
  },
});
