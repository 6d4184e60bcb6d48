import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PanelState } from '#interfaces/http/server/panel.ts';
import { appUnderTest } from '../../support/app.ts';
import {
  placeholder,
  script,
  temporaryDirectory,
  writePanelBuild,
} from '../../support/panel-build.ts';

const { directory, remove } = await temporaryDirectory('panel');
const other = await temporaryDirectory('panel');
let state: PanelState = { kind: 'ready', directory };
const app = appUnderTest('memory', { panel: { state: () => state } });
const without = appUnderTest('memory');

beforeAll(async () => {
  await writePanelBuild(directory);
  await writePanelBuild(other.directory);
});
afterAll(async () => {
  await remove();
  await other.remove();
});

const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
  app.send('get', path, { headers });
const asset = '/panel/assets/main-B4dF00d1.js';

describe('the page of the panel', () => {
  const paths = ['/panel', '/panel/', '/panel/t/ten_x/customers?cursor=y', '/panel/index.html'];

  test.each(paths)('%s is the one page, which no cache keeps', async (path) => {
    const { status, text, headers } = await get(path);

    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(text).toContain('<div id="root">');
  });

  test('has a nonce of its own each time, on every tag and in its policy', async () => {
    const pages = [await get('/panel/'), await get('/panel/')];

    const nonces = pages.map(({ text, headers }) => {
      const found = new Set([...text.matchAll(/nonce="([^"]+)"/g)].map(([, nonce = '']) => nonce));
      const [nonce = ''] = found;
      expect(found.size).toBe(1);
      expect(nonce).toMatch(/^[\w-]{22}$/);
      expect(headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonce}'`);
      expect(text).not.toContain(placeholder);
      return nonce;
    });
    expect(new Set(nonces).size).toBe(2);
  });

  test('may load and ask what is here, and nothing else', async () => {
    const { headers } = await get('/panel/');

    const policy = (headers['content-security-policy'] ?? '').replace(/ 'nonce-[^']+'/, '');
    expect(policy.split(';').toSorted()).toEqual([
      "base-uri 'none'",
      "connect-src 'self'",
      "default-src 'none'",
      "font-src 'self'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "img-src 'self' data:",
      "script-src 'self'",
      "style-src 'self'",
    ]);
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
  });

  test('is answered to HEAD without a body, and to no other method', async () => {
    const head = await app.send('head', '/panel/');
    const post = await app.send('post', '/panel/', { body: {} });

    expect([head.status, head.text ?? '']).toEqual([200, '']);
    expect([post.status, post.body.code]).toEqual([404, 'route_not_found']);
  });
});

describe('a file of the panel', () => {
  test('is kept by caches for a year, as its name changes with it', async () => {
    const { status, headers, text } = await get(asset, { 'Accept-Encoding': 'identity' });

    expect([status, text]).toEqual([200, script]);
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['vary']).toBe('Accept-Encoding');
  });

  test.each([
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['gzip;q=1, br;q=0', 'gzip'],
    ['identity', undefined],
    ['zstd', undefined],
  ])('goes packed to who takes %j: %s', async (accepted, encoding) => {
    const { status, headers, text } = await get(asset, { 'Accept-Encoding': accepted });

    expect([status, headers['content-encoding']]).toEqual([200, encoding]);
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(text).toBe(script);
  });

  test('that is not packed goes as it is', async () => {
    const { headers, text } = await get('/panel/assets/main-C0ffee12.css');

    expect(headers['content-encoding']).toBeUndefined();
    expect([headers['content-type'], text]).toEqual([
      'text/css; charset=utf-8',
      'body { margin: 0 }\n',
    ]);
  });

  test('beside the assets is asked for anew each time, as its name stays', async () => {
    const { status, headers } = await get('/panel/favicon.svg');
    const since = { 'If-Modified-Since': headers['last-modified'] ?? '' };
    const again = await get('/panel/favicon.svg', since);

    expect([status, headers['cache-control']]).toEqual([200, 'public, max-age=0']);
    expect(again.status).toBe(304);
  });

  test.each([
    'main-0ldB1d00.js',
    'main-B4dF00d1.js.br',
    '..%2findex.html',
    '%2e%2e/%2e%2e/package.json',
    'x/../../index.html',
    '.vite/manifest.json',
    '',
  ])('that is not there is missing, and not the page: /panel/assets/%s', async (name) => {
    const { status, body } = await get(`/panel/assets/${name}`);

    expect([status, body.code]).toEqual([404, 'route_not_found']);
  });

  test('that was taken away meanwhile is missing, and the server goes on', async () => {
    state = { kind: 'ready', directory: other.directory };
    expect((await get(asset)).status).toBe(200);
    await rm(join(other.directory, 'assets'), { recursive: true });

    const gone = await get(asset);

    expect([gone.status, gone.body.code]).toEqual([404, 'route_not_found']);
    expect(gone.headers).not.toHaveProperty('content-encoding');
    expect((await get('/panel/')).status).toBe(200);
    state = { kind: 'ready', directory };
  });
});

describe('a panel that is not built yet', () => {
  test('is a page that reloads itself, while the API works', async () => {
    state = { kind: 'building' };
    const { status, text, headers } = await get('/panel/t/ten_x');
    const missing = await get(asset);
    const api = await get('/livez');
    state = { kind: 'ready', directory };

    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(text).toContain('<meta http-equiv="refresh" content="1">');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect([missing.status, api.status]).toEqual([404, 200]);
    expect((await get('/panel/t/ten_x')).text).toContain('<div id="root">');
  });

  test('says so where it could not be built, and does not reload', async () => {
    state = { kind: 'failed' };
    // A page for people, where a program would get a problem.
    const { status, text } = await supertest(app.listener()).get('/panel/');
    state = { kind: 'ready', directory };

    expect(status).toBe(503);
    expect(text).toContain('could not be built');
    expect(text).not.toContain('refresh');
  });
});

describe('the root', () => {
  const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

  test('sends a browser to the panel, and tells a program what it always did', async () => {
    const sent = await get('/', { Accept: browser });
    const programs = [await get('/', { Accept: 'application/json' }), await get('/')];

    expect([sent.status, sent.headers['location']]).toEqual([302, '/panel/']);
    const told = await without.send('get', '/');
    for (const { status, text } of programs) expect([status, text]).toEqual([200, told.text]);
  });

  test('sends it to the documentation where there is no panel, and /panel is nothing', async () => {
    const sent = await without.send('get', '/', { headers: { Accept: browser } });
    const panel = await without.send('get', '/panel/');

    expect(sent.headers['location']).toBe('/docs/');
    expect([panel.status, panel.body.code]).toEqual([404, 'route_not_found']);
  });
});

test('only the documentation may be styled by scripts', async () => {
  const unsafe: string[] = [];
  for (const path of ['/docs/', '/', '/livez', '/v1/tenant', '/panel/', asset, '/nowhere']) {
    const { headers } = await get(path);
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    if (policy.includes('unsafe-')) unsafe.push(path);
  }

  expect(unsafe).toEqual(['/docs/']);
});
