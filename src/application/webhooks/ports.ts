import type { TimeZoneReads } from '#application/shared/created-on.ts';
import type {
  EventQueries,
  WebhookDeliveryQueries,
  WebhookEndpointQueries,
} from '#application/webhooks/queries.ts';
import type {
  EventId,
  TenantId,
  WebhookDeliveryId,
  WebhookEndpointId,
} from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { WebhookDelivery } from '#domain/webhooks/webhook-delivery.ts';
import type {
  DeletedWebhookEndpoint,
  SealedSecret,
  WebhookEndpoint,
} from '#domain/webhooks/webhook-endpoint.ts';

/**
 * The webhook endpoints of the one tenant of the unit of work.
 *
 * 1. `find` gives what was last saved, or nothing; the secrets too, sealed as they are. One that
 *    cannot be opened keeps nobody from its endpoint.
 * 2. `save` stores and gives back what is stored now, one version on and with no events left.
 * 3. `save` of a state whose version is not the stored one changes nothing and throws.
 * 4. With an endpoint its deliveries go.
 * 5. `note` stores what deliveries learned of it: since when it fails, and whether that disabled
 *    it. That is no change by its owner, so the version stays.
 * 6. No other run changes the endpoint that `findLocked` gives until this one ends. Notes and saves
 *    start from there, so that no run overwrites another's change.
 */
export interface WebhookEndpointRepository {
  find(endpointId: WebhookEndpointId): Promise<WebhookEndpoint | undefined>;
  findLocked(endpointId: WebhookEndpointId): Promise<WebhookEndpoint | undefined>;
  /** @throws {VersionMismatch} when it is gone. */
  note(endpoint: WebhookEndpoint): Promise<WebhookEndpoint>;
  /** @throws {VersionMismatch} */
  save(endpoint: WebhookEndpoint): Promise<WebhookEndpoint>;
  /** @throws {VersionMismatch} */
  delete(endpoint: DeletedWebhookEndpoint): Promise<void>;
}

/**
 * The deliveries of the one tenant of the unit of work. Laws 1–3 and 6 of
 * `WebhookEndpointRepository`, and:
 *
 * 4. What is saved with a `nextAttemptAt` is handed to `AttemptDelivery` then, at least once.
 * 5. `add` stores a new one unless its endpoint has one of its event already, and says whether it
 *    did. `addAll` does so for many, whose endpoints may be gone: to those nothing is delivered.
 * 7. `ofEvents` gives those of one endpoint, locked as by `findLocked`.
 */
export interface WebhookDeliveryRepository {
  find(deliveryId: WebhookDeliveryId): Promise<WebhookDelivery | undefined>;
  findLocked(deliveryId: WebhookDeliveryId): Promise<WebhookDelivery | undefined>;
  ofEvents(
    endpointId: WebhookEndpointId,
    eventIds: readonly EventId[],
  ): Promise<readonly WebhookDelivery[]>;
  add(delivery: WebhookDelivery): Promise<boolean>;
  addAll(deliveries: readonly WebhookDelivery[]): Promise<void>;
  /** @throws {VersionMismatch} */
  save(delivery: WebhookDelivery): Promise<WebhookDelivery>;
}

export interface WebhookRepositories {
  readonly webhookEndpoints: WebhookEndpointRepository;
  readonly webhookDeliveries: WebhookDeliveryRepository;
}

export interface WebhookReads extends TimeZoneReads {
  readonly webhookEndpoints: WebhookEndpointQueries;
  readonly webhookDeliveries: WebhookDeliveryQueries;
  readonly events: EventQueries;
}

/** A signed request, ready to go. */
export interface WebhookMessage {
  readonly url: string;
  /** `webhook-id`: the event's id, the same in all attempts. */
  readonly id: string;
  /** Sign by each of these: `whsec_…`. */
  readonly secrets: readonly string[];
  readonly sentAt: Instant;
  /** JSON. */
  readonly body: string;
}

/** The response of an endpoint: a status, or why there was none. */
export type WebhookResponse =
  | {
      readonly responseStatus: number;
      readonly error: null;
      /** For how long it asked for no other attempt; null where it did not ask. */
      readonly retryAfterSeconds: number | null;
      /** How its body begins; null where it has none that is text. */
      readonly responseBody: string | null;
    }
  | { readonly responseStatus: null; readonly error: string };

/**
 * Sends webhooks (Standard Webhooks 1.0).
 *
 * 1. Signs by each secret; follows no redirect; gives up after 15 seconds.
 * 2. Sends nothing to an address that is not public, whatever the name resolves to.
 * 3. Never throws: no response is a result too.
 * 4. `refusal` says without asking anybody why a URL could never be sent to.
 * 5. Tries every address that the name has, one after the other, until one takes the connection.
 * 6. Tells what `Retry-After` (RFC 9110, 10.2.3) asks for with a 429 or 503, in seconds from now.
 * 7. Tells the first 1,024 bytes of a body that is text. One that is slow or broken is cut where it
 *    is: the status decides what the attempt came to, and it is known by then.
 */
export interface WebhookSender {
  send(message: WebhookMessage): Promise<WebhookResponse>;
  refusal(url: string): string | undefined;
}

/** Whose secret it is: sealed for one endpoint, it opens for no other. */
export interface SecretOwner {
  readonly tenantId: TenantId;
  readonly endpointId: WebhookEndpointId;
}

/**
 * Makes the signing secrets of endpoints, and opens them where a message is signed.
 *
 * 1. `issue` makes a new one, `whsec_` and base64 of 256 random bits: to be shown once, and sealed.
 * 2. `open` gives what was sealed for this owner, or nothing where no key that is there opens it.
 */
export interface WebhookSecrets {
  issue(owner: SecretOwner): { readonly secret: string; readonly sealed: SealedSecret };
  open(owner: SecretOwner, sealed: SealedSecret): string | undefined;
}
