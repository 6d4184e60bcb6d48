import { expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import { euros, onlyInvoice, openShop, pay, shopWithInvoice } from '../shop.ts';

// A number of JSON says no whole number beyond 2^53 exactly. What would be more money than that is
// refused: no answer says another amount than is owed, and no database is asked to store it.

const app = appUnderTest('postgres');
const most = Number.MAX_SAFE_INTEGER;
const tooMuch = { code: 'amount_out_of_range' };

test('the lines of an invoice add up to no more', async () => {
  const shop = await openShop(app);
  const prices = ['a', 'b'].map((name) => ({ name, amount: euros(most) }));
  const planId = await shop.newPlan({ prices });

  const subscribed = await shop.subscribe({ planId });
  const previewed = await shop.send('post', '/v1/subscriptions/preview', {
    customerId: shop.customerId,
    planId,
  });

  for (const { status, body } of [subscribed, previewed]) {
    expect([status, body.errors]).toMatchObject([400, [tooMuch]]);
  }
  expect(await shop.invoices()).toEqual([]);
});

test('usage comes to no more: it is shown nowhere, and set aside by the run', async () => {
  const shop = await openShop(app);
  const meter = { code: 'm', name: 'M', eventType: 'used', aggregation: 'sum', property: 'value' };
  const { body: made } = await shop.send('post', '/v1/meters', meter);
  const usage = { name: 'Used', kind: 'usage', meterId: made.id, billed: 'in_arrears' };
  const price = { ...usage, model: 'per_unit', unitAmount: '1000000000000000' };
  const planId = await shop.newPlan({ prices: [price] });
  const { body: subscription } = await shop.subscribe({ planId });
  const path = `/v1/subscriptions/${subscription.id}`;
  const { customerId } = shop;
  await shop.advance('2026-02-10T00:00:00Z');
  const event = { id: 'a', type: 'used', customerId, data: { value: '1000000000000000' } };
  await shop.send('post', '/v1/usage-events', { events: [event] });
  await shop.advance('2026-02-11T00:00:00Z');

  const answers = [
    await shop.send('get', `${path}/current-usage`),
    await shop.send('get', `${path}/upcoming-invoice`),
    await shop.send('post', `${path}/cancel/preview`, { effective: 'now' }),
    await shop.send('post', `${path}/cancel`, { effective: 'now' }, '*'),
  ];
  await shop.advance('2026-03-01T00:00:00Z');
  const issues = await shop.send('get', '/v1/billing-issues');

  for (const { status, body } of answers) {
    expect([status, body.errors]).toMatchObject([400, [tooMuch]]);
  }
  expect(issues.body.data).toMatchObject([{ code: 'failed', customerId }]);
  expect(issues.body.data[0].detail).toContain('minor units');
});

test('a balance holds no more, by adjustments and by money received', async () => {
  const { shop, invoice } = await shopWithInvoice(app);
  const path = `/v1/customers/${shop.customerId}/balance`;
  const adjust = (amount: number) =>
    shop.send('post', `${path}/adjustments`, { amount: euros(amount), reason: 'A present' });

  const [full, more] = [await adjust(most), await adjust(1)];
  const received = await pay(shop, invoice.id, euros(4901));
  const balance = await shop.send('get', path);

  expect(full.status).toBe(201);
  for (const { status, body } of [more, received]) {
    expect([status, body.errors]).toMatchObject([400, [{ ...tooMuch, pointer: '/amount' }]]);
  }
  expect(balance.body.balances).toEqual([euros(most)]);
});

test('a balance holds no more, by an invoice that is voided', async () => {
  const shop = await openShop(app);
  const path = `/v1/customers/${shop.customerId}/balance`;
  const adjust = (amount: number) =>
    shop.send('post', `${path}/adjustments`, { amount: euros(amount), reason: 'A present' });
  await adjust(4900);
  await shop.subscribe();
  const { id } = await onlyInvoice(shop);
  const take = () => shop.send('post', `/v1/invoices/${id}/void`, {}, '*');

  await adjust(most - 4899);
  const refused = await take();
  const invoice = await shop.send('get', `/v1/invoices/${id}`);
  const full = await shop.send('get', path);
  await adjust(-1);
  const voided = await take();
  const balance = await shop.send('get', path);

  expect([refused.status, refused.body.errors]).toMatchObject([400, [tooMuch]]);
  expect(invoice.body).toMatchObject({ status: 'finalized', balanceApplied: euros(4900) });
  expect(full.body.balances).toEqual([euros(most - 4899)]);
  expect([voided.status, voided.body.status]).toEqual([200, 'voided']);
  expect(balance.body.balances).toEqual([euros(most)]);
});
