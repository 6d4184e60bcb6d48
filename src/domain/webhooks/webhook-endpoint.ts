import { checkAll, givenReaders, orNull, readersOf } from '#domain/shared/check.ts';
import { InvalidValue } from '#domain/shared/errors.ts';
import type { DomainEvent, Snapshot } from '#domain/shared/events.ts';
import type { WebhookEndpointId } from '#domain/shared/ids.ts';
import {
  asStored,
  hidden,
  instant,
  listOf,
  nullable,
  objectOf,
  onceStored,
  plain,
} from '#domain/shared/snapshot.ts';
import { parseOptionalText, textLimits } from '#domain/shared/text.ts';
import type { Instant } from '#domain/shared/time.ts';
import { dayMilliseconds, later } from '#domain/shared/time.ts';
import { parseEventTypes, testEventType } from '#domain/webhooks/event-types.ts';

export const webhookUrlLengthMax = 2000;
/** For so long does the old secret sign beside the new one. */
const secretOverlapDays = 1;
/** An endpoint without success for so long is given up. */
const failingDaysMax = 3;

/** Why an endpoint gets nothing: somebody said so, it answered 410, or it failed for too long. */
export type DisabledReason = 'manual' | 'gone' | 'failing';

declare const sealed: unique symbol;

/** A signing secret that nobody can read before it is opened, by whoever signs a message. */
export type SealedSecret = string & { readonly [sealed]: 'SealedSecret' };

/** A secret that a newer one has replaced, and until when it still signs. */
export interface PreviousSecret {
  readonly secret: SealedSecret;
  readonly endsAt: Instant;
}

export interface WebhookEndpointFacts {
  readonly id: WebhookEndpointId;
  /** The stored version that this state was read from; 0 before the first. */
  readonly version: number;
  readonly url: string;
  readonly description: string | null;
  /** Event types, or `*`. */
  readonly eventTypes: readonly string[];
  readonly disabledReason: DisabledReason | null;
  /** Of the first failure since the last success. */
  readonly failingSince: Instant | null;
  readonly secret: SealedSecret;
  readonly previousSecret: PreviousSecret | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export interface WebhookEndpointInput {
  readonly url: string;
  readonly description?: string | null | undefined;
  readonly eventTypes: readonly string[];
}

/** The changes: absent stays; null clears. */
export interface WebhookEndpointChanges {
  readonly url?: string | undefined;
  readonly description?: string | null | undefined;
  readonly eventTypes?: readonly string[] | undefined;
  readonly isEnabled?: boolean | undefined;
}

/** A place that is told of events. */
export class WebhookEndpoint {
  readonly facts: WebhookEndpointFacts;
  readonly events: readonly DomainEvent[];

  constructor(facts: WebhookEndpointFacts, events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
  }

  /** @throws {InvalidValue} */
  static create(
    id: WebhookEndpointId,
    input: WebhookEndpointInput,
    secret: SealedSecret,
    now: Instant,
  ): WebhookEndpoint {
    const facts: WebhookEndpointFacts = {
      id,
      version: 0,
      ...checkAll(readersOf(parsers, input)),
      disabledReason: null,
      failingSince: null,
      secret,
      previousSecret: null,
      createdAt: now,
      updatedAt: now,
    };
    return new WebhookEndpoint(facts, [
      event('webhook_endpoint.created', now, id, null, encoder.encode(onceStored(facts))),
    ]);
  }

  get isEnabled(): boolean {
    return this.facts.disabledReason === null;
  }

  /** @throws {InvalidValue} */
  change(changes: WebhookEndpointChanges, now: Instant): WebhookEndpoint {
    const { isEnabled = this.isEnabled } = changes;
    const { facts } = this;
    const checked = checkAll(givenReaders(parsers, changes));
    const disabledReason = isEnabled ? null : (facts.disabledReason ?? 'manual');
    const failingSince = this.isEnabled === isEnabled ? facts.failingSince : null;
    const changed = { ...facts, ...checked, disabledReason, failingSince };
    if (encoder.isEqual(changed, facts)) return this;
    return this.#become('webhook_endpoint.updated', { ...changed, updatedAt: now }, now);
  }

  /** Signs by another secret; the old one signs beside it for a day. */
  rotateSecret(secret: SealedSecret, now: Instant): WebhookEndpoint {
    const endsAt = later(now, secretOverlapDays * dayMilliseconds);
    const previousSecret = { secret: this.facts.secret, endsAt };
    const facts = { ...this.facts, secret, previousSecret, updatedAt: now };
    return this.#become('webhook_endpoint.secret_rotated', facts, now);
  }

  /** The secrets to sign by, newest first. */
  secretsAt(now: Instant): readonly SealedSecret[] {
    const { secret, previousSecret } = this.facts;
    const overlaps = previousSecret !== null && now < previousSecret.endsAt;
    return overlaps ? [secret, previousSecret.secret] : [secret];
  }

  /** Has it told of an event of its own, which changes nothing. */
  test(now: Instant): WebhookEndpoint {
    return this.#become(testEventType, this.facts, now, asStored(this));
  }

  /** It took what it was told. */
  succeed(): WebhookEndpoint {
    if (this.facts.failingSince === null) return this;
    return new WebhookEndpoint({ ...this.facts, failingSince: null }, this.events);
  }

  /** It did not; `isLast` where that delivery is not attempted again. */
  fail(isLast: boolean, now: Instant): WebhookEndpoint {
    const failingSince = this.facts.failingSince ?? now;
    const isHopeless = isLast && now - failingSince >= failingDaysMax * dayMilliseconds;
    if (isHopeless && this.isEnabled) return this.#disabled('failing', now);
    if (this.facts.failingSince !== null) return this;
    return new WebhookEndpoint({ ...this.facts, failingSince }, this.events);
  }

  /** It said that it is no more. */
  leave(now: Instant): WebhookEndpoint {
    return this.isEnabled ? this.#disabled('gone', now) : this;
  }

  delete(now: Instant): DeletedWebhookEndpoint {
    const { id, version } = this.facts;
    const deleted = event(
      'webhook_endpoint.deleted',
      now,
      id,
      encoder.encode(asStored(this)),
      null,
    );
    return { id, version, events: [...this.events, deleted] };
  }

  #disabled(disabledReason: DisabledReason, now: Instant): WebhookEndpoint {
    const facts = { ...this.facts, disabledReason, updatedAt: now };
    // Noted, not changed by its owner: the version stays.
    const shown = asStored({ facts, events: this.events });
    return this.#become('webhook_endpoint.disabled', facts, now, shown);
  }

  #become(
    type: string,
    facts: WebhookEndpointFacts,
    now: Instant,
    shown = onceStored(facts),
  ): WebhookEndpoint {
    const [before, after] = [encoder.encode(asStored(this)), encoder.encode(shown)];
    return new WebhookEndpoint(facts, [...this.events, event(type, now, facts.id, before, after)]);
  }
}

export interface DeletedWebhookEndpoint {
  readonly id: WebhookEndpointId;
  readonly version: number;
  readonly events: readonly DomainEvent[];
}

/**
 * An absolute URL of http or https without user, password and fragment.
 * @throws {InvalidValue} `invalid_url`
 */
export const parseWebhookUrl = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const fits =
    url !== undefined &&
    text.length <= webhookUrlLengthMax &&
    (url.protocol === 'https:' || url.protocol === 'http:') &&
    url.username === '' &&
    url.password === '' &&
    url.hash === '';
  if (fits) return url.href;
  throw InvalidValue.because(
    'invalid_url',
    'It must be a URL such as https://example.com/hooks, without user or fragment.',
  );
};

const parseDescription = (text: string): string => parseOptionalText(text, textLimits.description);

const parsers = {
  url: parseWebhookUrl,
  description: orNull(parseDescription),
  eventTypes: parseEventTypes,
};

// All but the secrets, and but what the deliveries note.
const encoder = objectOf<WebhookEndpointFacts>({
  id: plain,
  version: plain,
  url: plain,
  description: plain,
  eventTypes: listOf(plain),
  disabledReason: plain,
  failingSince: hidden(nullable(instant)),
  secret: hidden(plain),
  previousSecret: hidden(nullable(objectOf<PreviousSecret>({ secret: plain, endsAt: instant }))),
  createdAt: instant,
  updatedAt: hidden(instant),
});

const event = (
  type: string,
  at: Instant,
  subjectId: WebhookEndpointId,
  before: Snapshot | null,
  after: Snapshot | null,
): DomainEvent => ({ type, subjectId, occurredAt: at, before, after });
