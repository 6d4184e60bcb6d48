import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testEventType, webhookEventTypes } from '#domain/webhooks/event-types.ts';
import type { Worker } from '#interfaces/worker/worker.ts';
import { startWorker } from '#interfaces/worker/worker.ts';
import { appUnderTest } from '../../support/app.ts';
import { committedDocument, webhookFaults } from '../../support/openapi.ts';
import { until } from '../../support/until.ts';
import { reachThreshold } from '../metering/reach-threshold.ts';
import { doEverything, openShop } from '../shop.ts';
import { newEmail, signUp } from '../world.ts';

const app = appUnderTest('postgres', { allowPrivateWebhooks: true });

interface Payload {
  readonly type: string;
  readonly tenantId: string;
  readonly data: {
    readonly resourceId: string;
    readonly version: number;
    readonly before: { readonly version: number } | null;
    readonly after: { readonly version: number } | null;
  };
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let worker: Worker;
let url: string;
let answer: Answer;
let bodies: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      bodies.push(body);
      answer(request, response);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
  const log = { info: () => undefined, error: () => undefined };
  worker = await startWorker(app.composition().operations, log);
});
afterAll(async () => {
  await worker.stop();
  server.close();
  server.closeAllConnections();
});

const answering =
  (status: number, headers: Readonly<Record<string, string>> = {}): Answer =>
  (_request, response) =>
    void response.writeHead(status, headers).end();

beforeEach(() => {
  answer = answering(200);
  bodies = [];
});

const isReached = ({ type }: Payload): boolean => type === 'usage_alert.reached';

const told = (): readonly Payload[] => bodies.map((body) => JSON.parse(body) as Payload);

const listening = async (eventTypes: readonly string[] = ['customer.created']) => {
  const { token, tenantId } = await signUp(app);
  const made = await app.send('post', '/v1/webhook-endpoints', {
    token,
    body: { url, eventTypes },
  });
  const path = `/v1/webhook-endpoints/${made.body.endpoint.id}`;
  const send = async (method: 'post' | 'patch' | 'delete', at: string, body?: object) => {
    const isNew = method === 'post' && !at.endsWith('/publish');
    const headers = isNew ? {} : { 'If-Match': '*' };
    const sent = await app.send(method, at, { token, headers, ...(body && { body }) });
    expect([at, sent.status]).toEqual([at, expect.toSatisfy((status: number) => status < 300)]);
    return sent.body;
  };
  const create = () => send('post', '/v1/customers', { name: 'Globex', email: newEmail() });
  const show = () => app.send('get', path, { token });
  const deliveries = async () =>
    (await app.send('get', '/v1/webhook-deliveries?limit=100', { token })).body.data;
  return { token, tenantId, path, send, create, show, deliveries };
};

describe('what a webhook says', () => {
  test('is documented, for every event that there is', async () => {
    const { token, send, tenantId: own } = await listening(['*']);
    await send('patch', '/v1/tenant', { timeZone: 'Europe/Vienna' });
    const customer = await send('post', '/v1/customers', {
      name: 'Globex',
      email: newEmail(),
      address: { country: 'AT' },
      metadata: { tier: 'gold' },
    });
    await send('patch', `/v1/customers/${customer.id}`, { name: 'Globex AG' });
    await send('delete', `/v1/customers/${customer.id}`);
    const product = await send('post', '/v1/products', { code: 'crm', name: 'CRM' });
    await send('patch', `/v1/products/${product.id}`, { name: 'The CRM' });
    const other = await send('post', '/v1/products', { code: 'erp', name: 'ERP' });
    await send('delete', `/v1/products/${other.id}`);
    const plan = await send('post', '/v1/plans', {
      productId: product.id,
      code: 'team',
      name: 'Team',
      currency: 'EUR',
      interval: { unit: 'month', count: 1 },
      status: 'draft',
      prices: [
        {
          name: 'Seat',
          kind: 'recurring',
          model: 'flat',
          amount: { amount: 4900, currency: 'EUR' },
          billed: 'in_advance',
        },
      ],
    });
    await send('patch', `/v1/plans/${plan.id}`, { name: 'Team, monthly', status: 'active' });
    const ofPlan = `/v1/plans/${plan.id}/versions`;
    await send('post', ofPlan, {});
    await send('patch', `${ofPlan}/2`, { trialDays: 7 });
    await send('delete', `${ofPlan}/2`);
    await send('post', ofPlan, {});
    await send('post', `${ofPlan}/2/publish`);
    const move = { toVersion: 1, effective: 'now' };
    await send('post', `/v1/plans/${plan.id}/migrations`, move);
    await send('delete', `/v1/plans/${plan.id}`);
    await send('post', `/v1/plans/${plan.id}/restore`);
    const meter = await send('post', '/v1/meters', {
      code: 'calls',
      name: 'Calls',
      eventType: 'call',
      filters: [{ property: 'zone', in: ['eu', 5] }],
      aggregation: 'count',
    });
    await send('patch', `/v1/meters/${meter.id}`, { unit: 'calls' });
    await send('delete', `/v1/meters/${meter.id}`);
    const email = newEmail();
    const invited = await send('post', '/v1/users', { email, role: 'USER' });
    const joined = await app.send('post', '/v1/auth/accept-invitation', {
      body: { token: invited.token, name: 'Bob', password: 'correct horse battery' },
    });
    await app.send('patch', '/v1/auth/me', {
      token: joined.body.accessToken,
      body: { name: 'Bob Roberts' },
    });
    await until(() => told().some(({ type }) => type === 'user.details_changed'));
    await send('patch', `/v1/users/${joined.body.user.id}`, { role: 'ADMIN' });
    await send('delete', `/v1/users/${joined.body.user.id}`);
    const shop = await openShop(app, undefined, {
      finalization: 'manual',
      upcomingNoticeDays: 5,
    });
    const ofShops = /^(subscription|invoice|tax_rate|usage_alert)\.|balance_adjusted$/;
    const eventTypes = webhookEventTypes.filter((type) => ofShops.test(type));
    await shop.send('post', '/v1/webhook-endpoints', { url, eventTypes });
    await doEverything(shop);
    await reachThreshold(shop, () => until(() => told().some(isReached)));
    const listed = await app.send('get', '/v1/webhook-endpoints', { token });
    await send('post', `/v1/webhook-endpoints/${listed.body.data[0].id}/test`);

    const all = [...webhookEventTypes, testEventType];
    await until(() => new Set(told().map(({ type }) => type)).size === all.length);

    expect(Object.keys(committedDocument.webhooks)).toEqual(all);
    expect(bodies.flatMap(webhookFaults)).toEqual([]);
    expect(new Set(told().map(({ tenantId }) => tenantId))).toEqual(new Set([own, shop.tenantId]));
    const versions = (type: string) =>
      told()
        .filter((payload) => payload.type === type)
        .map(({ data: { version, before, after } }) => [version, before?.version, after?.version])
        // Deliveries are sent side by side: they may arrive in another order than they were made.
        .toSorted((one, next) => Number(one[0]) - Number(next[0]));
    expect(versions('customer.created')).toEqual([[1, undefined, 1]]);
    expect(versions('customer.updated')).toEqual([[2, 1, 2]]);
    expect(versions('customer.deleted')).toEqual([[2, 2, undefined]]);
    expect(versions('user.details_changed')).toEqual([[2, 1, 2]]);
    expect(versions('user.role_changed')).toEqual([[3, 2, 3]]);
    // One request, one version: the plan was changed and put on offer at once. Then its terms were
    // those of another version.
    expect(versions('plan.updated')).toEqual([
      [2, 1, 2],
      [3, 2, 3],
    ]);
    expect(versions('plan.version_published')).toEqual([[2, 1, 2]]);
    expect(versions('plan.activated')).toEqual([[2, 2, 2]]);
  });
});

describe('a test event', () => {
  test('goes to the endpoint that is tested and to no other, whatever they ask for', async () => {
    const { path, send, deliveries, token, show } = await listening(['plan.created']);
    await app.send('post', '/v1/webhook-endpoints', { token, body: { url, eventTypes: ['*'] } });
    const before = (await show()).headers['etag'];

    const answered = await app.send('post', `${path}/test`, { token });
    await until(async () =>
      (await deliveries()).some(
        (one: { eventType: string; status: string }) =>
          one.eventType === testEventType && one.status === 'succeeded',
      ),
    );

    expect([answered.status, answered.body.eventType]).toEqual([202, 'webhook_endpoint.tested']);
    const isTest = ({ eventType }: { eventType: string }) => eventType === testEventType;
    expect((await deliveries()).filter(isTest)).toMatchObject([
      { endpointId: path.split('/').at(-1), eventType: 'webhook_endpoint.tested', attemptsMade: 1 },
    ]);
    expect(told().filter(({ type }) => type === testEventType)).toHaveLength(1);
    expect((await show()).headers['etag']).toBe(before);
    await send('patch', path, { isEnabled: false });
    const refused = await app.send('post', `${path}/test`, { token });
    expect([refused.status, refused.body.code]).toEqual([409, 'webhook_endpoint_disabled']);
  });
});

describe('what comes of attempts', () => {
  test('is noted of each of many that fail at once, and leaves the owner’s version', async () => {
    const { create, deliveries, show, path, token } = await listening();
    const etag = String((await show()).headers['etag']);
    const waiting: ServerResponse[] = [];
    // All are at the endpoint at once, and are refused together.
    answer = (_request, response) => {
      waiting.push(response);
      if (waiting.length < 8) return;
      for (const each of waiting) each.writeHead(500).end();
    };
    for (let count = 0; count < 8; count += 1) await create();

    await until(async () => {
      const made = await deliveries();
      return made.length === 8 && made.every((one: { attemptsMade: number }) => one.attemptsMade);
    });
    answer = answering(200);
    const shown = await show();
    const changed = await app.send('patch', path, {
      token,
      body: { description: 'The CRM' },
      headers: { 'If-Match': etag },
    });

    const attempts = (await deliveries()).map((one: { attempts: object[] }) => one.attempts[0]);
    expect(attempts).toHaveLength(8);
    for (const attempt of attempts) expect(attempt).toMatchObject({ responseStatus: 500 });
    expect(shown.body).toMatchObject({ version: 1, failingSince: expect.any(String) as string });
    expect([changed.status, changed.body.version]).toEqual([200, 2]);
  });

  test('disables an endpoint that is gone, and leaves its owner’s version', async () => {
    const { create, show, path, token } = await listening();
    const etag = String((await show()).headers['etag']);
    answer = answering(410);

    await create();
    await until(async () => (await show()).body.disabledReason === 'gone');
    // Its content has changed, so whoever has the version is not told that they have it all.
    const again = await app.send('get', path, { token, headers: { 'If-None-Match': etag } });
    const enabled = await app.send('patch', path, {
      token,
      body: { isEnabled: true },
      headers: { 'If-Match': etag },
    });

    expect([again.status, again.body.disabledReason]).toEqual([200, 'gone']);
    expect([enabled.status, enabled.body]).toMatchObject([200, { disabledReason: null }]);
  });

  test.each([
    ['seconds', () => '600'],
    ['a date', () => new Date(Date.now() + 601_000).toUTCString()],
  ])('waits as long as Retry-After asks for in %s', async (_, asked) => {
    const { create, deliveries } = await listening();
    answer = (_request, response) => void response.writeHead(429, { 'Retry-After': asked() }).end();

    await create();
    await until(async () => (await deliveries())[0]?.attemptsMade === 1);

    const [{ attempts, nextAttemptAt, status }] = await deliveries();
    expect(status).toBe('pending');
    const waits = Date.parse(nextAttemptAt) - Date.parse(attempts[0].at);
    expect(waits).toBeGreaterThanOrEqual(599_000);
    expect(waits).toBeLessThan(700_000);
  });
});
