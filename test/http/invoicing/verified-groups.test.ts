import { expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import { watchStatements } from '../../support/watched-statements.ts';
import { openShop } from '../shop.ts';

const app = appUnderTest('postgres');
const groups = 300;
let reads = 0;
watchStatements(({ name }) => {
  if (name === 'usage_events.recount') reads += 1;
});

test('the groups of a line are counted again together, and not each by itself', async () => {
  const shop = await openShop(app);
  const { customerId, send } = shop;
  const meter = { code: 'm', name: 'M', eventType: 'used', aggregation: 'count' };
  const { body: made } = await send('post', '/v1/meters', { ...meter, groupBy: ['user'] });
  const usage = { name: 'Used', kind: 'usage', meterId: made.id, billed: 'in_arrears' };
  const price = { ...usage, model: 'per_unit', unitAmount: '1', groupBy: ['user'] };
  const planId = await shop.newPlan({ prices: [price] });
  const { body: subscription } = await shop.subscribe({ planId });
  const events = Array.from({ length: groups }, (_, index) => {
    return { id: `${index}`, type: 'used', customerId, data: { user: `${index}` } };
  });
  await send('post', '/v1/usage-events', { events });
  await shop.advance('2026-02-10T00:00:00Z');
  await send('post', `/v1/subscriptions/${subscription.id}/cancel`, { effective: 'now' }, '*');

  const { body } = await send('get', '/v1/invoices/verification');

  expect(body).toMatchObject({ lines: groups, faults: [] });
  expect(reads).toBe(1);
});
