import type { ListRequest } from '#application/shared/created-on.ts';
import { guarded } from '#application/shared/pipeline.ts';
import type { Clock, Ports } from '#application/shared/ports.ts';
import { listPage, showOne } from '#application/shared/reads.ts';
import { AttemptDelivery } from '#application/webhooks/attempt-delivery.ts';
import { CreateWebhookEndpoint } from '#application/webhooks/create-webhook-endpoint.ts';
import { DeleteWebhookEndpoint } from '#application/webhooks/delete-webhook-endpoint.ts';
import { DispatchEvents } from '#application/webhooks/dispatch-events.ts';
import type {
  WebhookReads,
  WebhookRepositories,
  WebhookSecrets,
  WebhookSender,
} from '#application/webhooks/ports.ts';
import type { WebhookDeliveryFilter } from '#application/webhooks/queries.ts';
import { ReplayWebhookEvents } from '#application/webhooks/replay-webhook-events.ts';
import { ResendWebhookDelivery } from '#application/webhooks/resend-webhook-delivery.ts';
import { RotateWebhookSecret } from '#application/webhooks/rotate-webhook-secret.ts';
import { showWebhookDelivery } from '#application/webhooks/show-webhook-delivery.ts';
import { TestWebhookEndpoint } from '#application/webhooks/test-webhook-endpoint.ts';
import { UpdateWebhookEndpoint } from '#application/webhooks/update-webhook-endpoint.ts';
import type { WebhookEndpointId } from '#domain/shared/ids.ts';
import { WebhookEndpointNotFound } from '#domain/webhooks/errors.ts';

export interface GetWebhookEndpointInput {
  readonly endpointId: WebhookEndpointId;
}

export type ListWebhookDeliveriesInput = WebhookDeliveryFilter & ListRequest;

/** The dependencies of the use cases of webhooks. */
export interface WebhookPorts extends Ports<WebhookRepositories, WebhookReads> {
  readonly webhookSender: WebhookSender;
  readonly webhookSecrets: WebhookSecrets;
  readonly clock: Clock;
}

/** The use cases of a tenant's webhook endpoints. */
export const webhookEndpointUseCases = (ports: WebhookPorts) => ({
  create: guarded(new CreateWebhookEndpoint(ports)),
  get: guarded(
    showOne(ports.reads, {
      permission: 'webhooks:read',
      find: ({ webhookEndpoints }, { endpointId }: GetWebhookEndpointInput) =>
        webhookEndpoints.find(endpointId),
      notFound: WebhookEndpointNotFound,
    }),
  ),
  list: guarded(
    listPage(ports.reads, {
      permission: 'webhooks:read',
      prefix: 'whk',
      list: ({ webhookEndpoints }, { createdAt }, slice) => webhookEndpoints.list(slice, createdAt),
    }),
  ),
  update: guarded(new UpdateWebhookEndpoint(ports)),
  delete: guarded(new DeleteWebhookEndpoint(ports)),
  rotateSecret: guarded(new RotateWebhookSecret(ports)),
  replay: guarded(new ReplayWebhookEvents(ports)),
  test: guarded(new TestWebhookEndpoint(ports)),
});

export type WebhookEndpointUseCases = ReturnType<typeof webhookEndpointUseCases>;

/** The use cases of deliveries. */
export const webhookDeliveryUseCases = (ports: WebhookPorts) => ({
  get: guarded(showWebhookDelivery(ports.reads)),
  list: guarded(
    listPage(ports.reads, {
      permission: 'webhooks:read',
      prefix: 'dlv',
      list: ({ webhookDeliveries }, filter: WebhookDeliveryFilter, slice) =>
        webhookDeliveries.list(filter, slice),
    }),
  ),
  resend: guarded(new ResendWebhookDelivery(ports)),
});

export type WebhookDeliveryUseCases = ReturnType<typeof webhookDeliveryUseCases>;

/** The use cases that the worker runs by itself. */
export const backgroundUseCases = (ports: WebhookPorts) => ({
  dispatchEvents: guarded(new DispatchEvents(ports)),
  attemptDelivery: guarded(new AttemptDelivery(ports)),
});

export type BackgroundUseCases = ReturnType<typeof backgroundUseCases>;
