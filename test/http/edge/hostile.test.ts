import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import express from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Listening } from '#interfaces/http/server/listen.ts';
import { listen } from '#interfaces/http/server/listen.ts';
import { appUnderTest } from '../../support/app.ts';
import type { Caller } from '../world.ts';
import { newEmail, signUp } from '../world.ts';

// Whatever a client can send gets a 4xx and a reason, and never a 500.

const app = appUnderTest('postgres');
let admin: Caller;
beforeAll(async () => {
  admin = await signUp(app);
});

const path = '/v1/customers';
const post = (raw: string | Buffer, type?: string, headers: Record<string, string> = {}) =>
  app.send('post', path, {
    token: admin.token,
    raw,
    headers,
    ...(type === undefined ? {} : { type }),
  });
const customer = (given: object): string =>
  JSON.stringify({ name: 'Name', email: newEmail(), ...given });

describe('a body', () => {
  test.each([
    ['that breaks off', '{"name":"x"', 400, 'malformed_body'],
    ['that is empty', '', 400, 'malformed_body'],
    ['with a trailing comma', '{"name":"x",}', 400, 'malformed_body'],
    ['with bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]), 400, 'malformed_body'],
    ['with half a character', Buffer.from('{"name":"\xc3"}', 'latin1'), 400, 'malformed_body'],
    ['that sets a prototype', '{"__proto__":{"role":"ADMIN"}}', 400, 'malformed_body'],
    ['that hides a prototype', '{"\\u005f_proto__":{}}', 400, 'malformed_body'],
    ['that sets one by its constructor', '{"constructor":{"prototype":{}}}', 400, 'malformed_body'],
    [
      'with a prototype in its metadata',
      customer({}).replace('}', ',"metadata":{"__proto__":"x"}}'),
      400,
      'malformed_body',
    ],
    ['that is a number', '1', 400, 'invalid_request'],
    ['that is null', 'null', 400, 'invalid_request'],
    ['that is a list', '[]', 400, 'invalid_request'],
    ['nested without end', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 400, undefined],
    ['of more than 1 MiB', JSON.stringify({ name: 'x'.repeat(1_048_576) }), 413, 'body_too_large'],
  ])('%s is refused', async (_, raw, status, code) => {
    const response = await post(raw);

    expect(response.status).toBe(status);
    if (code !== undefined) expect(response.body.code).toBe(code);
  });

  test.each([
    ['text/plain'],
    ['application/xml'],
    ['application/x-www-form-urlencoded'],
    ['application/json; charset=latin1'],
    ['application/problem+json'],
  ])('of the type %s is refused', async (type) => {
    const response = await post(customer({}), type);

    expect([response.status, response.body.code]).toEqual([415, 'unsupported_media_type']);
  });

  test('without a type is refused', async () => {
    const response = await app.send('post', path, { token: admin.token });

    expect(response.status).toBe(415);
  });

  test('that unpacks to more than 1 MiB is refused, one that does not is taken', async () => {
    const packed = { 'Content-Encoding': 'gzip' };
    const bomb = await post(gzipSync(Buffer.alloc(50_000_000, 32)), undefined, packed);
    const honest = await post(gzipSync(customer({})), undefined, packed);
    const broken = await post(Buffer.from('not gzip'), undefined, packed);

    expect([bomb.status, bomb.body.code]).toEqual([413, 'body_too_large']);
    expect(honest.status).toBe(201);
    expect([broken.status, broken.body.code]).toEqual([400, 'malformed_body']);
  });
});

describe('a value', () => {
  test.each([
    ['a null character', { name: 'a\u0000b' }, '/name', 'invalid_characters'],
    ['an escape character', { name: 'a\u001b[31m' }, '/name', 'invalid_characters'],
    ['a second line', { name: 'a\nb' }, '/name', 'invalid_characters'],
    ['half a surrogate pair', { externalId: '\ud83d' }, '/externalId', 'invalid_characters'],
    ['more than 200 characters', { name: 'x'.repeat(201) }, '/name', 'too_long'],
    ['nothing but space', { name: '  ' }, '/name', 'too_short'],
    [
      'a null character in metadata',
      { metadata: { a: '\u0000' } },
      '/metadata/a',
      'invalid_characters',
    ],
    ['a number in metadata', { metadata: { a: 1 } }, '/metadata/a', 'invalid_type'],
    ['an empty metadata key', { metadata: { '': 'x' } }, '/metadata/', 'invalid_key'],
    [
      'a key with a slash',
      { metadata: { 'a/b~': '\u0000' } },
      '/metadata/a~1b~0',
      'invalid_characters',
    ],
    ['an unknown time zone', { timeZone: 'Mars/Olympus' }, '/timeZone', 'invalid_time_zone'],
    ['a currency that is no money', { currency: 'XAU' }, '/currency', 'currency_not_money'],
    ['an unknown country', { address: { country: 'XX' } }, '/address/country', 'invalid_country'],
    [
      'a field that there is not',
      { address: { country: 'AT', moon: 'x' } },
      '/address/moon',
      'unknown_field',
    ],
  ])('with %s is refused', async (_, given, pointer, code) => {
    const response = await post(customer(given));

    const faults = response.body.errors.map((fault: { pointer: string; code: string }) => [
      fault.pointer,
      fault.code,
    ]);
    expect([response.status, faults]).toEqual([400, [[pointer, code]]]);
  });

  test.each([['1e400'], ['9007199254740992'], ['-1'], ['0.5'], ['"4900"'], ['null']])(
    'of %s is no price',
    async (amount) => {
      const product = await app.send('post', '/v1/products', {
        token: admin.token,
        body: { code: newEmail().replaceAll(/\W/g, '-'), name: 'CRM' },
      });
      const raw = `{"productId":"${product.body.id}","code":"a","name":"A","currency":"EUR",
        "interval":{"unit":"month","count":1},
        "prices":[{"name":"Base","amount":{"amount":${amount},"currency":"EUR"}}]}`;

      const response = await app.send('post', '/v1/plans', { token: admin.token, raw });

      expect([response.status, response.body.errors[0].pointer]).toEqual([
        400,
        '/prices/0/amount/amount',
      ]);
    },
  );
});

describe('a path or a query', () => {
  test.each([
    ['/v1/customers/%', 400],
    ['/v1/customers/%E0%A4%A', 400],
    ['/v1/customers/%00', 400],
    ['/v1/customers/..%2f..%2fetc', 400],
    [`/v1/customers/cus_${'0'.repeat(5000)}`, 400],
    ['/v1/customers?limit=0', 400],
    ['/v1/customers?limit=101', 400],
    ['/v1/customers?limit=1&limit=2', 400],
    ['/v1/customers?limit=1e2', 400],
    ['/v1/customers?cursor=nonsense', 400],
    ['/v1/customers?cursor=%00', 400],
    ['/v1/customers?search=%00', 400],
    ['/v1/customers?search=%FF', 200],
    ['/v1/customers?search=', 400],
    ['/v1/customers?createdAt[gte]=yesterday', 400],
    ['/v1/customers?createdAt[gte]=2026-02-30T00:00:00Z', 400],
    ['/v1/customers?__proto__=x', 400],
    ['/v1/customers?email=nonsense', 400],
    ['/v1/nothing', 404],
    ['/V1/customers', 404],
    ['/v1/customers/', 404],
    ['/', 200],
  ])('%s is answered %d', async (url, status) => {
    const response = await app.send('get', url, { token: admin.token });

    expect(response.status).toBe(status);
  });

  test('a method that a path does not take is told which it does', async () => {
    const response = await app.send('put', path, { token: admin.token });

    expect([response.status, response.headers['allow']]).toEqual([405, 'GET, POST, HEAD']);
  });

  test('HEAD is answered as GET, without the body', async () => {
    const response = await app.send('head', path, { token: admin.token });

    expect([response.status, response.text]).toEqual([200, undefined]);
  });
});

describe('on the socket', () => {
  let listening: Listening;
  beforeAll(async () => {
    listening = await listen(express(), 0, '127.0.0.1');
  });
  afterAll(() => listening.stop(100));

  const told = (bytes: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(listening.port, '127.0.0.1', () => socket.write(bytes));
      let response = '';
      socket.on('data', (chunk) => (response += chunk.toString()));
      socket.on('close', () => resolve(response));
      socket.on('error', reject);
    });

  test.each([
    ['GARBAGE\r\n\r\n', 400, 'malformed_request'],
    ['GET / HTTP/9.9\r\n\r\n', 400, 'malformed_request'],
    [`GET / HTTP/1.1\r\nHost: x\r\nA: ${'x'.repeat(100_000)}\r\n\r\n`, 431, 'headers_too_large'],
  ])('what is not HTTP gets a problem, too: %j', async (bytes, status, code) => {
    const response = await told(bytes);

    expect(response).toContain(`HTTP/1.1 ${status} `);
    expect(response).toContain('Content-Type: application/problem+json');
    expect(JSON.parse(response.slice(response.indexOf('\r\n\r\n')))).toMatchObject({
      status,
      code,
    });
  });
});
