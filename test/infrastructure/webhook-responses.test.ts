import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { StandardWebhookSender } from '#infrastructure/webhooks/standard-webhook-sender.ts';
import { someday } from '../../src/testing/builders.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** A receiver of webhooks; gives its port. */
const receiver = async (
  answer: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<number> => {
  const server = createServer((request, response) => {
    answer(request, response);
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

const message = (url: string) => ({
  url,
  id: 'evt_1',
  secrets: ['whsec_c2VjcmV0'],
  sentAt: someday,
  body: '{}',
});

const answered = (responseStatus: number, retryAfterSeconds: number | null = null) => ({
  responseStatus,
  error: null,
  retryAfterSeconds,
  responseBody: null,
});

const v4 = (address: string) => ({ address, family: 4 });
const v6 = (address: string) => ({ address, family: 6 });
const anywhere = new StandardWebhookSender({ allowPrivate: true });

describe('a name with more addresses than one', () => {
  const resolvingTo =
    (...addresses: readonly { address: string; family: number }[]) =>
    async () =>
      addresses;

  test.each([
    ['the first', [v4('127.0.0.1'), v4('127.0.0.2'), v4('127.0.0.3')]],
    ['the second', [v4('127.0.0.2'), v4('127.0.0.1')]],
    ['the last', [v4('127.0.0.2'), v4('127.0.0.3'), v4('127.0.0.4'), v4('127.0.0.1')]],
    ['one of another family', [v6('::1'), v4('127.0.0.1')]],
  ])('is told once where %s of them answers', async (_, addresses) => {
    let told = 0;
    const port = await receiver((_request, response) => {
      told += 1;
      response.end();
    });
    const resolve = resolvingTo(...addresses);
    const sender = new StandardWebhookSender({ allowPrivate: true, resolve });

    const answer = await sender.send(message(`http://hooks.example.com:${port}/`));

    expect([answer, told]).toEqual([answered(200), 1]);
  });

  test('says why where none of them answers', async () => {
    const resolve = resolvingTo(v4('127.0.0.2'), v4('127.0.0.3'));
    const sender = new StandardWebhookSender({ allowPrivate: true, resolve });

    expect(await sender.send(message('http://hooks.example.com:1/'))).toEqual({
      responseStatus: null,
      error: 'It could not be reached: ECONNREFUSED.',
    });
  });
});

describe('the body of a response', () => {
  const bodyOf = async (
    answer: (response: ServerResponse) => unknown,
    headers: Readonly<Record<string, string>> = {},
  ) => {
    const port = await receiver((_request, response) => {
      response.writeHead(500, headers);
      answer(response);
    });
    const response = await anywhere.send(message(`http://127.0.0.1:${port}/`));
    return response.responseStatus === 500 ? response.responseBody : response;
  };
  const saying = (text: string | Buffer) => (response: ServerResponse) => response.end(text);

  test('is told as it begins, up to 1,024 bytes and no half a character', async () => {
    expect(await bodyOf(saying('{"error":"no"}'))).toBe('{"error":"no"}');
    expect(await bodyOf(saying('x'.repeat(5000)))).toBe('x'.repeat(1024));
    expect(await bodyOf(saying(`x${'é'.repeat(1000)}`))).toBe(`x${'é'.repeat(511)}`);
  });

  test('is nothing where there is none, or none that is text', async () => {
    const typed = (type: string) => bodyOf(saying('some'), { 'Content-Type': type });

    expect(await bodyOf(saying(''))).toBe(null);
    for (const type of ['image/png', 'application/octet-stream', 'application/zip']) {
      expect(await typed(type)).toBe(null);
    }
    for (const type of ['text/html; charset=utf-8', 'application/problem+json', 'TEXT/PLAIN']) {
      expect(await typed(type)).toBe('some');
    }
    expect(await bodyOf(saying('packed'), { 'Content-Encoding': 'gzip' })).toBe(null);
  });

  test('is text that can be stored, whatever was sent', async () => {
    expect(await bodyOf(saying(Buffer.from([0x61, 0, 0xff, 0x62])))).toBe('a\ufffdb');
  });

  test('is cut where it breaks off or does not end, and takes no status back', async () => {
    const halting = (response: ServerResponse) => response.write('began');
    const breaking = (response: ServerResponse) => {
      response.write('began', () => response.destroy());
    };
    const endless = (response: ServerResponse) => {
      const timer = setInterval(() => response.write('again '), 1);
      response.on('close', () => clearInterval(timer));
    };

    expect(await bodyOf(halting)).toBe('began');
    expect(await bodyOf(breaking)).toBe('began');
    expect(await bodyOf(endless)).toMatch(/^(again ){170}agai$/);
  });
});

describe('Retry-After', () => {
  const askedWith = async (status: number, headers: Readonly<Record<string, string>>) => {
    const port = await receiver((_request, response) => {
      response.writeHead(status, headers).end();
    });
    return anywhere.send(message(`http://127.0.0.1:${port}/`));
  };
  const date = 'Sun, 06 Nov 1994 08:49:37 GMT';

  test.each([
    ['seconds', '120', 120],
    ['none at all', '0', 0],
    ['more than anybody waits', '99999999999999', 31_536_000],
    ['longer than any number', '9'.repeat(400), 31_536_000],
    ['a date', 'Sun, 06 Nov 1994 08:51:37 GMT', 120],
    ['a date of RFC 850', 'Sunday, 06-Nov-94 08:51:37 GMT', 120],
    ['a date of asctime', 'Sun Nov  6 08:51:37 1994', 120],
    ['a date that is over', 'Sun, 06 Nov 1994 08:49:36 GMT', null],
    ['a fraction', '1.5', null],
    ['less than nothing', '-5', null],
    ['words', 'in 5 minutes', null],
    ['a year', '2030', 2030],
    ['nothing', '', null],
  ])('that asks for %s is told', async (_, asked, seconds) => {
    for (const status of [429, 503]) {
      const answer = await askedWith(status, { 'Retry-After': asked, Date: date });

      expect(answer).toEqual(answered(status, seconds));
    }
  });

  test('counts a date from now where the answer has none', async () => {
    const until = new Date(Date.now() + 3_600_000).toUTCString();
    const port = await receiver((_request, response) => {
      response.sendDate = false;
      response.writeHead(503, { 'Retry-After': until }).end();
    });

    const { retryAfterSeconds } = {
      retryAfterSeconds: 0,
      ...(await anywhere.send(message(`http://127.0.0.1:${port}/`))),
    };

    expect(retryAfterSeconds).toBeGreaterThan(3_500);
    expect(retryAfterSeconds).toBeLessThanOrEqual(3_600);
  });

  test.each([200, 301, 400, 500, 502])('is no matter with a %i', async (status) => {
    const answer = await askedWith(status, { 'Retry-After': '120' });

    expect(answer).toEqual(answered(status));
  });
});
