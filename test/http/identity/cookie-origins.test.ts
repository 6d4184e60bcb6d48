import { describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import { password, signUp } from '../world.ts';
import type { Headers } from './browser-sessions.ts';
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

// From where, and over what, a session in a cookie is had.

const app = appUnderTest('memory', { corsOrigins: ['https://app.example.com'] });
const open = appUnderTest('memory', { allowPlainHttp: true });
const proxied = appUnderTest('memory', { trustProxy: true });

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
    const { tenantId, cookie } = await signUpInBrowser(app);
    const asking = { 'Billing-Session': 'cookie', ...host, ...headers };

    const refreshed = await askByCookie(app, 'refresh', tenantId, [cookie], asking);
    const newest = status === 200 ? cookieOf(refreshed) : cookie;
    const out = await askByCookie(app, 'logout', tenantId, [newest], asking);

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
    const { tenantId, cookie } = await signUpInBrowser(app);
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
    const refreshed = await askByCookie(app, 'refresh', tenantId, [cookie], {
      ...inCookie,
      ...origin,
    });

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
      expect((await askByCookie(app, 'refresh', tenantId, [cookie], from(host))).status).toBe(200);
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
    const { tenantId, cookie, email } = await signUpInBrowser(app);
    const headers = from(host);
    const refusals = [
      await app.send('post', '/v1/auth/signup', { body: signup(), headers }),
      await app.send('post', '/v1/auth/login', { body: { email, password }, headers }),
      await askByCookie(app, 'refresh', tenantId, [cookie], headers),
      await askByCookie(app, 'logout', tenantId, [cookie], headers),
    ];

    for (const { status, body, headers: answered } of refusals) {
      expect([status, body.code]).toEqual([400, 'insecure_transport']);
      expect(body.detail).toMatch(/HTTPS.*TRUST_PROXY/);
      expect(answered).not.toHaveProperty('set-cookie');
    }
    expect((await askByCookie(app, 'refresh', tenantId, [cookie])).status).toBe(200);
  });

  test('it does where that was allowed, without what browsers would refuse', async () => {
    const headers = from('billing.lan');
    const { tenantId, cookie } = await signUpInBrowser(open, headers);

    expect(cookie.name).toBe(`rt-${tenantId.slice(-26)}`);
    expect(cookie.attributes).not.toContain('Secure');
    expect(cookie.attributes).toEqual(expect.arrayContaining(['HttpOnly', 'SameSite=Strict']));
    expect((await askByCookie(open, 'refresh', tenantId, [cookie], headers)).status).toBe(200);
  });

  test('it does behind a proxy with TLS that we trust, and behind no other', async () => {
    const byTls = { Host: 'billing.example.com', 'X-Forwarded-Proto': 'https' };
    const headers = { ...inCookie, ...byTls };
    const { tenantId, cookie } = await signUpInBrowser(proxied, headers);
    // A browser that is too old to say where from names the page's origin all the same.
    const origin = { Origin: 'https://billing.example.com' };
    const old = { 'Billing-Session': 'cookie', ...byTls, ...origin };
    const untrusted = await app.send('post', '/v1/auth/signup', { body: signup(), headers });

    expect(cookie.name).toBe(secureName(tenantId));
    expect((await askByCookie(proxied, 'refresh', tenantId, [cookie], old)).status).toBe(200);
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

    expect((await askByCookie(proxied, 'refresh', tenantId, [cookie], forwarded)).status).toBe(200);
  });
});
