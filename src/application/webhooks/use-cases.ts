import type { SubscribedEvents } from '#application/shared/event-subscribers.ts';
import type { JobOutcome } from '#application/shared/jobs.ts';
import type { Page, PageRequest } from '#application/shared/page.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { AttemptDeliveryInput } from '#application/webhooks/attempt-delivery.ts';
import type { IssuedWebhookEndpoint } from '#application/webhooks/create-webhook-endpoint.ts';
import type { DeleteWebhookEndpointInput } from '#application/webhooks/delete-webhook-endpoint.ts';
import type { GetWebhookDeliveryInput } from '#application/webhooks/get-webhook-delivery.ts';
import type { GetWebhookEndpointInput } from '#application/webhooks/get-webhook-endpoint.ts';
import type { ListWebhookDeliveriesInput } from '#application/webhooks/list-webhook-deliveries.ts';
import type { WebhookDeliveryView, WebhookEndpointView } from '#application/webhooks/queries.ts';
import type {
  ReplayedWebhookEvents,
  ReplayWebhookEventsInput,
} from '#application/webhooks/replay-webhook-events.ts';
import type { ResendWebhookDeliveryInput } from '#application/webhooks/resend-webhook-delivery.ts';
import type { RotateWebhookSecretInput } from '#application/webhooks/rotate-webhook-secret.ts';
import type {
  TestedWebhookEndpoint,
  TestWebhookEndpointInput,
} from '#application/webhooks/test-webhook-endpoint.ts';
import type { UpdateWebhookEndpointInput } from '#application/webhooks/update-webhook-endpoint.ts';
import type { WebhookEndpointInput } from '#domain/webhooks/webhook-endpoint.ts';

/** The use cases of a tenant's webhook endpoints. */
export interface WebhookEndpointUseCases {
  readonly create: UseCase<WebhookEndpointInput, IssuedWebhookEndpoint>;
  readonly get: UseCase<GetWebhookEndpointInput, WebhookEndpointView>;
  readonly list: UseCase<PageRequest, Page<WebhookEndpointView>>;
  readonly update: UseCase<UpdateWebhookEndpointInput, WebhookEndpointView>;
  readonly delete: UseCase<DeleteWebhookEndpointInput, void>;
  readonly rotateSecret: UseCase<RotateWebhookSecretInput, IssuedWebhookEndpoint>;
  readonly replay: UseCase<ReplayWebhookEventsInput, ReplayedWebhookEvents>;
  readonly test: UseCase<TestWebhookEndpointInput, TestedWebhookEndpoint>;
}

/** The use cases of deliveries. */
export interface WebhookDeliveryUseCases {
  readonly get: UseCase<GetWebhookDeliveryInput, WebhookDeliveryView>;
  readonly list: UseCase<ListWebhookDeliveriesInput, Page<WebhookDeliveryView>>;
  readonly resend: UseCase<ResendWebhookDeliveryInput, WebhookDeliveryView>;
}

/** The use cases that the worker runs by itself. */
export interface BackgroundUseCases {
  readonly dispatchEvents: UseCase<SubscribedEvents, void>;
  readonly attemptDelivery: UseCase<AttemptDeliveryInput, JobOutcome>;
}
