// The names of webhooks that the package exports.

export type { IssuedWebhookEndpoint } from '#application/webhooks/create-webhook-endpoint.ts';
export type { DeleteWebhookEndpointInput } from '#application/webhooks/delete-webhook-endpoint.ts';
export type { WebhookPayload } from '#application/webhooks/payload.ts';
export type {
  WebhookDeliveryDetails,
  WebhookDeliveryFilter,
  WebhookDeliveryView,
  WebhookEndpointView,
} from '#application/webhooks/queries.ts';
export type {
  ReplayedWebhookEvents,
  ReplayWebhookEventsInput,
} from '#application/webhooks/replay-webhook-events.ts';
export type { ResendWebhookDeliveryInput } from '#application/webhooks/resend-webhook-delivery.ts';
export type { RotateWebhookSecretInput } from '#application/webhooks/rotate-webhook-secret.ts';
export type { GetWebhookDeliveryInput } from '#application/webhooks/show-webhook-delivery.ts';
export type {
  TestedWebhookEndpoint,
  TestWebhookEndpointInput,
} from '#application/webhooks/test-webhook-endpoint.ts';
export type { UpdateWebhookEndpointInput } from '#application/webhooks/update-webhook-endpoint.ts';
export type {
  GetWebhookEndpointInput,
  ListWebhookDeliveriesInput,
  WebhookDeliveryUseCases,
  WebhookEndpointUseCases,
} from '#application/webhooks/use-cases.ts';
export * from '#domain/webhooks/errors.ts';
export type {
  Attempt,
  DeliveryStatus,
  MadeAttempt,
  WebhookDeliveryFacts,
} from '#domain/webhooks/webhook-delivery.ts';
export type {
  DisabledReason,
  PreviousSecret,
  SealedSecret,
  WebhookEndpointChanges,
  WebhookEndpointFacts,
  WebhookEndpointInput,
} from '#domain/webhooks/webhook-endpoint.ts';
