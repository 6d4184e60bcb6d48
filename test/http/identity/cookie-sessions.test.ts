import type { Response } from 'supertest';
import { describe, expect, test } from 'vitest';
import { instantOf } from '#domain/shared/time.ts';
import { allEndpoints } from '#interfaces/http/endpoints.ts';
import { FixedClock } from '../../../src/testing/fixed-clock.ts';
import { appUnderTest } from '../../support/app.ts';
import type { Caller } from '../world.ts';
import { newEmail, password, signUp } from '../world.ts';
import type { Headers, SetCookie } from './browser-sessions.ts';
import {
  askByCookie,
  cookieOf,
  cookiesOf,
  inCookie,
  secureName,
  sent,
  signUpInBrowser,
  signup,
} from './browser-sessions.ts';

// A browser's session: the refresh token goes in and out by a cookie that no script can read.

const clock = new FixedClock(instantOf(Date.now()));
const app = appUnderTest('memory', { clock });

/** Every way into a session, by whoever is an ADMIN somewhere already. */
const waysIn: Readonly<Record<string, (admin: Caller, headers: Headers) => Promise<Response>>> = {
  signup: (_, headers) => app.send('post', '/v1/auth/signup', { body: signup(), headers }),
  login: ({ email }, headers) =>
    app.send('post', '/v1/auth/login', { body: { email, password }, headers }),
  'accept-invitation': async ({ token }, headers) => {
    const body = { email: newEmail(), role: 'USER' };
    const invited = await app.send('post', '/v1/users', { token, body });
    const accepted = { token: invited.body.token, name: 'N', password };
    return app.send('post', '/v1/auth/accept-invitation', { body: accepted, headers });
  },
  'switch-tenant': ({ token, tenantId }, headers) =>
    app.send('post', '/v1/auth/switch-tenant', { token, body: { tenantId }, headers }),
  'a tenant that is founded': ({ token }, headers) =>
    app.send('post', '/v1/tenants', { token, body: { name: 'Another' }, headers }),
};

describe.each(Object.entries(waysIn))('%s', (_, enter) => {
  test('puts the refresh token into a cookie of its tenant, as long as its session', async () => {
    const response = await enter(await signUp(app), inCookie);

    const { tenant, refreshToken } = response.body;
    const { name, value, attributes } = cookieOf(response);
    expect([response.status < 300, refreshToken]).toEqual([true, null]);
    expect(name).toBe(secureName(tenant.id));
    expect(value).toMatch(/^brt_[\w-]+$/);
    const thirtyDays = `Max-Age=${30 * 86_400}`;
    expect(attributes.toSorted()).toEqual(
      [thirtyDays, 'Path=/', 'HttpOnly', 'Secure', 'SameSite=Strict'].toSorted(),
    );
  });

  test('answers the refresh token, and sets no cookie, where nobody asks for one', async () => {
    const response = await enter(await signUp(app), { 'Sec-Fetch-Site': 'same-origin' });

    expect(response.body.refreshToken).toMatch(/^brt_/);
    expect(cookiesOf(response)).toEqual([]);
  });
});

describe('refreshing by cookie', () => {
  test('trades the token of the tenant that is named, and leaves other tenants alone', async () => {
    const [one, two] = [await signUpInBrowser(app), await signUpInBrowser(app)];

    const response = await askByCookie(app, 'refresh', two.tenantId, [one.cookie, two.cookie]);

    expect([response.status, response.body.refreshToken]).toEqual([200, null]);
    const next = cookieOf(response);
    expect(next.name).toBe(secureName(two.tenantId));
    expect(next.value).not.toBe(two.cookie.value);
    const { accessToken: token } = response.body;
    expect((await app.send('get', '/v1/auth/me', { token })).body.tenant.id).toBe(two.tenantId);
    expect((await askByCookie(app, 'refresh', one.tenantId, [one.cookie, next])).status).toBe(200);
  });

  test('gives two tabs that ask at once the same successor', async () => {
    const { tenantId, cookie } = await signUpInBrowser(app);

    const responses = await Promise.all(
      [1, 2, 3].map(() => askByCookie(app, 'refresh', tenantId, [cookie])),
    );

    expect(new Set(responses.map((each) => cookieOf(each).value)).size).toBe(1);
  });

  test('keeps the cookie no longer than the session lives in any case', async () => {
    const begunAt = clock.now();
    const { tenantId, cookie } = await signUpInBrowser(app);
    let newest = cookie;
    for (let month = 0; month < 3; month += 1) {
      clock.advance(29 * 86_400_000);
      newest = cookieOf(await askByCookie(app, 'refresh', tenantId, [newest]));
    }

    clock.advance(begunAt - clock.now());
    expect(newest.attributes).toContain(`Max-Age=${3 * 86_400}`);
  });

  test.each([
    ['no cookie', () => []],
    ['the cookie of another tenant', (other: SetCookie) => [other]],
    [
      'the token of another tenant under its name',
      (other: SetCookie, name: string) => [{ ...other, name }],
    ],
    [
      'no token of ours in the cookie',
      (other: SetCookie, name: string) => [{ ...other, name, value: 'brt_nonsense' }],
    ],
  ])('is refused with %s', async (_, cookies) => {
    const [one, two] = [await signUpInBrowser(app), await signUpInBrowser(app)];

    const response = await askByCookie(
      app,
      'refresh',
      one.tenantId,
      cookies(two.cookie, one.cookie.name),
    );

    expect([response.status, response.body.code]).toEqual([401, 'invalid_refresh_token']);
    expect((await askByCookie(app, 'refresh', two.tenantId, [two.cookie])).status).toBe(200);
  });

  test('takes no refresh token in the body, and no tenant without the header', async () => {
    const { tenantId, cookie } = await signUpInBrowser(app);
    const withToken = { refreshToken: cookie.value };

    const mixed = await app.send('post', '/v1/auth/refresh', {
      body: withToken,
      headers: inCookie,
    });
    const silent = await askByCookie(app, 'refresh', tenantId, [cookie], {
      'Sec-Fetch-Site': 'same-origin',
    });

    const pointers = ({ body }: Response) =>
      body.errors.map(({ pointer }: { pointer: string }) => pointer).toSorted();
    expect([mixed.status, pointers(mixed)]).toEqual([400, ['/refreshToken', '/tenantId']]);
    expect([silent.status, pointers(silent)]).toEqual([400, ['/refreshToken', '/tenantId']]);
    expect(cookiesOf(silent)).toEqual([]);
  });
});

describe('signing out by cookie', () => {
  test('ends the session and takes the cookie away', async () => {
    const { tenantId, cookie } = await signUpInBrowser(app);

    const out = await askByCookie(app, 'logout', tenantId, [cookie]);
    const again = await askByCookie(app, 'logout', tenantId, [cookie]);

    const gone = { name: secureName(tenantId), value: '' };
    expect(out.status).toBe(204);
    expect(cookieOf(out)).toMatchObject(gone);
    expect(cookieOf(out).attributes.toSorted()).toEqual(
      ['HttpOnly', 'Max-Age=0', 'Path=/', 'SameSite=Strict', 'Secure'].toSorted(),
    );
    // A session that ended elsewhere leaves no cookie behind either.
    expect([again.status, cookieOf(again)]).toEqual([401, cookieOf(out)]);
    expect((await askByCookie(app, 'refresh', tenantId, [cookie])).status).toBe(401);
  });
});

test.each(['Cookie', 'yes', '', 'cookie, cookie'])(
  'Billing-Session: %j is refused, so that nobody believes to have a cookie',
  async (value) => {
    const headers = { ...inCookie, 'Billing-Session': value };

    const response = await app.send('post', '/v1/auth/signup', { body: signup(), headers });

    expect([response.status, response.body.code]).toEqual([400, 'malformed_request']);
    expect(cookiesOf(response)).toEqual([]);
  },
);

test('no other route looks at a cookie: it lets nobody in', async () => {
  const { tenantId, cookie } = await signUpInBrowser(app);
  const headers = { ...inCookie, Cookie: sent(cookie) };
  const guarded = allEndpoints(app.composition().useCases).filter((each) => each.permission);

  for (const { method, path } of guarded) {
    const response = await app.send(method, path.replaceAll(/\{\w+\}/g, tenantId), { headers });
    expect([method, path, response.status]).toEqual([method, path, 401]);
    expect(response.headers).not.toHaveProperty('set-cookie');
  }
  expect(guarded.length).toBeGreaterThan(50);
});
