import { describe, expect, test } from 'vitest';
import { dayMilliseconds, instantOf } from '#domain/shared/time.ts';
import { FixedClock } from '../../../src/testing/fixed-clock.ts';
import { appUnderTest } from '../../support/app.ts';
import { addMember, newEmail, signUp } from '../world.ts';

const clock = new FixedClock(instantOf(Date.now()));
const app = appUnderTest('postgres', { clock });

const makeKey = async (token: string, given: object = {}) => {
  const body = { name: 'CI', permissions: ['customers:read', 'customers:write'], ...given };
  const response = await app.send('post', '/v1/api-keys', { token, body });
  expect(response.status).toBe(201);
  return response.body as { apiKey: { id: string; expiresAt: string | null }; token: string };
};
const customers = (token: string) => app.send('get', '/v1/customers', { token });

describe('an API key', () => {
  test('is told once, and does what it may, under its own name', async () => {
    const admin = await signUp(app);
    const { apiKey, token } = await makeKey(admin.token);

    const body = { name: 'By machine', email: newEmail() };
    const made = await app.send('post', '/v1/customers', { token, body });

    expect(token).toMatch(/^bk_[0-9a-z]{52}_[\w-]{43}$/);
    expect(made.status).toBe(201);
    const query = `?resourceId=${made.body.id}`;
    const { body: audit } = await app.send('get', `/v1/audit-entries${query}`, {
      token: admin.token,
    });
    expect(audit.data[0].actor).toEqual({ kind: 'apiKey', apiKeyId: apiKey.id });
    const shown = await app.send('get', `/v1/api-keys/${apiKey.id}`, { token: admin.token });
    expect(JSON.stringify(shown.body)).not.toContain(token.slice(-43));
  });

  test('is refused what it may not do, and what is only a person’s', async () => {
    const { token } = await makeKey((await signUp(app)).token);

    const responses = [
      await app.send('get', '/v1/products', { token }),
      await app.send('get', '/v1/api-keys', { token }),
      await app.send('get', '/v1/auth/me', { token }),
    ];

    expect(responses.map(({ status, body }) => [status, body.code])).toEqual(
      Array.from({ length: 3 }, () => [403, 'permission_denied']),
    );
  });

  test('cannot do more than its maker, whoever that is', async () => {
    const admin = await signUp(app);
    const maker = await makeKey(admin.token, { permissions: ['keys:write', 'keys:read'] });

    const body = { name: 'More', permissions: ['catalog:write'] };
    const more = await app.send('post', '/v1/api-keys', { token: maker.token, body });
    const account = await app.send('post', '/v1/api-keys', {
      token: admin.token,
      body: { name: 'Account', permissions: ['account:manage'] },
    });
    const user = await addMember(app, admin, 'USER');
    const byUser = await app.send('post', '/v1/api-keys', { token: user.token, body });

    expect([more.status, more.body.code]).toEqual([403, 'key_exceeds_caller']);
    expect(account.body.errors[0]).toMatchObject({
      pointer: '/permissions/0',
      code: 'invalid_permission',
    });
    expect(byUser.status).toBe(403);
  });

  test('is over at its end, and at once when it is revoked', async () => {
    const { token } = await signUp(app);
    const expiresAt = new Date(clock.now() + dayMilliseconds).toISOString();
    const [limited, revoked] = [await makeKey(token, { expiresAt }), await makeKey(token)];

    const path = `/v1/api-keys/${revoked.apiKey.id}`;
    expect((await app.send('delete', path, { token })).status).toBe(204);
    const before = await customers(limited.token);
    clock.advance(dayMilliseconds);
    const responses = [await customers(limited.token), await customers(revoked.token)];
    clock.advance(-dayMilliseconds);

    expect(before.status).toBe(200);
    expect(responses.map(({ status, body }) => [status, body.code])).toEqual(
      Array.from({ length: 2 }, () => [401, 'invalid_api_key']),
    );
    expect(responses[0]?.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
  });

  test('rotates: both work for a while, then only the new one', async () => {
    const { token } = await signUp(app);
    const old = await makeKey(token);

    const rotated = await app.send('post', `/v1/api-keys/${old.apiKey.id}/rotate`, {
      token,
      body: { overlapSeconds: 3600 },
    });
    const during = [await customers(old.token), await customers(rotated.body.token)];
    clock.advance(3600_000);
    const afterwards = [await customers(old.token), await customers(rotated.body.token)];
    clock.advance(-3600_000);

    expect(rotated.status).toBe(201);
    expect(rotated.body.apiKey.expiresAt).toBeNull();
    expect(during.map(({ status }) => status)).toEqual([200, 200]);
    expect(afterwards.map(({ status }) => status)).toEqual([401, 200]);
  });

  test('that was to end ends then, rotated or not', async () => {
    const { token } = await signUp(app);
    const expiresAt = new Date(clock.now() + dayMilliseconds).toISOString();
    const { apiKey } = await makeKey(token, { expiresAt });

    const path = `/v1/api-keys/${apiKey.id}/rotate`;
    const rotated = await app.send('post', path, { token, body: {} });

    expect(rotated.body.apiKey.expiresAt).toBe(expiresAt);
  });

  test('knows its last use, to the minute', async () => {
    const admin = await signUp(app);
    const { apiKey, token } = await makeKey(admin.token);
    const lastUse = async () => {
      const path = `/v1/api-keys/${apiKey.id}`;
      const { body } = await app.send('get', path, { token: admin.token });
      return body.lastUsedAt as string | null;
    };

    const never = await lastUse();
    await customers(token);
    const first = await lastUse();
    clock.advance(30_000);
    await customers(token);
    const soon = await lastUse();
    clock.advance(30_000);
    await customers(token);

    expect(never).toBeNull();
    expect(soon).toBe(first);
    expect(Date.parse((await lastUse()) ?? '') - Date.parse(first ?? '')).toBe(60_000);
  });

  test.each([
    ['with a wrong secret', (token: string) => `${token.slice(0, -43)}${'A'.repeat(43)}`],
    ['of nobody', () => `bk_${'0'.repeat(52)}_${'A'.repeat(43)}`],
    ['that is none', () => 'bk_nonsense'],
    ['cut short', (token: string) => token.slice(0, -1)],
  ])('%s is refused', async (_, forge) => {
    const { token } = await makeKey((await signUp(app)).token);

    const response = await customers(forge(token));

    expect([response.status, response.body.code]).toEqual([401, 'invalid_api_key']);
  });

  test('with another tenant in it is nobody there', async () => {
    const [one, two] = [await signUp(app), await signUp(app)];
    const { token } = await makeKey(one.token);

    const moved = `bk_${two.tenantId.slice(4)}${token.slice(29)}`;

    expect((await customers(moved)).status).toBe(401);
  });

  test('expires in the future, and overlaps for a week at most', async () => {
    const { token } = await signUp(app);
    const { apiKey } = await makeKey(token);

    const past = await app.send('post', '/v1/api-keys', {
      token,
      body: { name: 'Past', permissions: ['audit:read'], expiresAt: '2020-01-01T00:00:00Z' },
    });
    const long = await app.send('post', `/v1/api-keys/${apiKey.id}/rotate`, {
      token,
      body: { overlapSeconds: 604_801 },
    });

    expect([past.status, past.body.errors[0].pointer]).toEqual([400, '/expiresAt']);
    expect([long.status, long.body.errors[0].pointer]).toEqual([400, '/overlapSeconds']);
  });
});
