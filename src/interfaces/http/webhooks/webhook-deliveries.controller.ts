import { z } from 'zod';
import type { WebhookDeliveryUseCases } from '#application/webhooks/use-cases.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { WebhookDeliveryNotFound, WebhookEndpointDisabled } from '#domain/webhooks/errors.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import {
  deliveryDetailsWire,
  deliveryWire,
  statusWire,
} from '#interfaces/http/webhooks/webhook-wire.ts';
import {
  asPage,
  createdAtQuery,
  idWire,
  pageQuery,
  pageWire,
  withCreatedAt,
} from '#interfaces/http/wire/wire.ts';

const listQuery = z.strictObject({
  ...pageQuery,
  ...createdAtQuery,
  endpointId: idWire('whk').optional(),
  eventId: idWire('evt').optional(),
  status: statusWire.optional(),
});

const params = z.strictObject({ webhookDeliveryId: idWire('dlv') });
const path = '/v1/webhook-deliveries';
const tag = 'Webhooks';

/** The log of deliveries over HTTP. */
export const webhookDeliveryEndpoints = (
  deliveries: WebhookDeliveryUseCases,
): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path,
    operationId: 'listWebhookDeliveries',
    summary: 'List deliveries and what came of them, newest first',
    tag,
    permission: deliveries.list.permission,
    query: listQuery,
    view: pageWire(deliveryWire, 'WebhookDeliveryPage'),
    handle: async ({ context, query }) =>
      asPage(await deliveries.list.execute(context, withCreatedAt(query))),
  }),
  endpoint({
    method: 'get',
    path: `${path}/{webhookDeliveryId}`,
    operationId: 'getWebhookDelivery',
    summary: 'Show a delivery',
    tag,
    permission: deliveries.get.permission,
    params,
    view: deliveryDetailsWire,
    errors: [WebhookDeliveryNotFound],
    handle: ({ context, params: { webhookDeliveryId: deliveryId } }) =>
      deliveries.get.execute(context, { deliveryId }),
  }),
  endpoint({
    method: 'post',
    path: `${path}/{webhookDeliveryId}/resend`,
    operationId: 'resendWebhookDelivery',
    summary: 'Send a delivery once more',
    tag,
    permission: deliveries.resend.permission,
    params,
    view: deliveryWire,
    errors: [WebhookDeliveryNotFound, WebhookEndpointDisabled, VersionMismatch],
    handle: ({ context, params: { webhookDeliveryId: deliveryId } }) =>
      deliveries.resend.execute(context, { deliveryId }),
  }),
];
