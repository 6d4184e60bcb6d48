import { InvalidValue } from '#domain/shared/errors.ts';
import type { DomainEvent } from '#domain/shared/events.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import { dayMilliseconds, instantOf, later } from '#domain/shared/time.ts';
import type { SealedSecret, WebhookEndpointFacts } from '#domain/webhooks/webhook-endpoint.ts';
import { WebhookEndpoint } from '#domain/webhooks/webhook-endpoint.ts';

export const monday = instantOf(1_795_000_000_000);
export const tuesday = later(monday, dayMilliseconds);

export const endpointId = idFromUuid('whk', '01900000-0000-7000-8000-0000000000a1');
export const firstSecret = 'whsec_Zmlyc3Q=' as SealedSecret;
export const secondSecret = 'whsec_c2Vjb25k' as SealedSecret;

export const input = {
  url: 'https://hooks.acme.example/billing',
  description: 'The CRM',
  eventTypes: ['customer.created', 'customer.updated'],
} as const;

/** The endpoint as an event shows it: all but its secrets, and but what the deliveries note. */
export const snapshot = {
  id: endpointId,
  ...input,
  disabledReason: null,
  createdAt: monday,
};

/** A stored endpoint: it has a version, and no events that wait. */
export const storedEndpoint = (given: Partial<WebhookEndpointFacts> = {}): WebhookEndpoint => {
  const { facts } = WebhookEndpoint.create(endpointId, input, firstSecret, monday);
  return new WebhookEndpoint({ ...facts, version: 1, ...given });
};

export const typesOf = (events: readonly DomainEvent[]): readonly string[] =>
  events.map(({ type }) => type);

/** Where each fault is, and what it is; none where nothing was refused. */
export const faultsOf = (work: () => unknown): readonly string[] => {
  try {
    work();
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    return error.faults.map(({ pointer, code }) => `${pointer} ${code}`);
  }
  return [];
};
