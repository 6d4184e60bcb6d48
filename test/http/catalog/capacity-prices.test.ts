import { expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import { openShop } from '../shop.ts';

const app = appUnderTest('postgres');
const euros = (amount: number) => ({ amount, currency: 'EUR' });

test('a price that bounds several meters is sold, and its bounds are of these meters', async () => {
  const shop = await openShop(app, '2026-06-01T00:00:00Z');
  const idOf = async (code: string): Promise<string> => {
    const meter = { code, name: code, eventType: code, aggregation: 'sum', property: 'by' };
    return (await shop.send('post', '/v1/meters', meter)).body.id;
  };
  const [hosts, calls, disks] = [await idOf('hosts'), await idOf('calls'), await idOf('disks')];
  const price = {
    name: 'Service',
    kind: 'usage',
    model: 'capacity',
    meterIds: [hosts, calls],
    tiers: [
      { upTo: { hosts: '5', calls: '100' }, flatAmount: euros(1000) },
      { upTo: null, flatAmount: euros(2500) },
    ],
  };
  const planId = await shop.newPlan({ code: 'service', trialDays: 0, prices: [price] });

  const refused = await shop.send('post', `/v1/plans/${planId}/versions`, {
    prices: [
      { ...price, name: 'Other', meterIds: [hosts, disks] },
      { ...price, meterIds: [hosts, 'mtr_01jd4x7h2cf5prw8mzk0qv9tns'] },
    ],
  });
  const { body: made } = await shop.subscribe({ planId });
  const { customerId } = shop;
  const events = [{ id: '1', type: 'calls', customerId, data: { by: 101 } }];
  await shop.send('post', '/v1/usage-events', { events });
  const current = await shop.send('get', `/v1/subscriptions/${made.id}/current-usage`);
  const archived = await shop.send('delete', `/v1/meters/${calls}`, undefined, '*');
  await shop.advance('2026-07-01T00:00:00Z');

  expect(refused.body.errors).toMatchObject([
    { pointer: '/prices/1/meterIds/1', code: 'unknown_meter' },
    { pointer: '/prices/0/tiers/0/upTo/calls', code: 'unknown_meter' },
    { pointer: '/prices/0/meterIds/1', code: 'meter_unbounded' },
  ]);
  expect(current.body.data).toMatchObject([
    { meterId: null, quantity: '1', quantities: { hosts: '0', calls: '101' }, amount: euros(2500) },
  ]);
  expect([archived.status, archived.body.code]).toEqual([409, 'meter_in_use']);
  expect((await shop.invoices()).map(({ total }) => total)).toEqual([euros(2500)]);
  const verified = await shop.send('get', '/v1/invoices/verification');
  expect(verified.body).toMatchObject({ faults: [] });
});
