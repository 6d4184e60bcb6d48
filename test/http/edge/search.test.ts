import { beforeAll, describe, expect, test } from 'vitest';
import { parseId } from '#domain/shared/ids.ts';
import type { Permission } from '#domain/shared/permissions.ts';
import { appUnderTest } from '../../support/app.ts';
import type { Shop } from '../shop.ts';
import { openShop } from '../shop.ts';
import type { Caller } from '../world.ts';
import { addMember, newEmail, newPlan } from '../world.ts';

interface Result {
  readonly kind: string;
  readonly id: string;
  readonly title: string;
  readonly detail: string | null;
  readonly status: string | null;
}

describe.each(['memory', 'postgres'] as const)('a search in everything, in %s', (storage) => {
  const app = appUnderTest(storage);
  let shop: Shop;
  let member: Caller;
  let subscriptionId: string;
  let invoice: { readonly id: string; readonly number: string };

  const find = async (q: string, token = shop.token): Promise<readonly Result[]> => {
    const query = new URLSearchParams({ q }).toString();
    const { status, body } = await app.send('get', `/v1/search?${query}`, { token });
    expect([q, status]).toEqual([q, 200]);
    return body.data;
  };
  const shown = (results: readonly Result[]) =>
    results.map(({ kind, title, detail, status }) => [kind, title, detail, status]);

  beforeAll(async () => {
    shop = await openShop(app);
    const { send } = shop;
    member = await addMember(app, { ...shop, userId: '', email: '', refreshToken: '' }, 'USER');
    await send('post', '/v1/customers', { name: 'Zebra Zoo', email: 'zoo@zebra.example' });
    await send('post', '/v1/products', { code: 'zebra-care', name: 'Zebra care' });
    const plan = newPlan(shop.productId, { code: 'zebra', name: 'Zebra plan' });
    const { body: made } = await send('post', '/v1/plans', plan);
    await send('delete', `/v1/plans/${made.id}`, undefined, '*');
    subscriptionId = (await shop.subscribe({ externalId: 'crm-Zebra-1' })).body.id;
    const [first] = await shop.invoices();
    invoice = first as unknown as typeof invoice;
  });

  test('finds things of each kind by words and beginnings', async () => {
    expect(shown(await find('zeb'))).toEqual([
      ['customer', 'Zebra Zoo', 'zoo@zebra.example', null],
      ['plan', 'Zebra plan', 'zebra', 'archived'],
      ['product', 'Zebra care', 'zebra-care', null],
    ]);
    expect(shown(await find('crm-Z'))).toEqual([
      ['subscription', 'crm-Zebra-1', 'crm-Zebra-1', 'active'],
    ]);
    expect(shown(await find('new user'))).toEqual([['member', 'New USER', member.email, 'USER']]);
    for (const number of [invoice.number, 'INV-0000', 'inv-000001']) {
      expect(shown(await find(number))).toEqual([
        ['invoice', 'INV-000001', '2026-01-31', 'finalized'],
      ]);
    }
  });

  test('finds a thing by its id, whole or how it begins', async () => {
    const ids = [
      ['customer', shop.customerId],
      ['product', shop.productId],
      ['plan', shop.planId],
      ['subscription', subscriptionId],
      ['invoice', invoice.id],
      ['member', member.userId],
    ];
    for (const [kind, id = ''] of ids) {
      expect((await find(id)).map((found) => [found.kind, found.id])).toEqual([[kind, id]]);
      const begun = await find(id.slice(0, -1));
      expect(begun.map((found) => found.id)).toContain(id);
    }
  });

  test('finds up to five of a kind', async () => {
    for (let n = 0; n < 7; n += 1) await shop.newCustomer({ name: `Giraffe ${n}` });

    expect((await find('giraffe')).map(({ title }) => title)).toEqual(
      [6, 5, 4, 3, 2].map((n) => `Giraffe ${n}`),
    );
  });

  test('tells nobody of what they may not read', async () => {
    const ofUser = await find('new user', member.token);
    const { useCases } = app.composition();
    const context = (permissions: readonly Permission[]) => ({
      requestId: 'search',
      tenantId: parseId('ten', shop.tenantId),
      actor: { kind: 'system', name: 'test' } as const,
      permissions: new Set<Permission>(['self:read', ...permissions]),
    });
    const kindsFor = async (permissions: readonly Permission[]) => {
      const found = await useCases.search.find.execute(context(permissions), { text: 'zebra' });
      return found.map(({ kind }) => kind);
    };

    expect(ofUser).toEqual([]);
    expect(await kindsFor([])).toEqual([]);
    expect(await kindsFor(['customers:read'])).toEqual(['customer']);
    expect(await kindsFor(['catalog:read'])).toEqual(['plan', 'product']);
    expect(await kindsFor(['invoices:read', 'users:read'])).toEqual([]);
  });

  test('finds nothing of another tenant, whatever is asked', async () => {
    const other = await openShop(app);

    for (const q of ['zebra', 'INV-', shop.customerId, invoice.id, 'crm-']) {
      const found = await find(q, other.token);
      expect(found.filter(({ kind }) => kind !== 'member')).toEqual([]);
    }
  });

  test.each(['%', '_', "'", '\\', '🦓', 'x'.repeat(200), 'inv_', '日本', '  '])(
    'takes %j as it is',
    async (q) => {
      if (q.trim() !== '') expect(Array.isArray(await find(q))).toBe(true);
      const spaces = await app.send('get', '/v1/search?q=%20', { token: shop.token });
      expect(spaces.status).toBe(400);
    },
  );

  test('asks for a text', async () => {
    for (const query of ['', '?q=', `?q=${'x'.repeat(201)}`, '?q=a&limit=5', '?q=%00']) {
      const { status } = await app.send('get', `/v1/search${query}`, { token: shop.token });
      expect([query, status]).toEqual([query, 400]);
    }
    expect((await find(newEmail('nobody'))).length).toBe(0);
  });
});
