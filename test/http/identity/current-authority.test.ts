import { beforeAll, describe, expect, test } from 'vitest';
import type { RequestContext } from '#application/shared/context.ts';
import { sensitivePermissions } from '#domain/shared/permissions.ts';
import { dayMilliseconds, instantOf } from '#domain/shared/time.ts';
import { compose } from '#infrastructure/composition/compose.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { allEndpoints } from '#interfaces/http/endpoints.ts';
import { FixedClock } from '../../../src/testing/fixed-clock.ts';
import { appUnderTest } from '../../support/app.ts';
import { bodies, pathOf } from '../requests.ts';
import type { Belongings, Caller } from '../world.ts';
import { addMember, furnish, newEmail, password, signUp } from '../world.ts';

// An access token lives for minutes after its session, its role or its person has gone. Every
// sensitive write is tried with one: those of the permissions that lead to more rights.

const clock = new FixedClock(instantOf(Date.now()));
const app = appUnderTest('postgres', { clock });
const { useCases, close } = await compose({ storage: 'memory' });
const endpoints = allEndpoints(useCases);
await close();

const sensitive = endpoints.filter(
  ({ method, permission }) =>
    method !== 'get' && permission !== null && sensitivePermissions.has(permission),
);
const named = (list: readonly Endpoint[]) => list.map((each) => [each.operationId, each] as const);

let admin: Caller;
let own: Belongings;
beforeAll(async () => {
  admin = await signUp(app);
  own = await furnish(app, admin);
});

const attempt = (each: Endpoint, caller: Caller) =>
  app.send(each.method, pathOf(each, own), {
    token: caller.token,
    headers: { 'If-Match': '"1"' },
    ...(each.body && { body: bodies[each.operationId]?.(own, caller) }),
  });

const signIn = async ({ email }: Caller, given = password) => {
  const body = { email, password: given, tenantId: admin.tenantId };
  return (await app.send('post', '/v1/auth/login', { body })).body.accessToken as string;
};

/** Calls that take a right away from an ADMIN while their access token lives on. */
const losses: Readonly<Record<string, (victim: Caller) => Promise<{ readonly status: number }>>> = {
  'has signed out': ({ refreshToken }) =>
    app.send('post', '/v1/auth/logout', { body: { refreshToken } }),
  'has ended the session elsewhere': async (victim) => {
    const token = await signIn(victim);
    const { body } = await app.send('get', '/v1/auth/sessions', { token });
    const old = body.data.find(({ isCurrent }: { isCurrent: boolean }) => !isCurrent);
    return app.send('delete', `/v1/auth/sessions/${old.id}`, { token });
  },
  'has changed the password elsewhere': async (victim) => {
    const token = await signIn(victim);
    const body = { currentPassword: password, newPassword: 'another password' };
    return app.send('post', '/v1/auth/password', { token, body });
  },
  'was removed': ({ userId }) =>
    app.send('delete', `/v1/users/${userId}`, {
      token: admin.token,
      headers: { 'If-Match': '"1"' },
    }),
  'was demoted': ({ userId }) =>
    app.send('patch', `/v1/users/${userId}`, {
      token: admin.token,
      headers: { 'If-Match': '"1"' },
      body: { role: 'USER' },
    }),
};
const codes: Readonly<Record<string, readonly [number, string]>> = {
  'was removed': [401, 'membership_ended'],
  'was demoted': [403, 'permission_denied'],
};

test('what is sensitive is there to be tried', () => {
  const names = sensitive.map(({ operationId }) => operationId);

  expect(names).toEqual(
    expect.arrayContaining([
      'changePassword',
      'switchTenant',
      'endSession',
      'updateTenant',
      'inviteUser',
      'updateUser',
      'removeUser',
      'withdrawInvitation',
      'createApiKey',
      'rotateApiKey',
      'revokeApiKey',
      'createWebhookEndpoint',
      'updateWebhookEndpoint',
      'deleteWebhookEndpoint',
      'rotateWebhookSecret',
      'replayWebhookEvents',
      'testWebhookEndpoint',
      'resendWebhookDelivery',
    ]),
  );
});

describe.each(Object.entries(losses))('an ADMIN who %s', (how, lose) => {
  let victim: Caller;
  beforeAll(async () => {
    victim = await addMember(app, admin, 'ADMIN');
    const { status } = await lose(victim);
    if (status >= 300) throw new Error(`${how}: ${status}`);
  });
  // Their own account stays theirs in any role.
  const closed = sensitive.filter(
    ({ permission }) => how !== 'was demoted' || permission !== 'account:manage',
  );

  test.each(named(closed))('is refused %s at once', async (_, each) => {
    const response = await attempt(each, victim);

    expect([response.status, response.body.code]).toEqual(codes[how] ?? [401, 'session_ended']);
  });

  test('reads and writes what is ordinary until the token is over', async () => {
    const { token } = victim;
    const body = { name: 'Globex', email: newEmail() };

    const responses = [
      await app.send('get', '/v1/customers', { token }),
      await app.send('post', '/v1/customers', { token, body }),
    ];

    expect(responses.map(({ status }) => status)).toEqual([200, 201]);
  });
});

test('what somebody did before is not told again once they have lost the right', async () => {
  const victim = await addMember(app, admin, 'ADMIN');
  const sending = {
    token: victim.token,
    headers: { 'Idempotency-Key': 'once' },
    body: { name: 'CI', permissions: ['customers:read'] },
  };
  const first = await app.send('post', '/v1/api-keys', sending);
  const again = await app.send('post', '/v1/api-keys', sending);
  await losses['has signed out']?.(victim);

  const later = await app.send('post', '/v1/api-keys', sending);

  expect([first.status, again.text]).toEqual([201, first.text]);
  expect([later.status, later.body.code]).toEqual([401, 'session_ended']);
});

describe('an API key that has come in, and', () => {
  const enter = async (): Promise<readonly [string, RequestContext]> => {
    const permissions = [...sensitivePermissions].filter((each) => each !== 'account:manage');
    const expiresAt = new Date(clock.now() + dayMilliseconds).toISOString();
    const { body } = await app.send('post', '/v1/api-keys', {
      token: admin.token,
      body: { name: 'CI', permissions, expiresAt },
    });
    const { authenticateApiKey } = app.composition().operations.apiKeyAuthentication;
    const context = await authenticateApiKey.execute({ requestId: 'key' }, { token: body.token });
    return [body.apiKey.id as string, context];
  };
  const attempts = async (context: RequestContext) => {
    const { tenant, users, apiKeys, webhookEndpoints } = app.composition().useCases;
    const endpoint = { url: 'https://evil.example.com/', eventTypes: ['*'] };
    const settled = await Promise.allSettled([
      tenant.update.execute(context, { version: 1, changes: { name: 'Mine' } }),
      users.invite.execute(context, { email: newEmail(), role: 'USER' }),
      apiKeys.create.execute(context, { name: 'For ever', permissions: ['keys:write'] }),
      webhookEndpoints.create.execute(context, endpoint),
    ]);
    return settled.map((each) =>
      each.status === 'rejected' ? (each.reason as { code: string }).code : 'done',
    );
  };

  test('is revoked then, writes nothing sensitive any more', async () => {
    const [id, context] = await enter();
    await app.send('delete', `/v1/api-keys/${id}`, { token: admin.token });

    expect(await attempts(context)).toEqual(Array(4).fill('invalid_api_key'));
  });

  test('expires then, neither', async () => {
    const [, context] = await enter();
    clock.advance(dayMilliseconds);

    expect(await attempts(context)).toEqual(Array(4).fill('invalid_api_key'));
    clock.advance(-dayMilliseconds);
  });
});
