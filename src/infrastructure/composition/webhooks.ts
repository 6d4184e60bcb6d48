import type { DependencyContainer } from 'tsyringe';
import { guarded } from '#application/shared/pipeline.ts';
import { AttemptDelivery } from '#application/webhooks/attempt-delivery.ts';
import { CreateWebhookEndpoint } from '#application/webhooks/create-webhook-endpoint.ts';
import { DeleteWebhookEndpoint } from '#application/webhooks/delete-webhook-endpoint.ts';
import { DispatchEvents } from '#application/webhooks/dispatch-events.ts';
import { GetWebhookDelivery } from '#application/webhooks/get-webhook-delivery.ts';
import { GetWebhookEndpoint } from '#application/webhooks/get-webhook-endpoint.ts';
import { ListWebhookDeliveries } from '#application/webhooks/list-webhook-deliveries.ts';
import { ListWebhookEndpoints } from '#application/webhooks/list-webhook-endpoints.ts';
import { ReplayWebhookEvents } from '#application/webhooks/replay-webhook-events.ts';
import { ResendWebhookDelivery } from '#application/webhooks/resend-webhook-delivery.ts';
import { RotateWebhookSecret } from '#application/webhooks/rotate-webhook-secret.ts';
import { TestWebhookEndpoint } from '#application/webhooks/test-webhook-endpoint.ts';
import { UpdateWebhookEndpoint } from '#application/webhooks/update-webhook-endpoint.ts';
import type {
  BackgroundUseCases,
  WebhookDeliveryUseCases,
  WebhookEndpointUseCases,
} from '#application/webhooks/use-cases.ts';
import * as token from '#infrastructure/composition/tokens.ts';
import { single } from '#infrastructure/composition/tokens.ts';

export const registerWebhooks = (container: DependencyContainer): void => {
  const needs = () => needsOf(container);
  single(container, CreateWebhookEndpoint, () => new CreateWebhookEndpoint(needs()));
  single(container, GetWebhookEndpoint, () => new GetWebhookEndpoint(needs()));
  single(container, ListWebhookEndpoints, () => new ListWebhookEndpoints(needs()));
  single(container, UpdateWebhookEndpoint, () => new UpdateWebhookEndpoint(needs()));
  single(container, DeleteWebhookEndpoint, () => new DeleteWebhookEndpoint(needs()));
  single(container, RotateWebhookSecret, () => new RotateWebhookSecret(needs()));
  single(container, ReplayWebhookEvents, () => new ReplayWebhookEvents(needs()));
  single(container, TestWebhookEndpoint, () => new TestWebhookEndpoint(needs()));
  single(container, GetWebhookDelivery, () => new GetWebhookDelivery(needs()));
  single(container, ListWebhookDeliveries, () => new ListWebhookDeliveries(needs()));
  single(container, ResendWebhookDelivery, () => new ResendWebhookDelivery(needs()));
  single(container, DispatchEvents, () => new DispatchEvents(needs()));
  single(container, AttemptDelivery, () => new AttemptDelivery(needs()));
};

// The dependencies of the use cases of webhooks; each takes those that its own type names.
const needsOf = (container: DependencyContainer) => ({
  unitOfWork: container.resolve(token.unitOfWork),
  reads: container.resolve(token.reads),
  webhookSender: container.resolve(token.webhookSender),
  webhookSecrets: container.resolve(token.webhookSecrets),
  clock: container.resolve(token.clock),
});

export const webhookEndpointUseCases = (
  container: DependencyContainer,
): WebhookEndpointUseCases => ({
  create: guarded(container.resolve(CreateWebhookEndpoint)),
  get: guarded(container.resolve(GetWebhookEndpoint)),
  list: guarded(container.resolve(ListWebhookEndpoints)),
  update: guarded(container.resolve(UpdateWebhookEndpoint)),
  delete: guarded(container.resolve(DeleteWebhookEndpoint)),
  rotateSecret: guarded(container.resolve(RotateWebhookSecret)),
  replay: guarded(container.resolve(ReplayWebhookEvents)),
  test: guarded(container.resolve(TestWebhookEndpoint)),
});

export const webhookDeliveryUseCases = (
  container: DependencyContainer,
): WebhookDeliveryUseCases => ({
  get: guarded(container.resolve(GetWebhookDelivery)),
  list: guarded(container.resolve(ListWebhookDeliveries)),
  resend: guarded(container.resolve(ResendWebhookDelivery)),
});

export const backgroundUseCases = (container: DependencyContainer): BackgroundUseCases => ({
  dispatchEvents: guarded(container.resolve(DispatchEvents)),
  attemptDelivery: guarded(container.resolve(AttemptDelivery)),
});
