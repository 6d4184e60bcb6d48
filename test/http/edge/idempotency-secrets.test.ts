import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseId, uuidOf } from '#domain/shared/ids.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { takesIdempotencyKey } from '#interfaces/http/endpoint.ts';
import { allEndpoints } from '#interfaces/http/endpoints.ts';
import { appUnderTest } from '../../support/app.ts';
import { newEmail, password, signUp } from '../world.ts';

const app = appUnderTest('postgres');

let keys = 0;
const newKey = (): string => {
  keys += 1;
  return `secret-${keys}`;
};
const create = (token: string, key: string, body: object) =>
  app.send('post', '/v1/customers', { token, body, headers: { 'Idempotency-Key': key } });

/** The stored part of a tenant's requests, as the database's owner sees it. */
const recordsOf = async (tenantId: string): Promise<readonly { fingerprint: Buffer }[]> => {
  const client = new Client({ connectionString: app.url() });
  await client.connect();
  const { rows } = await client.query<{ fingerprint: Buffer }>(
    'select fingerprint from idempotency_keys where tenant_id = $1',
    [uuidOf(parseId('ten', tenantId))],
  );
  await client.end();
  return rows;
};

describe('what a person proves by a password or a token', () => {
  const endpoints = () => allEndpoints(app.composition().useCases);
  const posts = () => endpoints().filter(({ method }) => method === 'post');
  const isSecret = ([name, schema]: [string, { format?: string } | boolean]) =>
    /password|token|secret/i.test(name) ||
    (typeof schema === 'object' && schema.format === 'password');
  const carriesSecret = ({ operationId, path, body }: Endpoint): boolean => {
    const { properties = {} } = body === undefined ? {} : z.toJSONSchema(body, { io: 'input' });
    return (
      path.startsWith('/v1/auth/') ||
      // Its answer signs in, as theirs do.
      operationId === 'foundTenant' ||
      Object.entries(properties as Record<string, { format?: string }>).some(isSecret)
    );
  };

  test('is claimed by no key, on any endpoint, and all others take one', () => {
    const [secret, others] = [
      posts().filter(carriesSecret),
      posts().filter((each) => !carriesSecret(each)),
    ];

    expect(secret.map(({ operationId }) => operationId)).toEqual(
      expect.arrayContaining(['signUp', 'logIn', 'acceptInvitation', 'changePassword']),
    );
    expect(secret.filter(takesIdempotencyKey)).toEqual([]);
    // A preview or a check writes nothing that could be written twice.
    const without = others.filter((each) => !takesIdempotencyKey(each));
    expect(without.filter(({ isPreview }) => isPreview !== true)).toEqual([]);
    expect(without.every(({ path }) => /\/(?:preview|check)$/.test(path))).toBe(true);
  });

  test('is asked again each time: nothing is replayed, and nothing is kept', async () => {
    const person = await signUp(app);
    const { email, refreshToken, tenantId } = person;
    const headers = { 'Idempotency-Key': newKey() };
    const entered = await app.send('post', '/v1/auth/login', { body: { email, password } });
    const token: string = entered.body.accessToken;
    const another = 'another password';
    const bodiesOf: Readonly<Record<string, readonly [object, number, number]>> = {
      login: [{ email, password }, 200, 200],
      refresh: [{ refreshToken }, 200, 200],
      'switch-tenant': [{ tenantId }, 200, 200],
      signup: [{ tenantName: 'T', name: 'N', email: newEmail(), password }, 201, 409],
      'accept-invitation': [{ token: 'bit_x', name: 'N', password }, 401, 401],
      password: [{ currentPassword: password, newPassword: another }, 204, 400],
      logout: [{ refreshToken: entered.body.refreshToken }, 204, 401],
    };

    for (const [name, [body, first, second]] of Object.entries(bodiesOf)) {
      const sending = { token, headers, body };
      const responses = [
        await app.send('post', `/v1/auth/${name}`, sending),
        await app.send('post', `/v1/auth/${name}`, sending),
      ];
      expect([name, ...responses.map(({ status }) => status)]).toEqual([name, first, second]);
      for (const response of responses) {
        expect(response.headers['idempotent-replayed']).toBeUndefined();
      }
    }
    expect(await recordsOf(tenantId)).toEqual([]);
  });
});

test('the fingerprint that is kept is under a key, so no row tells a body', async () => {
  const { token, userId, tenantId } = await signUp(app);
  const body = { name: 'Globex', email: newEmail() };
  await create(token, newKey(), body);

  const rows = await recordsOf(tenantId);

  const { email, name } = body;
  const ordered = JSON.stringify({ email, name });
  const request = `/v1/customers\n${ordered}`;
  const guesses = [request, `${userId}\n${request}`, JSON.stringify(body), ordered];
  const unkeyed = guesses.map((text) => createHash('sha256').update(text).digest('hex'));

  expect(rows).toHaveLength(1);
  expect(rows[0]?.fingerprint).toHaveLength(32);
  expect(unkeyed).not.toContain(rows[0]?.fingerprint.toString('hex'));
});
