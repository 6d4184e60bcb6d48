import { expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import { openShop } from '../shop.ts';

const app = appUnderTest('postgres');
const path = '/v1/subscriptions';

const openSold = async () => {
  const shop = await openShop(app);
  const texts = { externalId: 'contract-1', name: 'Ten seats', purchaseOrder: 'PO 1' };
  const { body } = await shop.subscribe({ ...texts, metadata: { soldBy: 'Grace' } });
  return { ...shop, texts, made: body, member: `${path}/${body.id}` };
};

test('the texts of a subscription change, one by one, and nothing that was agreed to', async () => {
  const { send, made, member } = await openSold();

  const changed = await send('patch', member, { purchaseOrder: ' PO 2 ', name: null }, '"1"');
  const same = await send('patch', member, { purchaseOrder: 'PO 2' }, '"2"');
  const replaced = await send('patch', member, { metadata: { site: 'Wien' } }, '*');
  const { body: told } = await send('get', '/v1/events?limit=100');

  expect([changed.status, changed.headers['etag']]).toEqual([200, '"2"']);
  expect(changed.body).toEqual({
    ...made,
    version: 2,
    purchaseOrder: 'PO 2',
    name: null,
    updatedAt: changed.body.updatedAt,
  });
  expect([same.status, same.body]).toEqual([200, changed.body]);
  expect(replaced.body).toMatchObject({ version: 3, metadata: { site: 'Wien' } });
  const updates = told.data.filter(({ type }: { type: string }) => type === 'subscription.updated');
  expect(
    updates.map(({ data }: { data: { before: object; after: object } }) => [
      data.before,
      data.after,
    ]),
  ).toMatchObject([
    [
      { purchaseOrder: 'PO 1' },
      { purchaseOrder: 'PO 2', name: null, metadata: { soldBy: 'Grace' } },
    ],
    [{ metadata: { soldBy: 'Grace' } }, { metadata: { site: 'Wien' } }],
  ]);
});

test('invoices have the purchase order that is there when they are made', async () => {
  const { send, member, advance, invoices } = await openSold();
  const before = await invoices();
  await send('patch', member, { purchaseOrder: 'PO 2' }, '*');

  await advance('2026-02-28T12:00:00Z');

  const orders = (await invoices()).map(({ purchaseOrder }) => purchaseOrder);
  expect(before.map(({ purchaseOrder }) => purchaseOrder)).toEqual(['PO 1']);
  expect(orders).toEqual(['PO 1', 'PO 2']);
});

test('an ended subscription keeps its terms, and gets other texts', async () => {
  const { send, member } = await openSold();
  const { body: ended } = await send('post', `${member}/cancel`, { effective: 'now' }, '*');

  const { status, body } = await send('patch', member, { metadata: { lost: 'price' } }, '*');

  expect([ended.status, status]).toEqual(['ended', 200]);
  expect(body).toMatchObject({ status: 'ended', metadata: { lost: 'price' } });
});

test('other versions, bad texts and those of another one are refused', async () => {
  const { send, member, subscribe, made } = await openSold();
  const { body: other } = await subscribe({ externalId: 'contract-2' });

  const stale = await send('patch', member, { name: 'Twenty seats' }, '"7"');
  const unversioned = await send('patch', member, { name: 'Twenty seats' });
  const taken = await send('patch', `${path}/${other.id}`, { externalId: 'contract-1' }, '*');
  const bad = await send('patch', member, { name: ' ', externalId: 'a\u0000' }, '*');
  const unknown = await send('patch', member, { planId: other.planId }, '*');
  const none = await send('patch', `${path}/sub_01jd4x7h2cf5prw8mzk0qv9tns`, { name: 'A' }, '*');
  const after = await send('get', member);

  expect([stale.status, stale.body.code]).toEqual([412, 'version_mismatch']);
  expect(unversioned.status).toBe(428);
  expect([taken.status, taken.body.code]).toEqual([409, 'subscription_external_id_taken']);
  expect(bad.status).toBe(400);
  expect(bad.body.errors.map(({ pointer }: { pointer: string }) => pointer).toSorted()).toEqual([
    '/externalId',
    '/name',
  ]);
  expect([unknown.status, unknown.body.errors[0].code]).toEqual([400, 'unknown_field']);
  expect([none.status, none.body.code]).toEqual([404, 'subscription_not_found']);
  expect(after.body).toEqual(made);
});
