import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HeaderName } from '#interfaces/http/request/request-headers.ts';
import {
  headerLengthMax,
  headerLinesMax,
  queryParametersMax,
  urlLengthMax,
} from '#interfaces/http/request/request-headers.ts';
import { appUnderTest } from '../../support/app.ts';
import { temporaryDirectory, writePanelBuild } from '../../support/panel-build.ts';
import { newEmail, signUp } from '../world.ts';

// The head of a request comes before the body: its length is judged before any pattern sees it.

const built = await temporaryDirectory('panel');
const app = appUnderTest('memory', {
  corsOrigins: ['https://app.example.com'],
  trustProxy: true,
  panel: { state: () => ({ kind: 'ready', directory: built.directory }) },
});
const headerNames = Object.keys(headerLengthMax) as readonly HeaderName[];

let token: string;
/** Every header that was asked for while requests were answered. */
const read = new Set<string>();
let server: Server;
let port: number;

beforeAll(async () => {
  await writePanelBuild(built.directory);
  ({ token } = await signUp(app));
  server = createServer((request, response) => {
    const headers = new Proxy(request.headers, {
      get: (from, name) => {
        if (typeof name === 'string') read.add(name);
        return Reflect.get(from, name) as unknown;
      },
    });
    Object.defineProperty(request, 'headers', { value: headers });
    app.listener()(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(async () => {
  await built.remove();
  server.closeAllConnections();
  server.close();
});

/** Sends these bytes, and gives everything that came back until the connection was closed. */
const told = (text: string | Buffer): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.on('close', () => resolve(answer));
    socket.on('error', () => undefined);
  });

const request = (method: string, path: string, lines: readonly string[], body?: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(
      [
        `${method} ${path} HTTP/1.1`,
        'Host: localhost',
        'Connection: close',
        ...(body === undefined ? [] : [`Content-Length: ${body.length}`]),
        ...lines,
        '\r\n',
      ].join('\r\n'),
      'latin1',
    ),
    body ?? Buffer.alloc(0),
  ]);

test('every header that is read has a limit, and every limit is of one that is', async () => {
  const bearer = `Authorization: Bearer ${token}`;
  const packed = gzipSync(JSON.stringify({ name: 'Name', email: newEmail() }));
  const json = ['Content-Type: application/json', 'Content-Encoding: gzip'];
  const asked = [
    'Origin: https://app.example.com',
    'Access-Control-Request-Method: PATCH',
    'Access-Control-Request-Headers: if-match',
  ];
  const answers = [
    await told(request('GET', '/v1/tenant', [bearer, 'If-None-Match: "1"'])),
    await told(request('POST', '/v1/customers', [bearer, ...json, 'Idempotency-Key: 1'], packed)),
    await told(
      request('DELETE', '/v1/customers/cus_01jd4x7h2cf5prw8mzk0qv9tns', [bearer, 'If-Match: *']),
    ),
    await told(request('OPTIONS', '/v1/customers', asked)),
    await told(request('GET', '/docs', ['Accept: text/html'])),
    await told(request('GET', '/docs/', [])),
    await told(request('GET', '/docs/swagger-ui.css', ['Range: bytes=0-10', 'If-None-Match: "x"'])),
    await told(request('GET', '/docs/swagger-ui.css', ['Range: bytes=0-10', 'If-Range: "x"'])),
    await told(
      request('GET', '/docs/favicon-32x32.png', ['If-Modified-Since: x', 'If-Match: "x"']),
    ),
    await told(request('GET', '/livez', [])),
    await told(request('GET', '/panel/assets/main-B4dF00d1.js', ['Accept-Encoding: gzip'])),
    await told(
      request(
        'POST',
        '/v1/auth/refresh',
        [
          'Content-Type: application/json',
          'Billing-Session: cookie',
          'Sec-Fetch-Site: same-origin',
          'Cookie: theme=dark',
        ],
        Buffer.from('{"tenantId":"ten_01jd4x7h2cf5prw8mzk0qv9tns"}'),
      ),
    ),
  ];

  expect(answers.map((answer) => answer.slice(9, 12))).toEqual([
    '304',
    '201',
    '404',
    '204',
    '301',
    '200',
    '206',
    '200',
    '412',
    '200',
    '200',
    '401',
  ]);
  expect([...read, ...readBelowUs].toSorted()).toEqual([...headerNames]);
});

// Node reads these for itself, and an OpenTelemetry SDK its own, where one is installed.
const readBelowUs = ['baggage', 'connection', 'expect', 'tracestate', 'upgrade'];

describe('a long header costs what a short one costs', () => {
  const single = Array.from('aZ7 \t,;="/\\.-_:%+*([{<\u00e9');
  const characters = [...single, 'a ', ', ', '",', '"a",', 'W/"', '; a=', 'a=a&'];
  // The part that a pattern must have taken before it meets the rest.
  const beginnings: Partial<Record<HeaderName, string>> = {
    authorization: 'Bearer ',
    'content-type': 'application/json',
    'idempotency-key': '"',
    'if-match': '"1"',
    'if-none-match': '"1"',
    traceparent: '00-',
  };
  const shapes = [
    (part: string, count: number) => part.repeat(count),
    (part: string, count: number) => `x${part.repeat(count)}x`,
    (part: string, count: number, begun: string) => `${begun}${part.repeat(count)}x`,
  ];
  const costOf = async (name: string, value: string): Promise<number> => {
    const own = name === 'authorization' ? [] : [`Authorization: Bearer ${token}`];
    const json = name === 'content-type' ? [] : ['Content-Type: application/json'];
    const [method, path] = targets[name] ?? ['POST', '/v1/customers'];
    const others = besides[name] ?? [];
    const bytes = request(method, path, [...own, ...json, ...others, `${name}: ${value}`]);
    const started = performance.now();
    await told(bytes);
    return performance.now() - started;
  };
  const targets: Readonly<Record<string, readonly [string, string]>> = {
    'if-match': ['PATCH', '/v1/tenant'],
    'if-none-match': ['GET', '/v1/tenant'],
    accept: ['GET', '/docs'],
    range: ['GET', '/docs/swagger-ui.css'],
    'cache-control': ['GET', '/docs/swagger-ui.css'],
    'if-modified-since': ['GET', '/docs/swagger-ui.css'],
    'if-unmodified-since': ['GET', '/docs/swagger-ui.css'],
    'if-range': ['GET', '/docs/swagger-ui.css'],
    'accept-encoding': ['GET', '/panel/assets/main-B4dF00d1.js'],
    cookie: ['POST', '/v1/auth/refresh'],
  };
  // A cookie is looked at in no other request.
  const besides: Readonly<Record<string, readonly string[]>> = {
    cookie: ['Billing-Session: cookie', 'Sec-Fetch-Site: same-origin'],
  };
  /** How many times the cost of a short one a long one may have. */
  const times = 12;
  // Once is enough where it is quick; what was not may have met another process at work.
  const isSlow = async (name: string, value: string, allowed: number): Promise<boolean> => {
    for (let time = 0; time < 8; time += 1) {
      const cost = await costOf(name, value);
      if (cost <= allowed) return false;
      // Where the machine is busy a short one costs more now, too.
      if (cost <= (await costOf(name, 'x')) * times) return false;
    }
    return true;
  };

  /** The first value that costs more, if any: the shape of it, and its length. */
  const firstSlow = async (name: HeaderName, allowed: number): Promise<string | undefined> => {
    for (const part of characters) {
      for (const [index, shape] of shapes.entries()) {
        // The longest that is let in, and the longest that Node lets in.
        for (const length of [headerLengthMax[name] - 10, 15_500]) {
          const count = Math.floor((length - 10) / part.length);
          const value = shape(part, count, beginnings[name] ?? '');
          if (await isSlow(name, value, allowed)) return `${part} as ${index}, ${length}`;
        }
      }
    }
    return undefined;
  };

  test.each(headerNames)('%s', { timeout: 120_000 }, async (name) => {
    const short = [];
    for (let time = 0; time < 9; time += 1) short.push(await costOf(name, 'x'));
    const usual = short.toSorted((one, other) => one - other)[4] ?? 0;

    expect(await firstSlow(name, usual * times)).toBeUndefined();
  });
});

describe('a head that is no good', () => {
  const lines = Array.from({ length: headerLinesMax }, (_, index) => `X-${index}: x`);

  test.each([
    [
      'a header beyond its limit',
      [`Authorization: Bearer ${'a'.repeat(4096)}`],
      431,
      'headers_too_large',
    ],
    [
      'its lines beyond it together',
      ['If-Match: "1"', `If-Match: ${'a'.repeat(1022)}`],
      431,
      'headers_too_large',
    ],
    ['too many lines of headers', lines, 431, 'headers_too_large'],
    [
      'two callers',
      ['Authorization: Bearer a', 'Authorization: Bearer b'],
      400,
      'malformed_request',
    ],
    [
      'two types',
      ['Content-Type: application/json', 'Content-Type: text/html'],
      400,
      'malformed_request',
    ],
    ['two keys', ['Idempotency-Key: 1', 'Idempotency-Key: 2'], 400, 'malformed_request'],
  ])(
    'is refused for %s, with an id and the headers of every answer',
    async (_, given, status, code) => {
      const answer = await told(request('POST', '/v1/customers', given));

      expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(answer).toContain(`"code":"${code}"`);
      expect(answer).toMatch(/X-Request-Id: [\da-f-]{36}/);
      expect(answer).toContain('Cache-Control: no-store');
      expect(answer).toContain('X-Content-Type-Options: nosniff');
    },
  );

  test('is refused for a path or query that is too long, or has too many parts', async () => {
    const many = Array.from({ length: queryParametersMax + 1 }, (_, index) => `a${index}=1`);
    const long = await app.send('get', `/v1/customers?search=${'a'.repeat(urlLengthMax)}`);
    const full = await app.send('get', `/v1/customers?${many.join('&')}`);

    expect([long.status, long.body.code]).toEqual([414, 'uri_too_long']);
    expect([full.status, full.body.code]).toEqual([400, 'malformed_request']);
    expect(full.body.detail).toContain('100 parameters');
  });

  test('is not one that has all that is allowed', async () => {
    const most = Array.from({ length: queryParametersMax }, (_, index) => `a${index}=1`);
    const answer = await app.send('get', `/v1/customers?${most.join('&')}`, { token });

    expect([answer.status, answer.body.errors.length]).toEqual([400, queryParametersMax]);
  });
});

describe('a bearer token', () => {
  test.each([
    ['in another case, after several spaces', 'bearer  TOKEN', '200'],
    ['with something behind it', 'Bearer TOKEN junk', '401'],
    ['with something before it', 'Basic Bearer TOKEN', '401'],
    ['with a comma behind it', 'Bearer TOKEN,', '401'],
    ['after a tab', 'Bearer\tTOKEN', '401'],
    ['without its scheme', 'TOKEN', '401'],
  ])('%s: %s is answered %s', async (_, header, status) => {
    const line = `Authorization: ${header.replace('TOKEN', token)}`;

    expect((await told(request('GET', '/v1/tenant', [line]))).slice(9, 12)).toBe(status);
  });
});
