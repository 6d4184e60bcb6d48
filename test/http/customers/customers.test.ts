import { beforeEach, describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import type { Caller } from '../world.ts';
import { newEmail, signUp } from '../world.ts';

const app = appUnderTest('postgres');
let admin: Caller;
beforeEach(async () => {
  admin = await signUp(app);
});

const create = (body: object) => app.send('post', '/v1/customers', { token: admin.token, body });
const list = (query = '') => app.send('get', `/v1/customers${query}`, { token: admin.token });
const names = ({ body }: Awaited<ReturnType<typeof list>>) =>
  body.data.map(({ name }: { name: string }) => name);
const change = (id: string, version: string, body: object) =>
  app.send('patch', `/v1/customers/${id}`, {
    token: admin.token,
    headers: { 'If-Match': version },
    body,
  });

const complete = {
  name: 'Globex',
  email: 'Billing@Globex.example',
  externalId: 'crm-1',
  currency: 'JPY',
  timeZone: 'Asia/Tokyo',
  address: { line1: '1 Main Street', city: 'Osaka', country: 'JP' },
  taxId: 'JP123',
  metadata: { segment: 'enterprise' },
};

describe('a customer', () => {
  test('comes back as it was given, and says where it is found', async () => {
    const created = await create(complete);
    const found = await app.send('get', created.headers['location'] ?? '', { token: admin.token });

    expect(created.headers['etag']).toBe('"1"');
    expect(created.body).toMatchObject({
      ...complete,
      version: 1,
      address: { ...complete.address, line2: null, postalCode: null, state: null },
    });
    expect(found.body).toEqual(created.body);
  });

  test('needs an e-mail address and an external id of its own, whatever the case', async () => {
    await create(complete);

    const sameEmail = await create({ name: 'Twin', email: 'BILLING@globex.example' });
    const sameId = await create({ name: 'Twin', email: newEmail(), externalId: 'crm-1' });
    const elsewhere = await app.send('post', '/v1/customers', {
      token: (await signUp(app)).token,
      body: complete,
    });

    expect([sameEmail.status, sameEmail.body.code]).toEqual([409, 'customer_email_taken']);
    expect([sameId.status, sameId.body.code]).toEqual([409, 'customer_external_id_taken']);
    expect(elsewhere.status).toBe(201);
  });

  test('changes in what is stated, and loses what is null', async () => {
    const { id } = (await create(complete)).body;

    const changed = await change(id, '"1"', { name: 'Globex Corp', address: null, metadata: {} });

    const { updatedAt: _time, ...rest } = changed.body;
    expect(rest).toMatchObject({ name: 'Globex Corp', address: null, metadata: {}, version: 2 });
    expect(rest.currency).toBe('JPY');
    expect(changed.headers['etag']).toBe('"2"');
  });

  test('keeps its version where a change changes nothing', async () => {
    const { id } = (await create(complete)).body;

    const same = await change(id, '"1"', { name: 'Globex' });

    expect([same.status, same.body.version]).toEqual([200, 1]);
  });

  test('changed by two at once is changed by one', async () => {
    const { id } = (await create(complete)).body;

    const responses = await Promise.all(
      ['A', 'B', 'C', 'D'].map((name) => change(id, '"1"', { name })),
    );

    expect(responses.map(({ status }) => status).toSorted((one, two) => one - two)).toEqual([
      200, 412, 412, 412,
    ]);
  });

  test('that is deleted is gone, and what was its own is free again', async () => {
    const { id } = (await create(complete)).body;
    const path = `/v1/customers/${id}`;

    const deleted = await app.send('delete', path, {
      token: admin.token,
      headers: { 'If-Match': '"1"' },
    });

    expect(deleted.status).toBe(204);
    expect((await app.send('get', path, { token: admin.token })).status).toBe(404);
    expect((await create(complete)).status).toBe(201);
    expect(names(await list('?search=globex'))).toEqual(['Globex']);
  });

  test('wanted by many at once with one address is taken in once', async () => {
    const responses = await Promise.all(Array.from({ length: 10 }, () => create(complete)));

    expect(responses.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(responses.filter(({ body }) => body.code === 'customer_email_taken')).toHaveLength(9);
  });
});

describe('the list of customers', () => {
  test('is read page by page, newest first, while others come in', async () => {
    for (const name of ['A', 'B', 'C', 'D', 'E']) await create({ name, email: newEmail() });

    const first = await list('?limit=2');
    await create({ name: 'Late', email: newEmail() });
    const next = /<(.+)>; rel="next"/.exec(first.headers['link'] ?? '')?.[1] ?? '';
    const second = await app.send('get', next, { token: admin.token });
    const third = await list(`?limit=2&cursor=${second.body.page.nextCursor}`);

    expect([names(first), names(second), names(third)]).toEqual([['E', 'D'], ['C', 'B'], ['A']]);
    expect([first, second, third].map(({ body }) => body.page.hasMore)).toEqual([
      true,
      true,
      false,
    ]);
    expect([third.body.page.nextCursor, first.body.page.prevCursor]).toEqual([null, null]);
    expect(third.headers['link']).toMatch(/^<[^>]+>; rel="prev"$/);
  });

  test('is filtered by address, external id, words and time', async () => {
    const { createdAt } = (await create(complete)).body;
    await create({ name: 'Initech Works', email: 'office@initech.example' });

    expect(names(await list('?email=BILLING@globex.example'))).toEqual(['Globex']);
    expect(names(await list('?externalId=crm-1'))).toEqual(['Globex']);
    expect(names(await list('?search=work%20INI'))).toEqual(['Initech Works']);
    expect(names(await list('?search=initech.ex'))).toEqual(['Initech Works']);
    expect(names(await list(`?createdAt[lt]=${createdAt}`))).toEqual([]);
    expect(names(await list(`?createdAt[lte]=${createdAt}`))).toContain('Globex');
    expect(names(await list('?createdAt[gt]=2999-01-01T00:00:00Z'))).toEqual([]);
  });

  test('is of one tenant, whatever cursor or filter is tried', async () => {
    const theirs = (await create(complete)).body;
    await create({ name: 'Another', email: newEmail() });
    const { cursor } = { cursor: (await list('?limit=1')).body.page.nextCursor };
    const other = await signUp(app);
    const seen = (query: string) =>
      app.send('get', `/v1/customers${query}`, { token: other.token });

    for (const query of ['', '?search=globex', `?email=${theirs.email}`, `?cursor=${cursor}`]) {
      expect((await seen(query)).body.data).toEqual([]);
    }
  });
});
