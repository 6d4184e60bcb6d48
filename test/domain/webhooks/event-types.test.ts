import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  everyEvent,
  isWanted,
  parseEventTypes,
  webhookEventTypes,
} from '#domain/webhooks/event-types.ts';
import { faultsOf } from './endpoints.ts';

/** Events of credentials, offers, secrets and webhooks: nobody else is told. */
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

it.each(nobodyElsesMatter)('nobody can ask for %s, and for all is not told of it', (type) => {
  expect(faultsOf(() => parseEventTypes([type]))).toEqual(['/0 invalid_event_type']);
  expect(isWanted([everyEvent], type)).toBe(false);
});
