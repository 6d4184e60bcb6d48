import { describe, expect, it } from 'vitest';
import { textLimits } from '#domain/shared/text.ts';
import { later } from '#domain/shared/time.ts';
import {
  parseWebhookUrl,
  WebhookEndpoint,
  webhookUrlLengthMax,
} from '#domain/webhooks/webhook-endpoint.ts';
import { versioned } from '../to-snapshot.ts';
import {
  endpointId,
  faultsOf,
  firstSecret,
  input,
  monday,
  secondSecret,
  snapshot,
  storedEndpoint,
  tuesday,
  typesOf,
} from './endpoints.ts';

describe('a new webhook endpoint', () => {
  it('is enabled, and says so without its secret', () => {
    const endpoint = WebhookEndpoint.create(endpointId, input, firstSecret, monday);

    expect(endpoint.facts).toEqual({
      ...snapshot,
      version: 0,
      failingSince: null,
      secret: firstSecret,
      previousSecret: null,
      updatedAt: monday,
    });
    expect(endpoint.isEnabled).toBe(true);
    expect(endpoint.events).toEqual([
      {
        type: 'webhook_endpoint.created',
        subjectId: endpointId,
        occurredAt: monday,
        before: null,
        after: versioned(1, snapshot),
      },
    ]);
  });

  it('needs no description', () => {
    const { url, eventTypes } = input;

    const { facts } = WebhookEndpoint.create(endpointId, { url, eventTypes }, firstSecret, monday);

    expect(facts.description).toBeNull();
  });

  it('is refused with every fault at once', () => {
    const bad = {
      url: 'ftp://acme.example',
      description: 'x'.repeat(textLimits.description + 1),
      eventTypes: ['customer.created', 'session.started'],
    };

    const faults = faultsOf(() => WebhookEndpoint.create(endpointId, bad, firstSecret, monday));

    expect(faults).toEqual([
      '/url invalid_url',
      '/description too_long',
      '/eventTypes/1 invalid_event_type',
    ]);
  });
});

describe('a change of a webhook endpoint', () => {
  it('touches what is stated, and says what it was before', () => {
    const endpoint = storedEndpoint();
    const changes = { url: 'http://10.0.0.1:8080', description: null, eventTypes: ['*'] };

    const changed = endpoint.change(changes, tuesday);

    const after = { ...snapshot, ...changes, url: 'http://10.0.0.1:8080/' };
    expect(changed.facts).toEqual({ ...endpoint.facts, ...after, updatedAt: tuesday });
    expect(changed.events).toEqual([
      {
        type: 'webhook_endpoint.updated',
        subjectId: endpointId,
        occurredAt: tuesday,
        before: versioned(1, snapshot),
        after: versioned(2, after),
      },
    ]);
    expect(endpoint.facts.url).toBe(input.url);
  });

  it.each([
    ['nothing', {}],
    ['what is so already', { ...input, isEnabled: true }],
    ['the same URL, written otherwise', { url: 'HTTPS://Hooks.Acme.Example:443/billing' }],
    ['the same events in another order', { eventTypes: input.eventTypes.toReversed() }],
  ])('to %s is none', (_what, changes) => {
    const endpoint = storedEndpoint();

    expect(endpoint.change(changes, tuesday)).toBe(endpoint);
  });

  it('is refused with every fault at once', () => {
    const bad = { url: '/hooks', description: '\u0000', eventTypes: [] };

    const faults = faultsOf(() => storedEndpoint().change(bad, tuesday));

    expect(faults).toEqual([
      '/url invalid_url',
      '/description invalid_characters',
      '/eventTypes too_few',
    ]);
  });

  it('disables it by hand', () => {
    const disabled = storedEndpoint().change({ isEnabled: false }, tuesday);

    expect(disabled.isEnabled).toBe(false);
    expect(disabled.facts).toMatchObject({ disabledReason: 'manual', updatedAt: tuesday });
    expect(disabled.events).toMatchObject([
      {
        type: 'webhook_endpoint.updated',
        before: { disabledReason: null },
        after: { disabledReason: 'manual' },
      },
    ]);
  });

  it.each(['manual', 'gone', 'failing'] as const)(
    'enables one that was disabled as %s, and its failures are forgotten',
    (disabledReason) => {
      const disabled = storedEndpoint({ disabledReason, failingSince: monday });

      const enabled = disabled.change({ isEnabled: true }, tuesday);

      expect(enabled.isEnabled).toBe(true);
      expect(enabled.facts).toMatchObject({ disabledReason: null, failingSince: null });
      expect(typesOf(enabled.events)).toEqual(['webhook_endpoint.updated']);
    },
  );

  it('leaves the reason for which it is disabled, and since when it fails', () => {
    const gone = storedEndpoint({ disabledReason: 'gone', failingSince: monday });

    const disabledAgain = gone.change({ isEnabled: false }, tuesday);
    const renamed = gone.change({ description: 'The old CRM' }, tuesday);

    expect(disabledAgain).toBe(gone);
    expect(renamed.facts).toMatchObject({ disabledReason: 'gone', failingSince: monday });
  });
});

describe('the secret of a webhook endpoint', () => {
  it('is replaced, and the old one signs beside it for a day', () => {
    const rotated = storedEndpoint().rotateSecret(secondSecret, monday);

    expect(rotated.facts).toMatchObject({
      secret: secondSecret,
      previousSecret: { secret: firstSecret, endsAt: tuesday },
    });
    expect(rotated.secretsAt(monday)).toEqual([secondSecret, firstSecret]);
    expect(rotated.secretsAt(later(tuesday, -1))).toEqual([secondSecret, firstSecret]);
    expect(rotated.secretsAt(tuesday)).toEqual([secondSecret]);
  });

  it('signs alone where none came before', () => {
    expect(storedEndpoint().secretsAt(monday)).toEqual([firstSecret]);
  });

  it('is said to be replaced, and told to nobody', () => {
    const rotated = storedEndpoint().rotateSecret(secondSecret, tuesday);

    expect(rotated.facts.updatedAt).toBe(tuesday);
    expect(rotated.events).toEqual([
      {
        type: 'webhook_endpoint.secret_rotated',
        subjectId: endpointId,
        occurredAt: tuesday,
        before: versioned(1, snapshot),
        after: versioned(2, snapshot),
      },
    ]);
  });

  it('is in no event of its whole life', () => {
    const { events } = WebhookEndpoint.create(endpointId, input, firstSecret, monday)
      .rotateSecret(secondSecret, monday)
      .change({ description: null }, tuesday)
      .fail(false, monday)
      .succeed()
      .leave(tuesday)
      .delete(tuesday);

    expect(typesOf(events)).toEqual([
      'webhook_endpoint.created',
      'webhook_endpoint.secret_rotated',
      'webhook_endpoint.updated',
      'webhook_endpoint.disabled',
      'webhook_endpoint.deleted',
    ]);
    expect(JSON.stringify(events)).not.toMatch(/whsec_|secret"/i);
    expect(JSON.parse(JSON.stringify(events))).toStrictEqual(events);
  });
});

describe('the URL of a webhook endpoint', () => {
  const longest = `https://acme.example/${'x'.repeat(webhookUrlLengthMax - 21)}`;

  it.each([
    ['https://acme.example', 'https://acme.example/'],
    ['http://acme.example:8080/a?b=c', 'http://acme.example:8080/a?b=c'],
    ['HTTPS://ACME.Example:443/Hooks', 'https://acme.example/Hooks'],
    [longest, longest],
  ])('%s is taken as %s', (text, url) => {
    expect(parseWebhookUrl(text)).toBe(url);
  });

  it.each([
    ['', 'nothing'],
    ['acme.example/hooks', 'no scheme'],
    ['/hooks', 'no host'],
    ['ftp://acme.example/hooks', 'another scheme'],
    ['javascript:alert(1)', 'a script'],
    ['file:///etc/passwd', 'a file'],
    ['https://ada@acme.example/', 'a user'],
    ['https://:secret@acme.example/', 'a password'],
    ['https://acme.example/#hooks', 'a fragment'],
    ['https://', 'nothing behind the scheme'],
    [`${longest}x`, 'too much'],
  ])('%s is refused: it has %s', (text) => {
    expect(faultsOf(() => parseWebhookUrl(text))).toEqual([' invalid_url']);
  });
});
