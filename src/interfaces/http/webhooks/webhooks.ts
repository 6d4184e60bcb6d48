import type {
  WebhookDeliveryUseCases,
  WebhookEndpointUseCases,
} from '#application/webhooks/use-cases.ts';
import type { testEventType } from '#domain/webhooks/event-types.ts';
import type { HttpModule } from '#interfaces/http/module.ts';
import { webhookDeliveryEndpoints } from '#interfaces/http/webhooks/webhook-deliveries.controller.ts';
import { webhookDocs } from '#interfaces/http/webhooks/webhook-docs.ts';
import { webhookEndpointEndpoints } from '#interfaces/http/webhooks/webhook-endpoints.controller.ts';
import { endpointWire } from '#interfaces/http/webhooks/webhook-wire.ts';

const subject = {
  prefix: 'whk',
  snapshot: endpointWire.omit({ failingSince: true, updatedAt: true }).meta({
    id: 'WebhookEndpointSnapshot',
    description: 'A webhook endpoint as events show it.',
  }),
} as const;

/** Webhooks over HTTP. */
export const webhookHttp: HttpModule<
  {
    readonly webhookEndpoints: WebhookEndpointUseCases;
    readonly webhookDeliveries: WebhookDeliveryUseCases;
  },
  typeof testEventType
> = {
  endpoints: (useCases) => [
    ...webhookEndpointEndpoints(useCases.webhookEndpoints),
    ...webhookDeliveryEndpoints(useCases.webhookDeliveries),
  ],
  operations: webhookDocs,
  events: {
    'webhook_endpoint.tested': [
      'The endpoint is tested by its owner; told whatever it asks for',
      subject,
      'changed',
    ],
  },
};
