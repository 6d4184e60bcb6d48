import type { Response } from 'supertest';
import { describe, expect, test } from 'vitest';
import { instantOf } from '#domain/shared/time.ts';
import { allEndpoints } from '#interfaces/http/endpoints.ts';
import { FixedClock } from '../../src/testing/fixed-clock.ts';
import type { AppUnderTest } from '../support/app.ts';
import { appUnderTest } from '../support/app.ts';
import type { Caller } from './world.ts';
import { newEmail, password, signUp } from './world.ts';

// A browser's session: the refresh token goes in and out by a cookie that no script can read.

const clock = new FixedClock(instantOf(Date.now()));
const app = appUnderTest('memory', { clock, corsOrigins: ['https://app.example.com'] });
const open = appUnderTest('memory', { allowPlainHttp: true });
const proxied = appUnderTest('memory', { trustProxy: true });

type Headers = Readonly<Record<string, string>>;

const inCookie: Headers = { 'Billing-Session': 'cookie', 'Sec-Fetch-Site': 'same-origin' };
const secureName = (tenantId: string): string => `__Host-Http-rt-${tenantId.slice(-26)}`;

interface SetCookie {
  readonly name: string;
  readonly value: string;
  readonly attributes: readonly string[];
}

const cookiesOf = ({ headers }: Response): readonly SetCookie[] =>
  ((headers['set-cookie'] ?? []) as unknown as readonly string[]).map((line) => {
    const [pair = '', ...attributes] = line.split('; ');
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/.exec(pair) ?? [];
    // Expires says for old browsers what Max-Age says.
    return { name, value, attributes: attributes.filter((each) => !each.startsWith('Expires=')) };
  });

const cookieOf = (response: Response): SetCookie => {
  const [cookie, ...others] = cookiesOf(response);
  if (cookie === undefined || others.length > 0) throw new Error('There is not one cookie.');
  return cookie;
};

const sent = ({ name, value }: SetCookie): string => `${name}=${value}`;

const newTenant = () => ({ tenantName: 'T', name: 'N', email: newEmail(), password });

/** Signs up in a browser: the tenant, its cookie and the access token. */
const signUpInBrowser = async (at: AppUnderTest = app, headers: Headers = inCookie) => {
  const given = newTenant();
  const response = await at.send('post', '/v1/auth/signup', { body: given, headers });
  expect([response.status, response.body.refreshToken]).toEqual([201, null]);
  const { tenant, accessToken } = response.body;
  const cookie = cookieOf(response);
  return { tenantId: tenant.id as string, token: accessToken as string, cookie, ...given };
};

const ask = (
  what: 'refresh' | 'logout',
  tenantId: string,
  cookies: readonly SetCookie[],
  headers: Headers = inCookie,
  at: AppUnderTest = app,
) =>
  at.send('post', `/v1/auth/${what}`, {
    body: { tenantId },
    headers: {
      ...headers,
      ...(cookies.length > 0 && { Cookie: ['theme=dark', ...cookies.map(sent)].join('; ') }),
    },
  });

/** Every way into a session, by whoever is an ADMIN somewhere already. */
const waysIn: Readonly<Record<string, (admin: Caller, headers: Headers) => Promise<Response>>> = {
  signup: (_, headers) => app.send('post', '/v1/auth/signup', { body: newTenant(), headers }),
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
  test('puts the refresh token into a cookie of its tenant, for as long as the session', async () => {
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
    const [one, two] = [await signUpInBrowser(), await signUpInBrowser()];

    const response = await ask('refresh', two.tenantId, [one.cookie, two.cookie]);

    expect([response.status, response.body.refreshToken]).toEqual([200, null]);
    const next = cookieOf(response);
    expect(next.name).toBe(secureName(two.tenantId));
    expect(next.value).not.toBe(two.cookie.value);
    const { accessToken: token } = response.body;
    expect((await app.send('get', '/v1/auth/me', { token })).body.tenant.id).toBe(two.tenantId);
    expect((await ask('refresh', one.tenantId, [one.cookie, next])).status).toBe(200);
  });

  test('gives two tabs that ask at once the same successor', async () => {
    const { tenantId, cookie } = await signUpInBrowser();

    const responses = await Promise.all([1, 2, 3].map(() => ask('refresh', tenantId, [cookie])));

    expect(new Set(responses.map((each) => cookieOf(each).value)).size).toBe(1);
  });

  test('keeps the cookie no longer than the session lives in any case', async () => {
    const begunAt = clock.now();
    const { tenantId, cookie } = await signUpInBrowser();
    let newest = cookie;
    for (let month = 0; month < 3; month += 1) {
      clock.advance(29 * 86_400_000);
      newest = cookieOf(await ask('refresh', tenantId, [newest]));
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
    const [one, two] = [await signUpInBrowser(), await signUpInBrowser()];

    const response = await ask('refresh', one.tenantId, cookies(two.cookie, one.cookie.name));

    expect([response.status, response.body.code]).toEqual([401, 'invalid_refresh_token']);
    expect((await ask('refresh', two.tenantId, [two.cookie])).status).toBe(200);
  });

  test('takes no refresh token in the body, and no tenant without the header', async () => {
    const { tenantId, cookie } = await signUpInBrowser();
    const withToken = { refreshToken: cookie.value };

    const mixed = await app.send('post', '/v1/auth/refresh', {
      body: withToken,
      headers: inCookie,
    });
    const silent = await ask('refresh', tenantId, [cookie], { 'Sec-Fetch-Site': 'same-origin' });

    const pointers = ({ body }: Response) =>
      body.errors.map(({ pointer }: { pointer: string }) => pointer).toSorted();
    expect([mixed.status, pointers(mixed)]).toEqual([400, ['/refreshToken', '/tenantId']]);
    expect([silent.status, pointers(silent)]).toEqual([400, ['/refreshToken', '/tenantId']]);
    expect(cookiesOf(silent)).toEqual([]);
  });
});

describe('signing out by cookie', () => {
  test('ends the session and takes the cookie away', async () => {
    const { tenantId, cookie } = await signUpInBrowser();

    const out = await ask('logout', tenantId, [cookie]);
    const again = await ask('logout', tenantId, [cookie]);

    const gone = { name: secureName(tenantId), value: '' };
    expect(out.status).toBe(204);
    expect(cookieOf(out)).toMatchObject(gone);
    expect(cookieOf(out).attributes.toSorted()).toEqual(
      ['HttpOnly', 'Max-Age=0', 'Path=/', 'SameSite=Strict', 'Secure'].toSorted(),
    );
    // A session that ended elsewhere leaves no cookie behind either.
    expect([again.status, cookieOf(again)]).toEqual([401, cookieOf(out)]);
    expect((await ask('refresh', tenantId, [cookie])).status).toBe(401);
  });
});

describe('a page of another site', () => {
  const host = { Host: 'localhost:3000' };
  const own = { Origin: 'http://localhost:3000' };
  const elsewhere = { Origin: 'http://evil.example' };

  test.each([
    ['says same-origin', { 'Sec-Fetch-Site': 'same-origin' }, 200],
    ['has our own Origin, where it says nothing', own, 200],
    ['is a sibling', { 'Sec-Fetch-Site': 'same-site', ...own }, 403],
    ['is somebody else’s', { 'Sec-Fetch-Site': 'cross-site', ...own }, 403],
    ['is nobody’s', { 'Sec-Fetch-Site': 'none', ...own }, 403],
    ['has another Origin', elsewhere, 403],
    ['has another port', { Origin: 'http://localhost:3001' }, 403],
    ['has another scheme', { Origin: 'https://localhost:3000' }, 403],
    ['hides its Origin', { Origin: 'null' }, 403],
    ['says nothing at all', {}, 403],
  ])('that %s gets %j answered with %d', async (_, headers, status) => {
    const { tenantId, cookie } = await signUpInBrowser();
    const asking = { 'Billing-Session': 'cookie', ...host, ...headers };

    const refreshed = await ask('refresh', tenantId, [cookie], asking);
    const newest = status === 200 ? cookieOf(refreshed) : cookie;
    const out = await ask('logout', tenantId, [newest], asking);

    const code = status === 403 ? 'cross_site' : undefined;
    expect([refreshed.status, refreshed.body.code]).toEqual([status, code]);
    expect([out.status, out.body.code]).toEqual([status === 403 ? 403 : 204, code]);
  });

  test('signs nobody in: only our own page, or no page, gets a cookie', async () => {
    const body = { email: (await signUp(app)).email, password };
    const logIn = async (headers: Headers) => {
      const asking = { 'Billing-Session': 'cookie', ...host, ...headers };
      const response = await app.send('post', '/v1/auth/login', { body, headers: asking });
      return [response.status, cookiesOf(response).length];
    };

    expect(await logIn({})).toEqual([200, 1]);
    expect(await logIn(own)).toEqual([200, 1]);
    expect(await logIn(elsewhere)).toEqual([403, 0]);
    expect(await logIn({ 'Sec-Fetch-Site': 'same-site' })).toEqual([403, 0]);
  });

  test('cannot send the header, nor a form, nor read what is answered', async () => {
    const { tenantId, cookie } = await signUpInBrowser();
    const origin = { Origin: 'https://app.example.com' };
    const preflight = await app.send('options', '/v1/auth/refresh', {
      headers: {
        ...origin,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'billing-session',
      },
    });
    const form = await app.send('post', '/v1/auth/refresh', {
      raw: JSON.stringify({ tenantId }),
      type: 'text/plain',
      headers: { ...inCookie, Cookie: sent(cookie) },
    });
    const refreshed = await ask('refresh', tenantId, [cookie], { ...inCookie, ...origin });

    expect(preflight.headers['access-control-allow-origin']).toBe(origin.Origin);
    expect(preflight.headers['access-control-allow-headers']).not.toMatch(/billing-session/i);
    expect(form.status).toBe(415);
    for (const { headers } of [preflight, form, refreshed]) {
      expect(headers).not.toHaveProperty('access-control-allow-credentials');
    }
  });
});

describe('over plain HTTP', () => {
  const from = (host: string) => ({ ...inCookie, Host: host });

  test.each(['localhost', 'localhost:3000', 'app.localhost:3000', '127.0.0.1:3000', '[::1]:3000'])(
    'browsers keep the cookie of %s',
    async (host) => {
      const { cookie, tenantId } = await signUpInBrowser(app, from(host));

      expect(cookie.name).toBe(secureName(tenantId));
      expect((await ask('refresh', tenantId, [cookie], from(host))).status).toBe(200);
    },
  );

  test.each([
    'billing.lan',
    '192.168.1.7:3000',
    '10.0.0.1',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '[::2]:3000',
  ])('no session goes in a cookie at %s', async (host) => {
    const { tenantId, cookie, email } = await signUpInBrowser();
    const headers = from(host);
    const refusals = [
      await app.send('post', '/v1/auth/signup', { body: newTenant(), headers }),
      await app.send('post', '/v1/auth/login', { body: { email, password }, headers }),
      await ask('refresh', tenantId, [cookie], headers),
      await ask('logout', tenantId, [cookie], headers),
    ];

    for (const { status, body, headers: answered } of refusals) {
      expect([status, body.code]).toEqual([400, 'insecure_transport']);
      expect(body.detail).toMatch(/HTTPS.*TRUST_PROXY/);
      expect(answered).not.toHaveProperty('set-cookie');
    }
    expect((await ask('refresh', tenantId, [cookie])).status).toBe(200);
  });

  test('it does where that was allowed, without what browsers would refuse', async () => {
    const headers = from('billing.lan');
    const { tenantId, cookie } = await signUpInBrowser(open, headers);

    expect(cookie.name).toBe(`rt-${tenantId.slice(-26)}`);
    expect(cookie.attributes).not.toContain('Secure');
    expect(cookie.attributes).toEqual(expect.arrayContaining(['HttpOnly', 'SameSite=Strict']));
    expect((await ask('refresh', tenantId, [cookie], headers, open)).status).toBe(200);
  });

  test('it does behind a proxy with TLS that we trust, and behind no other', async () => {
    const byTls = { Host: 'billing.example.com', 'X-Forwarded-Proto': 'https' };
    const headers = { ...inCookie, ...byTls };
    const { tenantId, cookie } = await signUpInBrowser(proxied, headers);
    // A browser that is too old to say where from names the page's origin all the same.
    const origin = { Origin: 'https://billing.example.com' };
    const old = { 'Billing-Session': 'cookie', ...byTls, ...origin };
    const untrusted = await app.send('post', '/v1/auth/signup', { body: newTenant(), headers });

    expect(cookie.name).toBe(secureName(tenantId));
    expect((await ask('refresh', tenantId, [cookie], old, proxied)).status).toBe(200);
    expect(untrusted.body.code).toBe('insecure_transport');
  });

  test('the name that a trusted proxy passes on is the host', async () => {
    const forwarded = {
      'Billing-Session': 'cookie',
      Host: '10.0.0.9:3000',
      'X-Forwarded-Proto': 'https',
      'X-Forwarded-Host': 'billing.example.com',
      Origin: 'https://billing.example.com',
    };

    const { cookie, tenantId } = await signUpInBrowser(proxied, forwarded);

    expect((await ask('refresh', tenantId, [cookie], forwarded, proxied)).status).toBe(200);
  });
});

test.each(['Cookie', 'yes', '', 'cookie, cookie'])(
  'Billing-Session: %j is refused, so that nobody believes to have a cookie',
  async (value) => {
    const headers = { ...inCookie, 'Billing-Session': value };

    const response = await app.send('post', '/v1/auth/signup', { body: newTenant(), headers });

    expect([response.status, response.body.code]).toEqual([400, 'malformed_request']);
    expect(cookiesOf(response)).toEqual([]);
  },
);

test('no other route looks at a cookie: it lets nobody in', async () => {
  const { tenantId, cookie } = await signUpInBrowser();
  const headers = { ...inCookie, Cookie: sent(cookie) };
  const guarded = allEndpoints(app.composition().useCases).filter((each) => each.permission);

  for (const { method, path } of guarded) {
    const response = await app.send(method, path.replaceAll(/\{\w+\}/g, tenantId), { headers });
    expect([method, path, response.status]).toEqual([method, path, 401]);
    expect(response.headers).not.toHaveProperty('set-cookie');
  }
  expect(guarded.length).toBeGreaterThan(50);
});
