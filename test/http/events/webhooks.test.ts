import { once } from 'node:events';
import type { IncomingHttpHeaders, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Worker } from '#interfaces/worker/worker.ts';
import { startWorker } from '#interfaces/worker/worker.ts';
import { appUnderTest } from '../../support/app.ts';
import { newEmail, signUp } from '../world.ts';

// A receiver of our own, and a worker beside the app.

const app = appUnderTest('postgres', { allowPrivateWebhooks: true });
const guarded = appUnderTest('memory');

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let server: Server;
let worker: Worker;
let url: string;
let answer: number;
let answerText: string;
let received: Received[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      response.writeHead(answer, { Location: 'http://127.0.0.1:1/' }).end(answerText);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
  worker = await startWorker(app.composition().operations, {
    info: () => undefined,
    error: () => undefined,
  });
});
afterAll(async () => {
  await worker.stop();
  server.close();
});
beforeEach(() => {
  answer = 200;
  answerText = '';
  received = [];
});

const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  const giveUpAt = performance.now() + 15_000;
  while (!(await condition())) {
    if (performance.now() > giveUpAt) throw new Error('It did not come to pass.');
    await delay(50);
  }
};

const listening = async (eventTypes: readonly string[] = ['customer.created']) => {
  const { token } = await signUp(app);
  const made = await app.send('post', '/v1/webhook-endpoints', {
    token,
    body: { url, eventTypes },
  });
  expect(made.status).toBe(201);
  const path = `/v1/webhook-endpoints/${made.body.endpoint.id}`;
  const create = async () => {
    const body = { name: 'Globex', email: newEmail() };
    return (await app.send('post', '/v1/customers', { token, body })).body;
  };
  const deliveries = async () =>
    (await app.send('get', '/v1/webhook-deliveries', { token })).body.data;
  return { token, path, create, deliveries, secret: made.body.secret as string };
};

const verified = (secret: string, { headers, body }: Received) =>
  new Webhook(secret).verify(body, headers as Record<string, string>) as {
    type: string;
    data: { resourceId: string; after: { name: string } };
  };

describe('a webhook', () => {
  test('tells what happened, signed so that the standard library believes it', async () => {
    const { create, secret, deliveries } = await listening();

    const customer = await create();
    await until(async () => (await deliveries())[0]?.status === 'succeeded');

    const [request] = received;
    if (request === undefined) throw new Error('Nothing came.');
    expect(verified(secret, request)).toMatchObject({
      type: 'customer.created',
      data: { resourceId: customer.id, after: { name: 'Globex' } },
    });
    expect(() => verified('whsec_AAAA', request)).toThrow('No matching signature found');
    expect(request.headers['webhook-id']).toMatch(/^evt_/);
  });

  test('tells only what was asked for', async () => {
    const { create, token, deliveries } = await listening(['product.created']);

    await create();
    await app.send('post', '/v1/products', { token, body: { code: 'crm', name: 'CRM' } });
    await until(() => received.length > 0);

    expect((await deliveries()).map(({ eventType }: { eventType: string }) => eventType)).toEqual([
      'product.created',
    ]);
  });

  test('is signed by both secrets for a day after a rotation', async () => {
    const { create, path, token, secret } = await listening();

    const rotated = await app.send('post', `${path}/rotate-secret`, { token });
    await create();
    await until(() => received.length > 0);

    const [request] = received;
    if (request === undefined) throw new Error('Nothing came.');
    expect(String(request.headers['webhook-signature']).split(' ')).toHaveLength(2);
    expect(verified(secret, request).type).toBe('customer.created');
    expect(verified(rotated.body.secret, request).type).toBe('customer.created');
  });

  test('that is refused is tried again by the schedule, and can be resent', async () => {
    answer = 500;
    const { create, token, deliveries } = await listening();

    await create();
    await until(async () => (await deliveries())[0]?.attemptsMade === 1);
    const [first] = await deliveries();
    answer = 200;
    const resent = await app.send('post', `/v1/webhook-deliveries/${first.id}/resend`, { token });
    await until(async () => (await deliveries())[0]?.status === 'succeeded');

    expect(first).toMatchObject({ status: 'pending', attempts: [{ responseStatus: 500 }] });
    const waits = Date.parse(first.nextAttemptAt) - Date.parse(first.attempts[0].at);
    expect(waits).toBeGreaterThanOrEqual(5_000);
    expect(waits).toBeLessThan(8_000);
    expect(resent.status).toBe(200);
  });

  test('follows no redirect', async () => {
    answer = 302;
    const { create, deliveries } = await listening();

    await create();
    await until(async () => (await deliveries())[0]?.attemptsMade === 1);

    expect((await deliveries())[0]).toMatchObject({
      status: 'pending',
      attempts: [{ responseStatus: 302 }],
    });
  });

  test('that is answered 410 disables its endpoint; what it missed can be replayed', async () => {
    answer = 410;
    const { create, path, token, deliveries } = await listening();
    const shown = async () => app.send('get', path, { token });

    await create();
    await until(async () => (await shown()).body.disabledReason === 'gone');
    const missed = await create();
    // Dispatched while it was disabled, or it would not have been missed.
    await until(async () => {
      const [outbox] = await app.composition().operations.jobs.states();
      return outbox?.ready === 0 && outbox.active === 0 && outbox.deferred === 0;
    });
    const refused = await app.send('post', `${path}/replay`, {
      token,
      body: { since: '2026-01-01T00:00:00Z' },
    });
    answer = 200;
    const enabled = await app.send('patch', path, {
      token,
      body: { isEnabled: true },
      headers: { 'If-Match': (await shown()).headers['etag'] ?? '' },
    });
    const replayed = await app.send('post', `${path}/replay`, {
      token,
      body: { since: '2026-01-01T00:00:00Z' },
    });
    await until(async () =>
      (await deliveries()).every(({ status }: { status: string }) => status === 'succeeded'),
    );

    expect([refused.status, refused.body.code]).toEqual([409, 'webhook_endpoint_disabled']);
    expect([enabled.status, enabled.body.disabledReason]).toEqual([200, null]);
    expect(replayed.body.scheduled).toBe(2);
    expect(received.some(({ body }) => body.includes(missed.id))).toBe(true);
  });
});

describe('a delivery', () => {
  test('shows what was sent, and how the answer began', async () => {
    const { create, token, deliveries } = await listening();
    answerText = `Fine, thanks. ${'x'.repeat(2000)}`;
    const customer = await create();
    await until(async () => (await deliveries())[0]?.status === 'succeeded');

    const [listed] = await deliveries();
    const shown = await app.send('get', `/v1/webhook-deliveries/${listed.id}`, { token });

    expect(JSON.stringify(shown.body.payload)).toBe(received[0]?.body);
    expect(shown.body.payload.data.resourceId).toBe(customer.id);
    expect(shown.body.attempts).toEqual([
      { ...listed.attempts[0], responseBody: answerText.slice(0, 1024) },
    ]);
    expect(listed).not.toHaveProperty('payload');
  });

  test('shows what was sent to nobody who may not read events', async () => {
    const { create, token, deliveries } = await listening();
    await create();
    await until(async () => (await deliveries()).length > 0);
    const [{ id }] = await deliveries();
    const shownTo = async (permissions: readonly string[]) => {
      const made = await app.send('post', '/v1/api-keys', {
        token,
        body: { name: 'CI', permissions },
      });
      const path = `/v1/webhook-deliveries/${id}`;
      return (await app.send('get', path, { token: made.body.token })).body;
    };

    expect((await shownTo(['webhooks:read'])).payload).toBe(null);
    const { payload } = await shownTo(['webhooks:read', 'events:read']);
    expect(payload).toMatchObject({ type: 'customer.created' });
  });
});

describe('an address', () => {
  const create = async (address: string) => {
    const { token } = await signUp(guarded);
    const body = { url: address, eventTypes: ['*'] };
    return guarded.send('post', '/v1/webhook-endpoints', { token, body });
  };

  test.each([
    'http://example.com/',
    'https://127.0.0.1/',
    'https://10.0.0.7/',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/',
    'https://[fd00::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://0x7f000001/',
    'https://0/',
  ])('%s is refused', async (address) => {
    const refused = await create(address);

    expect([refused.status, refused.body.errors?.[0]]).toEqual([
      400,
      expect.objectContaining({ pointer: '/url', code: 'refused_url' }),
    ]);
  });

  test.each(['ftp://example.com/', 'https://user:pw@example.com/', 'nonsense', 'https://x.y/#z'])(
    '%s is no address',
    async (address) => {
      const refused = await create(address);
      expect([refused.status, refused.body.errors?.[0]?.code]).toEqual([400, 'invalid_url']);
    },
  );
});
