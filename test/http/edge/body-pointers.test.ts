import { beforeEach, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import type { Shop } from '../shop.ts';
import { openShop } from '../shop.ts';

// Operations that take a body and a query: each fault points to where it is.

const app = appUnderTest('memory');
let shop: Shop;
beforeEach(async () => {
  shop = await openShop(app, '2026-06-01T10:00:00Z');
});

const preview = async (query: string, given: object) => {
  const path = `/v1/plans/${shop.planId}/migrations/preview${query}`;
  const body = { toVersion: 1, effective: 'now', ...given };
  const response = await shop.send('post', path, body);
  return [
    response.status,
    response.body.errors.map(({ pointer }: { readonly pointer: string }) => pointer),
  ];
};

test('a fault of a body that only the use case finds points to the body', async () => {
  const subscriptionIds = [shop.planId.replace('plan_', 'sub_')];

  expect(await preview('?limit=5', { subscriptionIds })).toEqual([400, ['/subscriptionIds/0']]);
  expect(await preview('', { fromVersions: [7] })).toEqual([400, ['/fromVersions/0']]);
});

test('a fault of the query points to the query, also where there is a body', async () => {
  expect(await preview('?cursor=x', {})).toEqual([400, ['/query/cursor']]);
  expect(await preview('?limit=0', {})).toEqual([400, ['/query/limit']]);
});
