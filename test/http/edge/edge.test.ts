import { describe, expect, test } from 'vitest';
import { Unavailable } from '#application/shared/errors.ts';
import { appUnderTest } from '../../support/app.ts';
import { signUp } from '../world.ts';

let isAway = false;
let isDraining = false;
const app = appUnderTest('memory', {
  corsOrigins: ['https://app.example.com'],
  isDraining: () => isDraining,
  ready: async () => {
    if (isAway) throw new Unavailable();
  },
});
const plain = appUnderTest('memory');

describe('every answer', () => {
  test('has the id of its request: the one it came with, or a new one', async () => {
    const given = await app.send('get', '/livez', { headers: { 'X-Request-Id': 'my-id.1' } });
    const insane = await app.send('get', '/livez', { headers: { 'X-Request-Id': 'a b<script>' } });
    const refused = await app.send('get', '/v1/customers', { headers: { 'X-Request-Id': 'my-2' } });

    expect(given.headers['x-request-id']).toBe('my-id.1');
    expect(insane.headers['x-request-id']).toMatch(/^[\da-f-]{36}$/);
    expect(refused.body).toMatchObject({ requestId: 'my-2', instance: '/v1/customers' });
  });

  test('says nothing of what we are made of, and lets no page use it', async () => {
    const { headers } = await app.send('get', '/livez');

    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });
});

describe('a browser', () => {
  const asking = (origin: string) => ({
    headers: { Origin: origin, 'Access-Control-Request-Method': 'PATCH' },
  });

  test('may call from the origins that are configured', async () => {
    const { status, headers } = await app.send(
      'options',
      '/v1/customers',
      asking('https://app.example.com'),
    );

    expect(status).toBe(204);
    expect(headers['access-control-allow-origin']).toBe('https://app.example.com');
    expect(headers['access-control-allow-headers']).toContain('If-Match');
  });

  test('may not call from others, and from none where none is configured', async () => {
    const elsewhere = await app.send('options', '/v1/customers', asking('https://evil.example'));
    const nowhere = await plain.send('options', '/v1/customers', asking('https://app.example.com'));

    expect(elsewhere.headers).not.toHaveProperty('access-control-allow-origin');
    expect(nowhere.headers).not.toHaveProperty('access-control-allow-origin');
  });
});

describe('the root', () => {
  const asking = (accept: string) => app.send('get', '/', { headers: { Accept: accept } });

  test.each(['*/*', 'application/json', 'application/*, text/html;q=0.5', ''])(
    'tells a program that takes %j what this is and where everything is',
    async (accept) => {
      const { status, body, headers } = await asking(accept);

      expect(status).toBe(200);
      expect(body).toMatchObject({ name: 'Billing Service', version: 'test' });
      expect(headers['content-type']).toBe('application/json; charset=utf-8');
      expect(headers['vary']).toContain('Accept');
      const { links } = body as { links: Record<string, string> };
      expect(Object.values(links)).toContain('/openapi.json');
      for (const link of Object.values(links)) {
        expect([link, (await app.send('get', link)).status]).toEqual([link, 200]);
      }
    },
  );

  test.each(['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html'])(
    'sends a browser (%s) on to the documentation',
    async (accept) => {
      const { status, headers } = await asking(accept);

      expect([status, headers['location']]).toEqual([302, '/docs/']);
      expect(headers['vary']).toContain('Accept');
    },
  );

  test('is the same for whoever is signed in: nothing of a tenant is in it', async () => {
    const { token } = await signUp(app);

    const [known, unknown] = [await app.send('get', '/', { token }), await asking('')];

    expect(known.text).toBe(unknown.text);
  });

  test('is answered while the storage is away', async () => {
    isAway = true;

    expect((await asking('')).status).toBe(200);
    isAway = false;
  });
});

describe('health', () => {
  test('is alive whatever the storage does, and ready only with it', async () => {
    expect((await app.send('get', '/readyz')).status).toBe(200);
    isAway = true;

    const ready = await app.send('get', '/readyz');

    expect([ready.status, ready.headers['retry-after']]).toEqual([503, '1']);
    expect(ready.body).toMatchObject({ code: 'unavailable', status: 503 });
    expect((await app.send('get', '/livez')).status).toBe(200);
    isAway = false;
  });

  test('is not ready any more once we are asked to stop', async () => {
    isDraining = true;

    expect((await app.send('get', '/readyz')).status).toBe(503);
    expect((await app.send('get', '/livez')).status).toBe(200);
    isDraining = false;
  });
});

describe('the documentation', () => {
  test('is there without anybody else: no page or style names another host', async () => {
    const redirected = await app.send('get', '/docs');
    const page = await app.send('get', '/docs/');
    const assets = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);

    expect([redirected.status, redirected.headers['location']]).toEqual([301, '/docs/']);
    expect(assets).toHaveLength(4);
    for (const path of assets) {
      expect(path).toMatch(/^\/docs\//);
      expect([path, (await app.send('get', path)).status]).toEqual([path, 200]);
    }
    const { text: style } = await app.send('get', '/docs/swagger-ui.css');
    expect(style).not.toMatch(/url\(["']?https?:/);
    expect((await app.send('get', '/docs/start.js')).text).toContain("'/openapi.json'");
    expect((await app.send('get', '/openapi.json')).body.openapi).toBe('3.1.1');
  });
});

test('a line of the log says what was asked by whom, in ids', async () => {
  const admin = await signUp(app);
  await app.send('get', '/v1/customers?search=secret-name', { token: admin.token });

  const line = JSON.parse(app.lines().at(-1) ?? '{}');

  expect(line).toMatchObject({
    method: 'GET',
    route: '/v1/customers',
    status: 200,
    tenantId: admin.tenantId,
    actorId: admin.userId,
  });
  expect(JSON.stringify(line)).not.toContain('secret-name');
});

test('no cache keeps an answer', async () => {
  const { token } = await signUp(app);
  const responses = [
    await app.send('get', '/v1/tenant', { token }),
    await app.send('get', '/v1/tenant', {}),
  ];

  expect(responses.map(({ headers }) => headers['cache-control'])).toEqual([
    'no-store',
    'no-store',
  ]);
});
