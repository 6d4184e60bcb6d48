import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, test } from 'vitest';
import { instantOf } from '#domain/shared/time.ts';
import { StandardWebhookSender } from '#infrastructure/webhooks/standard-webhook-sender.ts';
import { someday } from '../../src/testing/builders.ts';
import { until } from '../support/until.ts';

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

const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

const message = (url: string) => ({
  url,
  id: 'evt_1',
  secrets: [newSecret()],
  sentAt: someday,
  body: '{"type":"customer.created","name":"Ünal"}',
});

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
  return body;
};

const v4 = (address: string) => ({ address, family: 4 });
const v6 = (address: string) => ({ address, family: 6 });
const anywhere = new StandardWebhookSender({ allowPrivate: true });

const answered = (responseStatus: number, retryAfterSeconds: number | null = null) => ({
  responseStatus,
  error: null,
  retryAfterSeconds,
  responseBody: null,
});

const nowhere = {
  responseStatus: null,
  error: 'The name leads to no address that webhooks are sent to.',
};

describe('a name', () => {
  const publicAddress = v4('93.184.216.34');
  const failing = (code: string) => () =>
    Promise.reject(Object.assign(new Error(`queryA ${code}`), { code }));

  // Told alike and after the same time: who reads the deliveries learns no names of our network.
  test.each([
    ['leads to a private address', async () => [v4('10.0.0.7')]],
    ['leads to loopback', async () => [v4('127.0.0.1')]],
    ['leads to the metadata of a cloud', async () => [v4('169.254.169.254')]],
    ['leads to the inside of Azure', async () => [v4('168.63.129.16')]],
    ['leads to loopback of IPv6', async () => [v6('::1')]],
    ['leads to loopback in an IPv6 disguise', async () => [v6('::ffff:127.0.0.1')]],
    ['leads to a public and a private address', async () => [publicAddress, v4('192.168.1.1')]],
    ['leads to a private and a public address', async () => [v4('192.168.1.1'), publicAddress]],
    ['leads to a private address of IPv6 too', async () => [publicAddress, v6('fd00::1')]],
    ['has no address', async () => []],
    ['does not exist', failing('ENOTFOUND')],
    ['cannot be asked for', failing('ESERVFAIL')],
    ['is never answered', () => new Promise<never>(() => {})],
  ])('that %s is sent nothing', async (_, resolve) => {
    const sender = new StandardWebhookSender({
      allowPrivate: false,
      resolve,
      resolveMilliseconds: 300,
    });
    const start = performance.now();

    const answer = await sender.send(message('https://hooks.example.com/'));

    expect(answer).toEqual(nowhere);
    expect(performance.now() - start).toBeGreaterThan(290);
  });

  test('that takes as long as the whole attempt may is sent nothing', async () => {
    let asked = 0;
    const port = await receiver((_request, response) => {
      asked += 1;
      response.end();
    });
    const sender = new StandardWebhookSender({
      allowPrivate: true,
      attemptMilliseconds: 50,
      resolve: async () => {
        await delay(200);
        return [v4('127.0.0.1')];
      },
    });

    const { responseStatus } = await sender.send(message(`http://slow.example.com:${port}/`));
    await delay(300);

    expect([responseStatus, asked]).toEqual([null, 0]);
  });

  test('is resolved once, and the connection goes where it was looked at', async () => {
    const hosts: (string | undefined)[] = [];
    const port = await receiver((request, response) => {
      hosts.push(request.headers.host);
      response.end();
    });
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return asked === 1 ? [v4('127.0.0.1')] : [v4('127.0.0.2')];
    };
    const sender = new StandardWebhookSender({ allowPrivate: true, resolve });

    const answer = await sender.send(message(`http://hooks.example.com:${port}/`));

    expect(answer).toEqual(answered(200));
    expect([asked, hosts]).toEqual([1, [`hooks.example.com:${port}`]]);
  });
});

describe('an attempt', () => {
  test('is a POST that each secret signs, of the body as it is', async () => {
    const received: { request: IncomingMessage; body: string }[] = [];
    const port = await receiver(async (request, response) => {
      received.push({ request, body: await bodyOf(request) });
      response.writeHead(204).end();
    });
    const [one, two] = [newSecret(), newSecret()];
    const given = {
      ...message(`http://127.0.0.1:${port}/hooks?a=1`),
      sentAt: instantOf(Date.now()),
    };

    const answer = await anywhere.send({ ...given, secrets: [one, two] });

    expect(answer).toEqual(answered(204));
    const [{ request, body } = { request: undefined, body: '' }] = received;
    expect([request?.method, request?.url]).toEqual(['POST', '/hooks?a=1']);
    expect(body).toBe(given.body);
    const headers = request?.headers as Record<string, string>;
    for (const secret of [one, two]) {
      expect(new Webhook(secret).verify(body, headers)).toMatchObject({ name: 'Ünal' });
    }
    expect(() => new Webhook(message('').secrets[0] ?? '').verify(body, headers)).toThrow(
      'No matching signature found',
    );
  });

  test.each([200, 204, 400, 410, 500, 503])('reports a %i as it is', async (status) => {
    const port = await receiver((_request, response) => {
      response.writeHead(status).end();
    });

    const answer = await anywhere.send(message(`http://127.0.0.1:${port}/`));

    expect(answer).toEqual(answered(status));
  });

  test.each([301, 302, 303, 307, 308])('follows no %i', async (status) => {
    let followed = 0;
    const target = await receiver((_request, response) => {
      followed += 1;
      response.end();
    });
    const port = await receiver((_request, response) => {
      response.writeHead(status, { Location: `http://127.0.0.1:${target}/` }).end();
    });

    const answer = await anywhere.send(message(`http://127.0.0.1:${port}/`));

    expect(answer).toEqual(answered(status));
    expect(followed).toBe(0);
  });

  test('reads no answer that does not end: it hangs up at the status', async () => {
    let [written, isCut] = [0, false];
    const port = await receiver((_request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => {
        if (response.writable && !response.writableNeedDrain) written += 65_536;
        response.write(Buffer.alloc(65_536));
      }, 5);
      response.once('close', () => {
        clearInterval(timer);
        isCut = true;
      });
    });

    const answer = await anywhere.send(message(`http://127.0.0.1:${port}/`));
    await until(() => isCut);

    expect(answer).toEqual(answered(200));
    expect(written).toBeLessThan(10_000_000);
  });

  test('that is not answered is given up on', async () => {
    const port = await receiver(() => {});
    const sender = new StandardWebhookSender({ allowPrivate: true, attemptMilliseconds: 200 });

    expect(await sender.send(message(`http://127.0.0.1:${port}/`))).toEqual({
      responseStatus: null,
      error: 'It did not answer within 0.2 s.',
    });
  });

  test('that nobody takes, or that is hung up on, is an answer too', async () => {
    const port = await receiver((request) => request.socket.destroy());

    expect(await anywhere.send(message('http://127.0.0.1:1/'))).toEqual({
      responseStatus: null,
      error: 'It could not be reached: ECONNREFUSED.',
    });
    expect(await anywhere.send(message(`http://127.0.0.1:${port}/`))).toEqual({
      responseStatus: null,
      error: 'It could not be reached: ECONNRESET.',
    });
  });
});
