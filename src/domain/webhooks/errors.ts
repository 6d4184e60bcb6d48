import { refusal } from '#domain/shared/errors.ts';

export class WebhookEndpointNotFound extends refusal(
  'notFound',
  'webhook_endpoint_not_found',
  'There is no such webhook endpoint.',
) {}

export class WebhookDeliveryNotFound extends refusal(
  'notFound',
  'webhook_delivery_not_found',
  'There is no such webhook delivery.',
) {}

/** Nothing is sent to a disabled endpoint. */
export class WebhookEndpointDisabled extends refusal(
  'conflict',
  'webhook_endpoint_disabled',
  'The webhook endpoint is disabled: enable it first.',
) {}
