import { describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import { euros, openShop } from '../shop.ts';

describe.each(['memory', 'postgres'] as const)('a forecast in %s', (storage) => {
  const app = appUnderTest(storage);
  /** Customers who pay EUR 1.00 for each of fifty prices on each day. */
  const openDaily = async (customers: number) => {
    const shop = await openShop(app);
    const prices = Array.from({ length: 50 }, (_, index) => ({
      name: `Price ${index}`,
      amount: euros(100),
    }));
    const planId = await shop.newPlan({ interval: { unit: 'day', count: 1 }, prices });
    for (let index = 0; index < customers; index += 1) {
      await shop.subscribe({ planId, customerId: await shop.newCustomer() });
    }
    return (until: string) => shop.send('get', `/v1/billing/forecast?until=${until}`);
  };

  test('of many charges is computed in portions, and adds up all of them', async () => {
    const forecast = await openDaily(3);

    const { body } = await forecast('2026-04-01T00:00:00Z');

    // From 1 February on, as the first day is paid.
    const days = 28 + 31 + 1;
    expect(body).toMatchObject({ customers: 3, invoices: 3 * days });
    expect(body.totals).toEqual([euros(3 * days * 50 * 100)]);
  });

  test('is refused where one customer has more than may be computed in one go', async () => {
    const forecast = await openDaily(1);

    const { status, body } = await forecast('2028-01-31T10:00:00Z');

    expect([status, body.errors]).toMatchObject([
      400,
      [{ pointer: '/query/until', code: 'too_far', detail: expect.stringContaining('20000') }],
    ]);
  });
});
