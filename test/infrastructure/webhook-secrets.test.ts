import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uuidOf } from '#domain/shared/ids.ts';
import type { SealedSecret } from '#domain/webhooks/webhook-endpoint.ts';
import { SealedWebhookSecrets } from '#infrastructure/security/sealed-webhook-secrets.ts';
import { Sealer } from '#infrastructure/security/sealer.ts';
import type { Worker } from '#interfaces/worker/worker.ts';
import { startWorker } from '#interfaces/worker/worker.ts';
import { buildId } from '../../src/testing/builders.ts';
import { newEmail, signUp } from '../http/world.ts';
import { appUnderTest } from '../support/app.ts';
import { until } from '../support/until.ts';
import { webhookReceiver } from '../support/webhook-receiver.ts';

const [older, newer] = [randomBytes(32), randomBytes(32)];
const owner = { tenantId: buildId('ten'), endpointId: buildId('whk') };

describe('the signing secrets of endpoints', () => {
  const secrets = new SealedWebhookSecrets(new Sealer([older]));

  test('are new each time, as Standard Webhooks writes them, and told once', () => {
    const [one, two] = [secrets.issue(owner), secrets.issue(owner)];

    expect(one.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(one.secret).not.toBe(two.secret);
    expect(one.sealed).not.toContain(one.secret);
    expect(secrets.open(owner, one.sealed)).toBe(one.secret);
  });

  test('open for their own endpoint and tenant only, and by a key that is there', () => {
    const { sealed } = secrets.issue(owner);

    expect(secrets.open({ ...owner, endpointId: buildId('whk') }, sealed)).toBeUndefined();
    expect(secrets.open({ ...owner, tenantId: buildId('ten') }, sealed)).toBeUndefined();
    expect(secrets.open(owner, `${sealed.slice(0, -4)}AAAA` as SealedSecret)).toBeUndefined();
    expect(secrets.open(owner, 'nonsense' as SealedSecret)).toBeUndefined();
    expect(new SealedWebhookSecrets(new Sealer([newer])).open(owner, sealed)).toBeUndefined();
  });
});

describe('what is sealed', () => {
  test('is sealed anew by the first key where an older one sealed it', () => {
    const sealed = new Sealer([older]).seal('whsec_x', 'a');
    const both = new Sealer([newer, older]);

    const renewed = both.renew(sealed, 'a');

    expect(new Sealer([newer]).open(renewed, 'a')).toBe('whsec_x');
    expect(both.renew(renewed, 'a')).toBe(renewed);
  });

  test.each([
    ['is sealed for something else', new Sealer([older]).seal('whsec_x', 'b')],
    ['no key opens', new Sealer([randomBytes(32)]).seal('whsec_x', 'a')],
    ['is nothing of ours', 'nonsense'],
  ])('and %s stays as it is', (_what, sealed) => {
    expect(new Sealer([newer, older]).renew(sealed, 'a')).toBe(sealed);
  });
});

describe('an endpoint whose secret cannot be opened', () => {
  const app = appUnderTest('postgres', { allowPrivateWebhooks: true });
  const receiver = webhookReceiver();
  let database: Client;
  let worker: Worker;
  beforeAll(async () => {
    database = new Client({ connectionString: app.url() });
    await database.connect();
    const silent = { info: () => undefined, error: () => undefined };
    worker = await startWorker(app.composition().operations, silent);
  });
  afterAll(async () => {
    await worker.stop();
    await database.end();
  });

  /** A tenant with two endpoints, of which one's secrets were sealed by a key that is lost. */
  const tenantWithBroken = async () => {
    const { token } = await signUp(app);
    const body = { url: receiver.url(), eventTypes: ['customer.created'] };
    const add = async () =>
      (await app.send('post', '/v1/webhook-endpoints', { token, body })).body.endpoint;
    const [broken, sound] = [await add(), await add()];
    const lost = new Sealer([randomBytes(32)]).seal('whsec_bG9zdA==', 'lost');
    await database.query('update webhook_endpoints set sealed_secret = $1 where id = $2', [
      lost,
      uuidOf(broken.id),
    ]);
    const path = `/v1/webhook-endpoints/${broken.id}`;
    const create = async (): Promise<string> => {
      const customer = { name: 'Globex', email: newEmail() };
      return (await app.send('post', '/v1/customers', { token, body: customer })).body.id;
    };
    const deliveriesTo = async (endpointId: string) => {
      const list = `/v1/webhook-deliveries?endpointId=${endpointId}`;
      return (await app.send('get', list, { token })).body.data;
    };
    return { token, path, broken, sound, create, deliveriesTo };
  };

  test('stops no other, and its deliveries say what is wrong', async () => {
    const { broken, sound, create, deliveriesTo } = await tenantWithBroken();

    await create();

    await until(async () => (await deliveriesTo(sound.id))[0]?.status === 'succeeded');
    await until(async () => (await deliveriesTo(broken.id))[0]?.attempts.length > 0);
    const [delivery] = await deliveriesTo(broken.id);
    expect(delivery).toMatchObject({
      status: 'pending',
      attempts: [{ responseStatus: null, error: expect.stringContaining('secret') }],
    });
  });

  test('is shown, changed and paused like any other', async () => {
    const { token, path } = await tenantWithBroken();

    const shown = await app.send('get', path, { token });
    const changed = await app.send('patch', path, {
      token,
      headers: { 'If-Match': shown.headers['etag'] ?? '' },
      body: { description: 'The old CRM', isEnabled: false },
    });

    expect([shown.status, changed.status]).toEqual([200, 200]);
    expect(changed.body).toMatchObject({ description: 'The old CRM', disabledReason: 'manual' });
  });

  test('is told again once it has another secret', async () => {
    const { token, path, broken, create, deliveriesTo } = await tenantWithBroken();

    const rotated = await app.send('post', `${path}/rotate-secret`, { token });
    await create();

    expect(rotated.status).toBe(200);
    await until(async () => (await deliveriesTo(broken.id))[0]?.status === 'succeeded');
  });

  test('can be deleted', async () => {
    const { token, path } = await tenantWithBroken();
    const headers = { 'If-Match': '"1"' };

    const deleted = await app.send('delete', path, { token, headers });

    expect(deleted.status).toBe(204);
  });
});
