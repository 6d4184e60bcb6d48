import { beforeEach, describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import type { Caller } from '../world.ts';
import { newPlan, signUp } from '../world.ts';

const app = appUnderTest('postgres');
let admin: Caller;
let productId: string;
beforeEach(async () => {
  admin = await signUp(app);
  const body = { code: 'crm', name: 'CRM' };
  productId = (await app.send('post', '/v1/products', { token: admin.token, body })).body.id;
});

const create = (given: object = {}) => {
  const body = newPlan(productId, { code: 'team', ...given });
  return app.send('post', '/v1/plans', { token: admin.token, body });
};
const change = (id: string, version: number, body: object) =>
  app.send('patch', `/v1/plans/${id}`, {
    token: admin.token,
    headers: { 'If-Match': `"${version}"` },
    body,
  });
const archive = (id: string, version = 1) =>
  app.send('delete', `/v1/plans/${id}`, {
    token: admin.token,
    headers: { 'If-Match': `"${version}"` },
  });
const restore = (id: string) => app.send('post', `/v1/plans/${id}/restore`, { token: admin.token });
const codes = async (query = '') => {
  const { body } = await app.send('get', `/v1/plans${query}`, { token: admin.token });
  return body.data.map(({ code }: { code: string }) => code);
};

describe('a product', () => {
  test('needs a code of its own in the tenant', async () => {
    const body = { code: 'crm', name: 'Another' };
    const again = await app.send('post', '/v1/products', { token: admin.token, body });
    const elsewhere = await app.send('post', '/v1/products', {
      token: (await signUp(app)).token,
      body,
    });

    expect([again.status, again.body.code]).toEqual([409, 'product_code_taken']);
    expect(elsewhere.status).toBe(201);
  });

  test('stays while a plan refers to it, an archived one too', async () => {
    const remove = () =>
      app.send('delete', `/v1/products/${productId}`, {
        token: admin.token,
        headers: { 'If-Match': '"1"' },
      });
    const { id } = (await create()).body;
    const used = await remove();
    await archive(id);
    const stillUsed = await remove();

    expect([used.status, used.body.code]).toEqual([409, 'product_in_use']);
    expect(stillUsed.body.code).toBe('product_in_use');
  });

  test('that nothing refers to is deleted for good', async () => {
    const path = `/v1/products/${productId}`;
    const headers = { 'If-Match': '"1"' };
    const deleted = await app.send('delete', path, { token: admin.token, headers });

    expect(deleted.status).toBe(204);
    expect((await app.send('get', path, { token: admin.token })).status).toBe(404);
  });
});

describe('a plan', () => {
  test('is on offer at once, with its prices', async () => {
    const { status, body } = await create({ trialDays: 14 });

    expect(status).toBe(201);
    expect(body).toMatchObject({ status: 'active', trialDays: 14, archivedAt: null });
    expect(body.prices).toMatchObject([
      {
        name: 'Base',
        kind: 'recurring',
        model: 'flat',
        amount: { amount: 4900, currency: 'EUR' },
        billed: 'in_advance',
      },
    ]);
    expect(body.prices[0].id).toMatch(/^price_/);
  });

  test('archived leaves the list, stays readable, and gives its code free', async () => {
    const { id } = (await create()).body;

    expect((await archive(id)).status).toBe(204);

    expect(await codes()).toEqual([]);
    expect(await codes('?status=archived')).toEqual(['team']);
    expect(await codes('?status=all')).toEqual(['team']);
    const read = await app.send('get', `/v1/plans/${id}`, { token: admin.token });
    expect(read.body.status).toBe('archived');
    expect((await create()).status).toBe(201);
    const taken = await restore(id);
    expect([taken.status, taken.body.code]).toEqual([409, 'plan_code_taken']);
  });

  test('restored is what it was before', async () => {
    const active = (await create()).body;
    const draft = (await create({ code: 'draft', status: 'draft' })).body;
    await archive(active.id);
    await archive(draft.id);

    const [first, second] = [await restore(active.id), await restore(draft.id)];

    expect([first.body.status, second.body.status]).toEqual(['active', 'draft']);
    const again = await restore(active.id);
    expect([again.status, again.body.code]).toEqual([409, 'plan_not_archived']);
  });

  test('restored by many at once is restored once', async () => {
    const { id } = (await create()).body;
    await archive(id);

    const responses = await Promise.all(Array.from({ length: 6 }, () => restore(id)));

    expect(responses.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(responses.filter(({ body }) => body.code === 'plan_not_archived')).toHaveLength(5);
  });

  test('archived takes no change, and is not archived again', async () => {
    const { id } = (await create()).body;
    await archive(id);

    const changed = await change(id, 2, { name: 'New' });
    const again = await archive(id, 2);

    expect([changed.status, changed.body.code]).toEqual([409, 'plan_archived']);
    expect([again.status, again.body.code]).toEqual([409, 'plan_archived']);
  });

  test('on offer keeps its terms; how it is called may change', async () => {
    const { id, prices } = (await create()).body;

    const renamed = await change(id, 1, { name: 'Squad', prices });
    const longer = await change(id, 2, { trialDays: 30 });
    const back = await change(id, 2, { status: 'draft' });

    expect([renamed.status, renamed.body.name, renamed.body.prices]).toEqual([
      200,
      'Squad',
      prices,
    ]);
    expect([longer.status, longer.body.code]).toEqual([409, 'plan_terms_fixed']);
    expect([back.status, back.body.code]).toEqual([409, 'plan_already_active']);
  });

  test.each<[string, object]>([
    ['currency', { currency: 'USD' }],
    [
      'a price in another currency',
      { prices: [{ name: 'Base', amount: { amount: 1, currency: 'USD' } }] },
    ],
    ['interval', { interval: { unit: 'year', count: 1 } }],
    ['currency and name', { currency: 'USD', name: 'Squad' }],
    [
      'a price of another plan',
      {
        prices: [
          {
            id: 'price_01jd4x7h2cf5prw8mzk0qv9tns',
            name: 'Base',
            amount: { amount: 1, currency: 'EUR' },
          },
        ],
      },
    ],
  ])('on offer refuses another %s as fixed terms, and blames no field', async (_, body) => {
    const { id } = (await create()).body;

    const changed = await change(id, 1, body);

    expect([changed.status, changed.body.code]).toEqual([409, 'plan_terms_fixed']);
    expect(changed.body.errors).toBeUndefined();
  });

  test('in draft changes as it likes, and goes on offer with a price', async () => {
    const { id } = (await create({ status: 'draft', prices: [] })).body;

    const early = await change(id, 1, { status: 'active' });
    const prices = [{ name: 'Base', amount: { amount: 900, currency: 'USD' } }];
    const ready = await change(id, 1, { currency: 'USD', prices, status: 'active' });

    expect([early.status, early.body.code]).toEqual([409, 'plan_without_price']);
    expect([ready.status, ready.body.status, ready.body.version]).toEqual([200, 'active', 2]);
  });

  test('has prices in one currency, and of a product of the tenant', async () => {
    const prices = [{ name: 'Base', amount: { amount: 1, currency: 'USD' } }];
    const mixed = await create({ prices });
    const other = await signUp(app);
    const body = { code: 'theirs', name: 'Theirs' };
    const theirs = await app.send('post', '/v1/products', { token: other.token, body });
    const stolen = await create({ productId: theirs.body.id });
    const unknown = await create({ productId: 'prod_01jd4x7h2cf5prw8mzk0qv9tns' });

    expect(mixed.body.errors).toMatchObject([
      { pointer: '/prices/0/amount/currency', code: 'currency_mismatch' },
    ]);
    expect(stolen.body.errors).toMatchObject([{ pointer: '/productId', code: 'unknown_product' }]);
    expect(unknown.body.errors).toEqual(stolen.body.errors);
  });

  test('is found by product, code, words and status', async () => {
    await create();
    await create({ code: 'api', name: 'Programs only', status: 'draft' });

    expect(await codes()).toEqual(['api', 'team']);
    expect(await codes('?status=draft')).toEqual(['api']);
    expect(await codes('?code=team')).toEqual(['team']);
    expect(await codes('?search=prog')).toEqual(['api']);
    expect(await codes(`?productId=${productId}&status=active`)).toEqual(['team']);
    expect(await codes('?productId=prod_01jd4x7h2cf5prw8mzk0qv9tns')).toEqual([]);
  });

  test('wanted by many at once with one code is made once', async () => {
    const responses = await Promise.all(Array.from({ length: 10 }, () => create()));

    expect(responses.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(responses.filter(({ body }) => body.code === 'plan_code_taken')).toHaveLength(9);
  });
});
