import { expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import { openShop } from '../shop.ts';

const app = appUnderTest('postgres');
const euros = (amount: number) => ({ amount, currency: 'EUR' });

test('usage in advance is sold of meters that fit, and shown as it is charged', async () => {
  const shop = await openShop(app, '2026-06-01T00:00:00Z');
  const seats = { code: 'seats', name: 'Seats', eventType: 'seat', aggregation: 'sum' };
  const level = { ...seats, property: 'by', isCarriedOver: true };
  const latest = { ...level, code: 'latest', aggregation: 'latest' };
  const { body: meter } = await shop.send('post', '/v1/meters', level);
  const { body: unfit } = await shop.send('post', '/v1/meters', latest);
  const price = { name: 'Seats', kind: 'usage', model: 'per_unit', unitAmount: '10' };
  const priceOf = (meterId: string) => ({ ...price, billed: 'in_advance', meterId });
  const planId = await shop.newPlan({ code: 'seats', trialDays: 0, prices: [priceOf(meter.id)] });

  const refused = await shop.send('post', `/v1/plans/${planId}/versions`, {
    prices: [priceOf(meter.id), priceOf(unfit.id)],
  });
  const { customerId } = shop;
  const events = [{ id: '1', type: 'seat', customerId, data: { by: 4 } }];
  await shop.send('post', '/v1/usage-events', { events });
  const { body: made } = await shop.subscribe({ planId });
  const current = await shop.send('get', `/v1/subscriptions/${made.id}/current-usage`);
  const upcoming = await shop.send('get', `/v1/subscriptions/${made.id}/upcoming-invoice`);
  await shop.advance('2026-07-01T00:00:00Z');

  expect(refused.body.errors).toMatchObject([
    { pointer: '/prices/1/meterId', code: 'meter_unfit' },
  ]);
  expect(current.body.data).toMatchObject([
    { quantity: '4', amount: euros(4000), charged: euros(4000) },
  ]);
  const months = (await shop.invoices()).map(({ total, lines }) => ({ total, lines }));
  expect(months.map(({ total }) => total)).toEqual([euros(4000), euros(4000)]);
  expect(upcoming.body).toMatchObject({ next: { total: euros(4000) } });
  const days = (lines: unknown) =>
    (lines as readonly { servicePeriod: { start: string; end: string } }[]).map(
      ({ servicePeriod: { start, end } }) => `${start} ${end}`,
    );
  expect(months.map(({ lines }) => days(lines))).toEqual([
    ['2026-06-01 2026-07-01'],
    ['2026-06-01 2026-07-01', '2026-07-01 2026-08-01'],
  ]);
});
