import { beforeAll, describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import type { Shop } from '../shop.ts';
import { openShop } from '../shop.ts';
import { newEmail, newPlan } from '../world.ts';

interface Row {
  readonly id?: string;
  readonly name: string;
  readonly kind?: string;
  readonly at?: string;
}

const linkIn = (link: string | undefined, rel: 'next' | 'prev'): string | undefined =>
  new RegExp(`<([^>]*)>; rel="${rel}"`).exec(link ?? '')?.[1];

const keyOf = ({ id, kind, at }: Row): string => id ?? `${kind} ${at}`;

describe.each(['memory', 'postgres'] as const)('lists in %s', (storage) => {
  const app = appUnderTest(storage);
  let shop: Shop;
  let subscriptionId: string;

  // In a test tenant, whose clock and whose ids tell different times.
  beforeAll(async () => {
    shop = await openShop(app, '2026-01-31T09:59:00Z');
    const { send } = shop;
    await send('post', '/v1/products', { code: 'other', name: 'Other' });
    await send('post', '/v1/plans', newPlan(shop.productId));
    for (const n of [1, 2, 3]) {
      const hook = { url: `https://hooks${n}.example.com/`, eventTypes: ['customer.created'] };
      await send('post', '/v1/webhook-endpoints', hook);
      await send('post', '/v1/api-keys', { name: `Key ${n}`, permissions: ['customers:read'] });
      await send('post', '/v1/users', { email: newEmail('guest'), role: 'USER' });
      const customerId = await shop.newCustomer({ name: `Customer ${n}` });
      const made = await shop.subscribe({ customerId });
      subscriptionId = made.body.id;
    }
    for (const on of ['2026-03-05', '2026-03-06']) {
      const { planId } = shop;
      const change = { planId, effective: { on } };
      await send('post', `/v1/subscriptions/${subscriptionId}/changes`, change);
    }
    const endpoints = await send('get', '/v1/webhook-endpoints');
    const path = `/v1/webhook-endpoints/${endpoints.body.data[0].id}/replay`;
    await send('post', path, { since: '2020-01-01T00:00:00Z' });
  });

  const lists = () => [
    '/v1/customers',
    '/v1/customers?search=customer',
    '/v1/products',
    '/v1/plans',
    '/v1/subscriptions',
    `/v1/subscriptions/${subscriptionId}/changes`,
    '/v1/invoices',
    '/v1/webhook-endpoints',
    '/v1/webhook-deliveries',
    '/v1/api-keys',
    '/v1/invitations',
    '/v1/audit-entries',
  ];

  /** The pages from one on, by the links to the next or to the one before. */
  const walk = async (from: string, rel: 'next' | 'prev') => {
    const pages: (readonly string[])[] = [];
    let [path, last]: [string | undefined, string] = [from, from];
    while (path !== undefined) {
      const { status, body, headers } = await shop.send('get', path);
      expect([path, status]).toEqual([path, 200]);
      pages.push((body.data as Row[]).map(keyOf));
      const cursor = rel === 'next' ? body.page.nextCursor : body.page.prevCursor;
      expect(body.page.hasMore).toBe(body.page.nextCursor !== null);
      last = path;
      path = linkIn(headers['link'], rel);
      expect(path === undefined).toBe(cursor === null);
    }
    return { pages, last };
  };

  describe('a list', () => {
    test('is read back page by page as it was read on', async () => {
      for (const list of [...lists(), `/v1/subscriptions/${subscriptionId}/timeline`]) {
        const begin = `${list}${list.includes('?') ? '&' : '?'}limit=1`;
        const on = await walk(begin, 'next');
        const back = await walk(on.last, 'prev');

        expect(on.pages.length, list).toBeGreaterThan(1);
        expect(back.pages.toReversed(), list).toEqual(on.pages);
      }
    });

    test('is read back to the nearest rows, and to what came in meanwhile', async () => {
      const names = async (path: string) => {
        const { body } = await shop.send('get', path);
        return { page: body.page, names: (body.data as Row[]).map(({ name }) => name) };
      };
      const path = '/v1/customers?search=walker&limit=2';
      for (const n of [1, 2, 3, 4, 5]) await shop.newCustomer({ name: `Walker ${n}` });
      const second = await names(`${path}&cursor=${(await names(path)).page.nextCursor}`);
      await shop.newCustomer({ name: 'Walker 6' });

      const first = await names(`${path}&cursor=${second.page.prevCursor}`);
      const newest = await names(`${path}&cursor=${first.page.prevCursor}`);

      expect(second.names).toEqual(['Walker 3', 'Walker 2']);
      expect(first.names).toEqual(['Walker 5', 'Walker 4']);
      expect(newest.names).toEqual(['Walker 6']);
      expect(newest.page.prevCursor).toBe(null);
      const again = await names(`${path}&cursor=${newest.page.nextCursor}`);
      expect(again.names).toEqual(first.names);
    });

    test('goes on with the rows that are left, where all of a page were deleted', async () => {
      const path = '/v1/customers?search=leaver&limit=1';
      const ids = [];
      for (const n of [1, 2, 3]) ids.push(await shop.newCustomer({ name: `Leaver ${n}` }));
      const read = async (cursor: string) =>
        (await shop.send('get', `${path}&cursor=${cursor}`)).body as {
          data: readonly Row[];
          page: { nextCursor: string; prevCursor: string };
        };
      const first = (await shop.send('get', path)).body;
      const second = await read(first.page.nextCursor);
      for (const id of [ids[0], ids[2]]) await shop.send('delete', `/v1/customers/${id}`, {}, '*');

      const ahead = await read(second.page.nextCursor);
      const behind = await read(second.page.prevCursor);

      expect([ahead.data, behind.data]).toEqual([[], []]);
      expect((await read(ahead.page.prevCursor)).data[0]?.name).toBe('Leaver 2');
      expect((await read(behind.page.nextCursor)).data[0]?.name).toBe('Leaver 2');
      expect([ahead.page.nextCursor, behind.page.prevCursor]).toEqual([null, null]);
    });

    test('is not read from a cursor that no list gives out', async () => {
      for (const text of ['<', '<nonsense', '<<cus_01jd4x7h2cf5prw8mzk0qv9tns', '<prod_1']) {
        const cursor = Buffer.from(text).toString('base64url');
        const { status, body } = await shop.send('get', `/v1/customers?cursor=${cursor}`);

        expect([status, body.errors?.[0]?.code]).toEqual([400, 'invalid_cursor']);
      }
    });
  });

  describe('the days of creation', () => {
    const named = async (query: string) => {
      const { body } = await shop.send('get', `/v1/customers?search=daytime&${query}`);
      return (body.data as Row[]).map(({ name }) => name);
    };

    test('are those of the time zone of the tenant', async () => {
      await shop.send('patch', '/v1/tenant', { timeZone: 'Pacific/Kiritimati' }, '*');
      await shop.newCustomer({ name: 'Daytime before midnight' });
      await shop.advance('2026-01-31T10:00:00Z');
      await shop.newCustomer({ name: 'Daytime at midnight' });
      const [before, at] = ['Daytime before midnight', 'Daytime at midnight'];

      expect(await named('createdOn[lte]=2026-01-31')).toEqual([before]);
      expect(await named('createdOn[gte]=2026-02-01')).toEqual([at]);
      expect(await named('createdOn[gte]=2026-01-31&createdOn[lte]=2026-02-01')).toEqual([
        at,
        before,
      ]);
      expect(await named('createdOn[lte]=2026-02-01&createdAt[gte]=2026-01-31T10:00:00Z')).toEqual([
        at,
      ]);
      expect(await named('createdOn[gte]=2026-02-01&createdOn[lte]=2026-01-31')).toEqual([]);
      await shop.send('patch', '/v1/tenant', { timeZone: 'America/Los_Angeles' }, '*');
      expect(await named('createdOn[lte]=2026-01-31')).toEqual([at, before]);
      expect(await named('createdOn[gte]=2026-02-01')).toEqual([]);
    });

    test('filter every list', async () => {
      for (const list of lists()) {
        const days = (query: string) =>
          shop.send('get', `${list}${list.includes('?') ? '&' : '?'}${query}`);
        const [ever, never, bounds] = [
          await days('createdOn[lte]=2999-01-01'),
          await days('createdOn[gte]=2999-01-01'),
          await days('createdOn[gte]=0000-01-01&createdOn[lte]=9999-12-31'),
        ];

        expect([list, ever.status, never.body.data]).toEqual([list, 200, []]);
        expect(ever.body.data.length, list).toBeGreaterThan(0);
        expect(bounds.body.data, list).toEqual(ever.body.data);
      }
    });

    test('are days of the calendar', async () => {
      for (const query of ['[gte]=2026-02-30', '[lte]=tomorrow', '[gte]=', '[gt]=2026-01-01']) {
        const { status } = await shop.send('get', `/v1/customers?createdOn${query}`);

        expect([query, status]).toEqual([query, 400]);
      }
    });
  });
});
