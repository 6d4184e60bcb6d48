import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { brotliCompressSync, createGzip, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RefusedEvent } from '#domain/metering/usage-event.ts';
import { eventLinesIn, lineBytesMax } from '#interfaces/http/metering/usage-lines.ts';
import { appUnderTest } from '../../support/app.ts';
import { newEmail, signUp } from '../world.ts';

const read = async (chunks: readonly Uint8Array[]) => {
  const batches = [];
  for await (const batch of eventLinesIn(streamOf(chunks))) batches.push(batch);
  return batches;
};

async function* streamOf(chunks: readonly Uint8Array[]) {
  yield* chunks;
}

const shown = (event: unknown): unknown =>
  event instanceof RefusedEvent ? event.refusal.code : event;

test('a line is an event, however the stream is cut', async () => {
  const written = '{"id":"ä"}\n\n  \r\n{"id":"€𝄞"}\r\nnull\n{"id":5}';
  const bytes = Buffer.from(written);
  const expected = [
    { line: 1, event: { id: 'ä' } },
    { line: 4, event: { id: '€𝄞' } },
    { line: 5, event: null },
    { line: 6, event: { id: 5 } },
  ];

  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 8 }), async (cuts) => {
      const places = [0, ...cuts.toSorted((one, other) => one - other), bytes.length];
      const chunks = places.slice(1).map((to, index) => bytes.subarray(places[index], to));

      expect((await read(chunks)).flat()).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});

test.each([
  ['{"id":', 'invalid_event'],
  ['nonsense', 'invalid_event'],
  [Buffer.from([0x22, 0xff, 0x22]), 'invalid_event'],
  ['{"id":"a","id":"b"}', 'duplicate_field'],
  ['{"data":{"n":12345678901234567890}}', 'inexact_number'],
  ['{"__proto__":{}}', 'invalid_event'],
  ['['.repeat(50), 'invalid_event'],
  [`"${'x'.repeat(lineBytesMax)}"`, 'invalid_event'],
])('a line is refused by itself: %.40s', async (bad, code) => {
  const stream = Buffer.concat([Buffer.from('1\n'), Buffer.from(bad), Buffer.from('\n2\n')]);

  const [batch = []] = await read([stream]);

  expect(batch.map(({ event }) => shown(event))).toEqual([1, code, 2]);
});

test('what has come is given before more is asked for, up to 500 at once', async () => {
  const lines = Buffer.from('1\n'.repeat(1200));

  const batches = await read([lines, Buffer.from('2'), Buffer.from('3\n4')]);

  expect(batches.map(({ length }) => length)).toEqual([500, 500, 200, 1, 1]);
  expect(batches.at(-2)).toEqual([{ line: 1201, event: 23 }]);
});

describe('a stream over HTTP', () => {
  const app = appUnderTest('memory');

  const open = async () => {
    const { token } = await signUp(app);
    const body = { name: 'Globex', email: newEmail('customer'), externalId: 'globex' };
    await app.send('post', '/v1/customers', { token, body });
    const server = createServer(app.listener()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const begin = (given: object = {}, path = '/v1/usage-events') =>
      request({
        port,
        path,
        method: 'POST',
        agent: false,
        headers: {
          Authorization: `Bearer ${token}`,
          'Content-Type': 'application/x-ndjson',
          ...given,
        },
      });
    return { begin, token, close: () => server.close() };
  };
  const event = (id: string, given: object = {}) =>
    `${JSON.stringify({ id, type: 'call', customerExternalId: 'globex', ...given })}\n`;
  const answered = async (sending: ReturnType<typeof request>) => {
    const [response] = (await once(sending, 'response')) as [IncomingMessage];
    return { response, status: response.statusCode, body: await text(response) };
  };
  const linesOf = (body: string): readonly { id: string; outcome: string }[] =>
    body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));

  test('says of a line with a fault what any refused event is told', async () => {
    const { begin, close } = await open();
    const sending = begin();
    sending.end('{"id":"a","id":"b"}\n{"id":"c","data":{"n":1e400}}\n');

    const { body } = await answered(sending);

    const told = { outcome: 'refused', detail: expect.any(String) };
    expect(linesOf(body)).toEqual([
      { id: 'b', code: 'duplicate_field', ...told },
      { id: 'c', code: 'inexact_number', ...told },
    ]);
    close();
  });

  test('answers each event by a line once it is stored, while it goes on', async () => {
    const { begin, close } = await open();
    const sending = begin();
    sending.write(event('a') + event('b').slice(0, 20));

    const [response] = (await once(sending, 'response')) as [IncomingMessage];
    const [first] = (await once(response, 'data')) as [Buffer];
    sending.end(`${event('b').slice(20)}nonsense\n${event('a')}`);
    const others = await text(response);

    expect(response.headers['content-type']).toBe('application/x-ndjson');
    expect(linesOf(String(first))).toEqual([
      expect.objectContaining({ id: 'a', outcome: 'accepted' }),
    ]);
    expect(linesOf(others)).toEqual([
      expect.objectContaining({ id: 'b', outcome: 'accepted' }),
      expect.objectContaining({ id: null, outcome: 'refused', code: 'invalid_event' }),
      expect.objectContaining({ id: 'a', outcome: 'duplicate', code: 'same_payload' }),
    ]);
    close();
  });

  test('has more events than a batch, and one that is cut off is stored so far', async () => {
    const { begin, close } = await open();
    const events = Array.from({ length: 3000 }, (_, index) => event(`n${index}`));
    const cut = begin();
    cut.on('error', () => undefined);
    cut.write(events[0] ?? '');
    await once(cut, 'response');
    cut.destroy();

    const sending = begin();
    sending.end(events.join(''));
    const lines = linesOf((await answered(sending)).body);

    expect(lines.map(({ id }) => id)).toEqual(events.map((_, index) => `n${index}`));
    expect(lines.filter(({ outcome }) => outcome === 'duplicate').length).toBe(1);
    expect(lines.filter(({ outcome }) => outcome === 'accepted').length).toBe(2999);
    close();
  });

  test('is refused as a whole by whom, how and what it asks', async () => {
    const { begin, close } = await open();
    const refusedFor = async (sending: ReturnType<typeof request>) => {
      sending.end(event('a'));
      const { status, body } = await answered(sending);
      return [status, JSON.parse(body).code];
    };

    expect(await refusedFor(begin({ Authorization: 'Bearer nobody' }))).toEqual([
      401,
      'unauthenticated',
    ]);
    expect(await refusedFor(begin({ 'Content-Encoding': 'compress' }))).toEqual([
      415,
      'unsupported_media_type',
    ]);
    const atomic = begin({}, '/v1/usage-events?atomic=true');
    expect(await refusedFor(atomic)).toEqual([400, 'invalid_request']);
    const nothing = begin();
    nothing.end('\n');
    expect(await answered(nothing)).toMatchObject({ status: 200, body: '' });
    close();
  });

  test.each([
    ['gzip', gzipSync],
    ['GZIP', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['identity', (lines: string) => Buffer.from(lines)],
  ])('may be packed by %s', async (encoding, pack: (text: string) => Buffer) => {
    const { begin, close } = await open();
    const events = Array.from({ length: 1200 }, (_, index) => event(`n${index}`));
    const sending = begin({ 'Content-Encoding': encoding });
    sending.end(pack(events.join('')));

    const { status, body } = await answered(sending);

    expect([status, linesOf(body).length]).toEqual([200, 1200]);
    expect(linesOf(body).filter(({ outcome }) => outcome !== 'accepted')).toEqual([]);
    close();
  });

  test('is answered while it goes on, packed too', async () => {
    const { begin, close } = await open();
    const sending = begin({ 'Content-Encoding': 'gzip' });
    const packer = createGzip();
    packer.pipe(sending);
    packer.write(event('a'));
    await promisify<void>((done) => packer.flush(() => done(null)))();

    const [response] = (await once(sending, 'response')) as [IncomingMessage];
    const [first] = (await once(response, 'data')) as [Buffer];
    packer.end(event('b'));

    expect(linesOf(String(first))).toMatchObject([{ id: 'a', outcome: 'accepted' }]);
    expect(linesOf(await text(response))).toMatchObject([{ id: 'b', outcome: 'accepted' }]);
    close();
  });

  test.each([
    ['is no gzip', 'gzip', Buffer.from('nonsense'), 400, 'malformed_body'],
    ['is no Brotli', 'br', Buffer.from('nonsense'), 400, 'malformed_body'],
    ['ends too early', 'gzip', gzipSync('\n'.repeat(50)).subarray(0, 15), 400, 'malformed_body'],
    ['is a bomb', 'gzip', gzipSync(Buffer.alloc(50_000_000, '\n')), 413, 'body_too_large'],
    [
      'is a line without an end',
      'br',
      brotliCompressSync(Buffer.alloc(50_000_000)),
      413,
      'body_too_large',
    ],
  ])('that %s is refused', async (_, encoding, packed, expected, code) => {
    const { begin, close } = await open();
    const sending = begin({ 'Content-Encoding': encoding });
    sending.end(packed);

    const { status, body } = await answered(sending);

    expect([status, JSON.parse(body).code]).toEqual([expected, code]);
    close();
  });

  test('that breaks in the middle is stored so far, and cut off', async () => {
    const { begin, close } = await open();
    const sending = begin({ 'Content-Encoding': 'gzip' });
    const packer = createGzip();
    packer.pipe(sending, { end: false });
    packer.write(event('a'));
    await promisify<void>((done) => packer.flush(() => done(null)))();
    const [response] = (await once(sending, 'response')) as [IncomingMessage];
    sending.end('nonsense, which is no block of deflate');

    await expect(text(response)).rejects.toThrow('aborted');

    const again = begin();
    again.end(event('a'));
    expect(linesOf((await answered(again)).body)).toMatchObject([{ outcome: 'duplicate' }]);
    close();
  });
});
