import { createPrivateKey, sign } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { instantOf } from '#domain/shared/time.ts';
import { newSigningKeyPem, readSigningKey } from '#infrastructure/security/signing-key.ts';
import { startWorker } from '#interfaces/worker/worker.ts';
import { FixedClock } from '../../../src/testing/fixed-clock.ts';
import { appUnderTest } from '../../support/app.ts';
import { until } from '../../support/until.ts';
import type { Caller } from '../world.ts';
import { addMember, newEmail, password, signUp } from '../world.ts';

// A tenant is live or test for good, and a test tenant goes by a clock of its own.

const pem = newSigningKeyPem();
// Whoever verifies tokens goes by the clock of the machine.
const realNow = instantOf(Date.now());
const start = '2024-01-31T00:00:00.000Z';

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const payloadOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as object;

/** An access token as earlier releases gave it out: it does not say what the tenant is. */
const earlier = (token: string): string => {
  const header = { alg: 'ES256', typ: 'at+jwt', kid: readSigningKey(pem).id };
  const content = `${encoded(header)}.${encoded({ ...payloadOf(token), mode: undefined })}`;
  const options = { key: createPrivateKey(pem), dsaEncoding: 'ieee-p1363' } as const;
  return `${content}.${sign('sha256', Buffer.from(content), options).toString('base64url')}`;
};

describe.each(['memory', 'postgres'] as const)('test tenants, on %s', (storage) => {
  const clock = new FixedClock(realNow);
  const app = appUnderTest(storage, { tokens: { privateKeyPem: pem }, clock });
  let live: Caller;

  beforeAll(async () => {
    live = await signUp(app);
  });

  const signUpAs = (given: object) => {
    const body = { tenantName: 'Trial', name: 'Ada', email: newEmail(), password, ...given };
    return app.send('post', '/v1/auth/signup', { body });
  };
  const tester = async (clockStartsAt = start): Promise<Caller> => {
    const { body } = await signUpAs({ mode: 'test', clockStartsAt });
    return {
      token: body.accessToken,
      refreshToken: body.refreshToken,
      tenantId: body.tenant.id,
      userId: body.user.id,
      email: body.user.email,
    };
  };
  const clockOf = ({ token }: Caller) => app.send('get', '/v1/test-clock', { token });
  const advance = ({ token }: Caller, to: string, headers: Record<string, string> = {}) =>
    app.send('post', '/v1/test-clock/advance', { token, headers, body: { to } });
  const createCustomer = (token: string) =>
    app.send('post', '/v1/customers', { token, body: { name: 'Globex', email: newEmail() } });

  test('a tenant is live where nothing is said, and its token says so', async () => {
    const { body } = await app.send('get', '/v1/tenant', { token: live.token });

    expect(body.mode).toBe('live');
    expect(payloadOf(live.token)).toMatchObject({ mode: 'live' });
  });

  test('a test tenant says what it is everywhere, in each of its tokens', async () => {
    const admin = await tester();

    const { token, refreshToken, email } = admin;
    const refreshed = await app.send('post', '/v1/auth/refresh', { body: { refreshToken } });
    const signedIn = await app.send('post', '/v1/auth/login', { body: { email, password } });
    const member = await addMember(app, admin, 'USER');
    const tokens = [token, refreshed.body.accessToken, signedIn.body.accessToken, member.token];
    expect(tokens.map((each) => payloadOf(each))).toEqual(
      tokens.map(() => expect.objectContaining({ mode: 'test' }) as object),
    );
    expect(signedIn.body.tenant.mode).toBe('test');
    const shown = await app.send('get', '/v1/tenant', { token });
    const me = await app.send('get', '/v1/whoami', { token });
    expect([shown.body.mode, me.body.tenant.mode]).toEqual(['test', 'test']);
  });

  test('another test tenant is created by who is signed in, and switched to', async () => {
    const { token } = live;
    const made = await app.send('post', '/v1/tenants', {
      token,
      body: { name: 'Sandbox', mode: 'test', clockStartsAt: start },
    });

    expect([made.status, made.body.tenant.mode]).toEqual([201, 'test']);
    const { id: tenantId } = made.body.tenant;
    const there = await app.send('post', '/v1/auth/switch-tenant', { token, body: { tenantId } });
    const back = { tenantId: live.tenantId };
    const again = await app.send('post', '/v1/auth/switch-tenant', {
      token: there.body.accessToken,
      body: back,
    });
    expect(payloadOf(there.body.accessToken)).toMatchObject({ tid: tenantId, mode: 'test' });
    expect(payloadOf(again.body.accessToken)).toMatchObject({ tid: live.tenantId, mode: 'live' });
    const customer = await createCustomer(again.body.accessToken);
    expect(customer.body.createdAt).toBe(new Date(realNow).toISOString());
  });

  test.each([
    [{ mode: 'demo' }, '/mode'],
    [{ mode: null }, '/mode'],
    [{ clockStartsAt: start }, '/clockStartsAt'],
    [{ mode: 'live', clockStartsAt: start }, '/clockStartsAt'],
    [{ mode: 'test', clockStartsAt: '2024-01-31' }, '/clockStartsAt'],
    [{ mode: 'test', clockStartsAt: '1969-12-31T23:59:59Z' }, '/clockStartsAt'],
    [{ mode: 'test', clockStartsAt: '2200-01-01T00:00:00Z' }, '/clockStartsAt'],
  ])('a tenant cannot be signed up as %j', async (given, pointer) => {
    const refused = await signUpAs(given);

    expect(refused.status).toBe(400);
    expect(refused.body.errors).toMatchObject([{ pointer }]);
    const body = { name: 'Sandbox', ...given };
    const again = await app.send('post', '/v1/tenants', { token: live.token, body });
    expect([again.status, again.body.errors[0].pointer]).toEqual([400, pointer]);
  });

  test('a mode never changes', async () => {
    const { token } = await tester();
    const headers = { 'If-Match': '"1"' };

    const change = await app.send('patch', '/v1/tenant', {
      token,
      headers,
      body: { mode: 'live' },
    });
    const rename = await app.send('patch', '/v1/tenant', { token, headers, body: { name: 'New' } });

    expect(change.body.errors).toMatchObject([{ pointer: '/mode', code: 'unknown_field' }]);
    expect(rename.body).toMatchObject({ name: 'New', mode: 'test', version: 2 });
  });

  test('the clock is shown to every member, and stands where it was started', async () => {
    const admin = await tester();
    const member = await addMember(app, admin, 'USER');

    const seen = [await clockOf(admin), await clockOf(member)];

    const rest = { status: 'ready', target: null, progress: null, report: null };
    expect(seen.map(({ status, body }) => [status, body])).toEqual([
      [200, { now: start, ...rest }],
      [200, { now: start, ...rest }],
    ]);
    const { body } = await signUpAs({ mode: 'test' });
    const now = await app.send('get', '/v1/test-clock', { token: body.accessToken });
    expect(now.body.now).toBe(new Date(realNow).toISOString());
  });

  test('the clock is sent on by an ADMIN, and stands there', async () => {
    const admin = await tester();
    const member = await addMember(app, admin, 'USER');
    const to = '2024-03-01T00:00:00.000Z';

    const refused = await advance(member, to);
    const done = await advance(admin, to);

    expect(refused.status).toBe(403);
    expect(done.status).toBe(200);
    expect(done.body).toEqual({
      now: to,
      status: 'ready',
      target: to,
      progress: { done: 30, total: 30 },
      report: { invoices: 0 },
    });
    expect((await clockOf(admin)).body).toEqual(done.body);
  });

  test.each([
    ['2024-01-31T00:00:00Z', 'clock_goes_forward'],
    ['2020-01-01T00:00:00Z', 'clock_goes_forward'],
    ['2034-02-08T00:00:00Z', 'clock_advance_too_far'],
    ['tomorrow', 'invalid_instant'],
  ])('the clock does not go to %s: %s', async (to, code) => {
    const refused = await advance(await tester(), to);

    expect(refused.status).toBe(400);
    expect(refused.body.errors).toMatchObject([{ pointer: '/to', code }]);
  });

  test('a live tenant has no clock', async () => {
    const responses = [await clockOf(live), await advance(live, '2027-01-01T00:00:00Z')];

    expect(responses.map(({ status, body }) => [status, body.code])).toEqual([
      [409, 'not_a_test_tenant'],
      [409, 'not_a_test_tenant'],
    ]);
  });

  test('what is done in a test tenant is done at the time of its clock', async () => {
    const admin = await tester();
    const { token } = admin;
    await advance(admin, '2024-06-01T12:00:00Z');

    const { body: customer } = await createCustomer(token);

    expect(customer.createdAt).toBe('2024-06-01T12:00:00.000Z');
    const path = `/v1/audit-entries?resourceId=${customer.id}`;
    const { body } = await app.send('get', path, { token });
    expect(body.data).toMatchObject([
      { createdAt: new Date(realNow).toISOString(), occurredAt: '2024-06-01T12:00:00.000Z' },
    ]);
    const chain = await app.send('get', '/v1/audit-entries/verification', { token });
    expect(chain.body.isIntact).toBe(true);
  });

  test('a list by time goes by that time, newest first as it was made', async () => {
    const admin = await tester();
    const { token } = admin;
    const early = await createCustomer(token);
    await advance(admin, '2024-06-01T00:00:00Z');
    const late = await createCustomer(token);

    const listed = async (query: string) => {
      const { body } = await app.send('get', `/v1/customers?${query}`, { token });
      return (body.data as { id: string }[]).map(({ id }) => id);
    };

    expect(await listed('limit=10')).toEqual([late.body.id, early.body.id]);
    expect(await listed('createdAt[gte]=2024-05-01T00:00:00Z')).toEqual([late.body.id]);
    expect(await listed('createdAt[lt]=2024-05-01T00:00:00Z')).toEqual([early.body.id]);
    expect(await listed('createdAt[lte]=2024-06-01T00:00:00Z&search=glob')).toHaveLength(2);
    expect(await listed('createdAt[gt]=2024-06-01T00:00:00Z&search=glob')).toEqual([]);
    expect(await listed('createdAt[gte]=2026-01-01T00:00:00Z')).toEqual([]);
  });

  test('a key of a test tenant goes by its clock', async () => {
    const admin = await tester();
    const permissions = ['customers:write', 'customers:read', 'tenant:read', 'tenant:write'];
    const body = { name: 'CI', permissions };
    const made = await app.send('post', '/v1/api-keys', { token: admin.token, body });

    const customer = await createCustomer(made.body.token);

    expect(customer.body.createdAt).toBe(start);
    // The key itself is of real time.
    expect(made.body.apiKey.createdAt).toBe(new Date(realNow).toISOString());
    const sent = await advance({ ...admin, token: made.body.token }, '2024-02-01T00:00:00Z');
    expect(sent.status).toBe(200);
  });

  test('a token that does not say what the tenant is goes by what it is', async () => {
    const admin = await tester();

    const [there, here] = [
      await createCustomer(earlier(admin.token)),
      await createCustomer(earlier(live.token)),
    ];

    expect([there.body.createdAt, here.body.createdAt]).toEqual([
      start,
      new Date(realNow).toISOString(),
    ]);
  });

  test('whoever repeats an advance has the same answer, and a worker does it', async () => {
    const admin = await tester();
    const key = { 'Idempotency-Key': 'advance-1' };
    const to = '2024-12-31T00:00:00Z';

    const first = await advance(admin, to, key);
    const meanwhile = await advance(admin, '2025-12-31T00:00:00Z');
    const second = await advance(admin, to, key);

    expect([first.status, first.body.status]).toEqual([202, 'advancing']);
    expect(first.body.progress).toEqual({ done: 0, total: 335 });
    expect([second.status, second.body]).toEqual([202, first.body]);
    expect(second.headers['idempotent-replayed']).toBe('true');
    expect([meanwhile.status, meanwhile.body.code]).toEqual([409, 'test_clock_advancing']);
    const silent = { info: () => undefined, error: () => undefined };
    const worker = await startWorker(app.composition().operations, silent);
    await until(async () => (await clockOf(admin)).body.status === 'ready');
    await worker.stop();
    expect((await clockOf(admin)).body).toMatchObject({ now: '2024-12-31T00:00:00.000Z' });
    expect((await advance(admin, to, key)).body).toEqual(first.body);
  });
});
