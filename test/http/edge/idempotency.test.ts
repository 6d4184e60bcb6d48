import type { Response } from 'supertest';
import { describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import { newEmail, signUp } from '../world.ts';

const app = appUnderTest('postgres');

let keys = 0;
const newKey = (): string => {
  keys += 1;
  return `key-${keys}`;
};
const create = (token: string, key: string, body: object) =>
  app.send('post', '/v1/customers', { token, body, headers: { 'Idempotency-Key': key } });

describe('a POST with an Idempotency-Key', () => {
  test('has its effect once, and the same answer again, to the byte', async () => {
    const { token } = await signUp(app);
    const body = { name: 'Globex', email: newEmail() };
    const key = newKey();

    const first = await create(token, key, body);
    const again = await create(token, `"${key}"`, body);

    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.text).toBe(first.text);
    expect([first.headers['idempotent-replayed'], again.headers['idempotent-replayed']]).toEqual([
      undefined,
      'true',
    ]);
    for (const name of ['etag', 'location', 'content-type']) {
      expect(again.headers[name]).toBe(first.headers[name]);
    }
  });

  test('has the same bytes again, with money in it, or a secret that is told once', async () => {
    const { token } = await signUp(app);
    const product = await app.send('post', '/v1/products', {
      token,
      body: { code: 'crm', name: 'CRM' },
    });
    const price = { name: 'Seat', kind: 'recurring', model: 'flat', billed: 'in_advance' };
    const amount = { amount: 4900, currency: 'EUR' };
    const plan = {
      productId: product.body.id,
      code: 'team',
      name: 'Team',
      currency: 'EUR',
      interval: { unit: 'month', count: 1 },
      prices: [{ ...price, amount }],
      metadata: { $money: 'text', b: '1', a: '2' },
    };
    const key = { name: 'CI', permissions: ['customers:read'] };

    for (const [path, body] of [
      ['/v1/plans', plan],
      ['/v1/api-keys', key],
    ] as const) {
      const headers = { 'Idempotency-Key': newKey() };
      const first = await app.send('post', path, { token, body, headers });
      const again = await app.send('post', path, { token, body, headers });

      expect([path, first.status, again.status]).toEqual([path, 201, 201]);
      expect(again.headers['idempotent-replayed']).toBe('true');
      expect(again.text).toBe(first.text);
      for (const name of ['etag', 'location', 'content-type', 'content-length']) {
        expect([name, again.headers[name]]).toEqual([name, first.headers[name]]);
      }
    }
  });

  test('is the same request whatever the order and space of its JSON', async () => {
    const { token } = await signUp(app);
    const email = newEmail();
    const headers = { 'Idempotency-Key': newKey() };

    const raws = [`{"name":"A","email":"${email}"}`, `{ "email":"${email}",\n"name": "A" }`];
    const responses = [];
    for (const raw of raws) {
      responses.push(await app.send('post', '/v1/customers', { token, raw, headers }));
    }

    expect(responses.map(({ status }) => status)).toEqual([201, 201]);
    expect(responses[1]?.headers['idempotent-replayed']).toBe('true');
  });

  test('with another payload, or on another path, is refused', async () => {
    const { token } = await signUp(app);
    const key = newKey();
    await create(token, key, { name: 'Globex', email: newEmail() });

    const other = await create(token, key, { name: 'Initech', email: newEmail() });
    const elsewhere = await app.send('post', '/v1/products', {
      token,
      body: { code: 'crm', name: 'CRM' },
      headers: { 'Idempotency-Key': key },
    });

    for (const { status, body } of [other, elsewhere]) {
      expect([status, body.code]).toEqual([422, 'idempotency_key_reused']);
    }
  });

  test('is its caller’s alone: others may use the same key', async () => {
    const [one, two] = [await signUp(app), await signUp(app)];
    const key = newKey();
    const body = { name: 'Globex', email: newEmail() };

    const responses = [await create(one.token, key, body), await create(two.token, key, body)];

    expect(responses.map(({ status }) => status)).toEqual([201, 201]);
    expect(responses[1]?.headers['idempotent-replayed']).toBeUndefined();
  });

  test('gives a refusal by the rules again, though the reason is gone', async () => {
    const { token } = await signUp(app);
    const email = newEmail();
    const taken = await create(token, newKey(), { name: 'First', email });
    const key = newKey();

    const refused = await create(token, key, { name: 'Second', email });
    await app.send('delete', `/v1/customers/${taken.body.id}`, {
      token,
      headers: { 'If-Match': '"1"' },
    });
    const again = await create(token, key, { name: 'Second', email });

    expect([refused.status, again.status]).toEqual([409, 409]);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect({ ...again.body, requestId: '' }).toEqual({ ...refused.body, requestId: '' });
  });

  test('is not used up by a request that is not valid', async () => {
    const { token } = await signUp(app);
    const key = newKey();

    const invalid = await create(token, key, { name: '', email: 'no address' });
    const valid = await create(token, key, { name: 'Globex', email: newEmail() });

    expect([invalid.status, valid.status]).toEqual([400, 201]);
  });

  test.each(['', '"unclosed', 'with space', `x${'y'.repeat(255)}`, 'ümlaut'])(
    'that is no key is refused: %j',
    async (key) => {
      const { token } = await signUp(app);

      const response = await create(token, key, { name: 'Globex', email: newEmail() });

      expect([response.status, response.body.errors?.[0]?.pointer]).toEqual([
        400,
        '/header/idempotency-key',
      ]);
    },
  );

  test('invites once, and tells the same token again, which is nowhere in the clear', async () => {
    const { token } = await signUp(app);
    const sending = {
      token,
      body: { email: newEmail('guest'), role: 'USER' },
      headers: { 'Idempotency-Key': newKey() },
    };

    const first = await app.send('post', '/v1/users', sending);
    const again = await app.send('post', '/v1/users', sending);

    expect(again.text).toBe(first.text);
  });
});

test('50 keys × 20 parallel repeats have exactly 50 effects', async () => {
  const { token } = await signUp(app);
  const requests = Array.from({ length: 50 }, () => ({ key: newKey(), email: newEmail() }));

  // Some at a time: of a thousand at once, those that wait too long for a connection get a 503.
  const responses: Response[] = [];
  for (let start = 0; start < requests.length; start += 5) {
    const wave = requests
      .slice(start, start + 5)
      .flatMap(({ key, email }) =>
        Array.from({ length: 20 }, () => create(token, key, { name: 'Globex', email })),
      );
    responses.push(...(await Promise.all(wave)));
  }

  const made = responses.filter(({ status }) => status === 201);
  const waiting = responses.filter(({ status }) => status !== 201);
  expect(new Set(made.map(({ body }) => body.id)).size).toBe(50);
  expect(made.filter(({ headers }) => headers['idempotent-replayed'] === undefined)).toHaveLength(
    50,
  );
  for (const { status, body } of waiting) {
    expect([status, body.code]).toEqual([409, 'idempotency_key_in_flight']);
  }
  const listed = await app.send('get', '/v1/customers?limit=100', { token });
  expect(listed.body.data).toHaveLength(50);
});
