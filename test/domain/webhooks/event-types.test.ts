import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  everyEvent,
  isWanted,
  parseEventTypes,
  webhookEventTypes,
} from '#domain/webhooks/event-types.ts';
import { faultsOf } from './endpoints.ts';

const faultsOfTypes = (given: readonly string[]) => faultsOf(() => parseEventTypes(given));

/** What happens to the ways in, to offers, to secrets and to webhooks: nobody else is told. */
const nobodyElsesMatter = [
  'api_key.created',
  'api_key.renamed',
  'api_key.revoked',
  'api_key.rotated',
  'invitation.accepted',
  'invitation.issued',
  'invitation.withdrawn',
  'session.ended',
  'session.reuse_detected',
  'session.started',
  'tenant.created',
  'test_clock.advance_started',
  'test_clock.advanced',
  'user.email_changed',
  'user.email_released',
  'user.email_verified',
  'user.password_changed',
  'user.registered',
  'user.renamed',
  'webhook_endpoint.created',
  'webhook_endpoint.deleted',
  'webhook_endpoint.disabled',
  'webhook_endpoint.secret_rotated',
  'webhook_endpoint.updated',
];

/** Every event type that stands in the sources of the domain, but for the list of them. */
const emittedTypes = async (): Promise<readonly string[]> => {
  const root = join(import.meta.dirname, '../../../src/domain');
  const files = await readdir(root, { recursive: true });
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('event-types.ts'));
  const texts = await Promise.all(sources.map((file) => readFile(join(root, file), 'utf8')));
  const found = texts.flatMap((text) => [...text.matchAll(/'([a-z_]+\.[a-z_]+)'/g)]);
  const plain = texts.flatMap((text) => [...text.matchAll(/= resourceEvents\('([a-z_]+)'/g)]);
  const types = [
    ...found.map(([, type = '']) => type),
    ...plain.flatMap(([, noun]) => [`${noun}.created`, `${noun}.updated`, `${noun}.deleted`]),
  ];
  return [...new Set(types)].toSorted();
};

it('every event that happens can be asked for, or is nobody else’s matter', async () => {
  const emitted = await emittedTypes();

  expect(emitted).toEqual([...webhookEventTypes, ...nobodyElsesMatter].toSorted());
});

describe('the events that an endpoint asks for', () => {
  it('are each known, or all', () => {
    expect(parseEventTypes(webhookEventTypes)).toEqual(webhookEventTypes);
    expect(parseEventTypes([everyEvent])).toEqual(['*']);
  });

  it('stand once each and in one order, however they were given', () => {
    const parsed = parseEventTypes(['plan.created', 'customer.created', '*', 'plan.created']);

    expect(parsed).toEqual(['*', 'customer.created', 'plan.created']);
  });

  it('are one at least', () => {
    expect(faultsOfTypes([])).toEqual([' too_few']);
  });

  it('are refused each where it stands', () => {
    const given = ['customer.created', 'customer.*', 'plan.created', 'Plan.Created', ''];

    expect(faultsOfTypes(given)).toEqual([
      '/1 invalid_event_type',
      '/3 invalid_event_type',
      '/4 invalid_event_type',
    ]);
  });

  it.each(nobodyElsesMatter)('cannot be %s', (type) => {
    expect(faultsOfTypes([type])).toEqual(['/0 invalid_event_type']);
  });
});

describe('who asks for events', () => {
  it.each([
    ['one of them', ['customer.created', 'plan.created'], 'plan.created', true],
    ['others', ['customer.created'], 'customer.updated', false],
    ['all', ['*'], 'plan.created', true],
    ['all, and one of them', ['*', 'plan.created'], 'plan.created', true],
    ['all', ['*'], 'customer.imagined', false],
    ['none', [], 'plan.created', false],
  ] as const)('%s is told of it or not: %j, %s: %s', (_who, wanted, type, isTold) => {
    expect(isWanted(wanted, type)).toBe(isTold);
  });

  it.each(webhookEventTypes)('for all is told of %s', (type) => {
    expect(isWanted([everyEvent], type)).toBe(true);
  });

  it.each(nobodyElsesMatter)('for all is not told of %s', (type) => {
    expect(isWanted([everyEvent], type)).toBe(false);
  });
});
