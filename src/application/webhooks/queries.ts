import type { InstantRange, Slice } from '#application/shared/page.ts';
import type { WebhookPayload } from '#application/webhooks/payload.ts';
import type { Snapshot } from '#domain/shared/events.ts';
import type { EventId, WebhookDeliveryId, WebhookEndpointId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import type {
  DeliveryStatus,
  WebhookDelivery,
  WebhookDeliveryFacts,
} from '#domain/webhooks/webhook-delivery.ts';
import type { WebhookEndpoint, WebhookEndpointFacts } from '#domain/webhooks/webhook-endpoint.ts';

/** An endpoint without its secrets, which are shown once. */
export type WebhookEndpointView = Omit<WebhookEndpointFacts, 'secret' | 'previousSecret'>;

export const webhookEndpointView = ({ facts }: WebhookEndpoint): WebhookEndpointView => {
  const { secret: _secret, previousSecret: _previousSecret, ...view } = facts;
  return view;
};

/** An endpoint that takes events, and which. */
export interface WebhookListener {
  readonly id: WebhookEndpointId;
  readonly eventTypes: readonly string[];
}

/**
 * Reads of one tenant's endpoints. 1. Newest first. 2. Up to `limit` after `after`. 3. `listeners`
 * gives the endpoints that are enabled, oldest first.
 */
export interface WebhookEndpointQueries {
  listeners(): Promise<readonly WebhookListener[]>;
  find(endpointId: WebhookEndpointId): Promise<WebhookEndpointView | undefined>;
  list(
    slice: Slice<WebhookEndpointId>,
    createdAt?: InstantRange,
  ): Promise<readonly WebhookEndpointView[]>;
}

export type WebhookDeliveryView = Omit<WebhookDeliveryFacts, 'version' | 'step' | 'expiresAt'>;

export const webhookDeliveryView = ({ facts }: WebhookDelivery): WebhookDeliveryView => {
  const { version: _version, step: _step, expiresAt: _expiresAt, ...view } = facts;
  return view;
};

/** A delivery, and the body that each of its attempts sends. */
export interface WebhookDeliveryDetails extends WebhookDeliveryView {
  /** Null for who may not read events. */
  readonly payload: WebhookPayload | null;
}

export interface WebhookDeliveryFilter {
  readonly endpointId?: WebhookEndpointId | undefined;
  readonly eventId?: EventId | undefined;
  readonly status?: DeliveryStatus | undefined;
  readonly createdAt?: InstantRange | undefined;
}

/** Reads of one tenant's deliveries. 1. Newest first. 2. Up to `limit` after `after`. */
export interface WebhookDeliveryQueries {
  find(deliveryId: WebhookDeliveryId): Promise<WebhookDeliveryView | undefined>;
  list(
    filter: WebhookDeliveryFilter,
    slice: Slice<WebhookDeliveryId>,
  ): Promise<readonly WebhookDeliveryView[]>;
}

/** An event as a webhook shows it. */
export interface EventView {
  readonly id: EventId;
  readonly type: string;
  readonly subjectId: string;
  readonly occurredAt: Instant;
  readonly before: Snapshot | null;
  readonly after: Snapshot | null;
}

/**
 * Reads of one tenant's events.
 *
 * 1. `since`: what was recorded from `at` on, oldest first, up to `limit` after `after`. It goes by
 *    the real instant that an id carries, whenever the event says that it happened.
 */
export interface EventQueries {
  find(eventId: EventId): Promise<EventView | undefined>;
  since(at: Instant, after: EventId | null, limit: number): Promise<readonly EventView[]>;
}
