import { describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import type { Shop } from '../shop.ts';
import { euros, openShop } from '../shop.ts';

// `invoice.upcoming`: so many days before an invoice, once, with its amounts. By test clock.

interface Told {
  readonly timestamp: string;
  readonly data: {
    readonly resourceId: string;
    readonly version: null;
    readonly before: null;
    readonly after: {
      readonly at: string;
      readonly currency: string;
      readonly subscriptionIds: readonly string[];
      readonly total: object;
      readonly amountDue: object;
      readonly [field: string]: unknown;
    };
  };
}

const noticesOf = async ({ send }: Shop): Promise<readonly Told[]> => {
  const { body } = await send('get', '/v1/events?limit=100&type=invoice.upcoming');
  return body.data;
};

/** When each came, and for when. */
const timesOf = async (shop: Shop): Promise<readonly (readonly [string, string])[]> =>
  (await noticesOf(shop)).map(({ timestamp, data }) => [timestamp, data.after.at]);

const midnight = (day: string): string => `${day}T00:00:00.000Z`;

describe.each(['memory', 'postgres'] as const)('a notice before an invoice, on %s', (storage) => {
  const app = appUnderTest(storage);
  const withNotice = (days: number | null, start?: string) =>
    openShop(app, start, { upcomingNoticeDays: days });

  test('comes so many days before each period, once, with the amounts of the invoice', async () => {
    const shop = await withNotice(7);
    const { body: subscription } = await shop.subscribe();
    await shop.advance('2026-02-20T23:59:59Z');
    expect(await noticesOf(shop)).toEqual([]);

    await shop.advance('2026-02-21T00:00:00Z');
    const [notice, ...others] = await noticesOf(shop);
    const { body: preview } = await shop.send(
      'get',
      `/v1/subscriptions/${subscription.id}/upcoming-invoice`,
    );
    // As all events of invoices it tells sums, and neither lines nor rates.
    const { lines: _lines, taxes: _taxes, ...totals } = preview.next;
    const { customerId } = shop;
    expect(others).toEqual([]);
    expect(notice).toMatchObject({ timestamp: midnight('2026-02-21') });
    expect(notice?.data).toEqual({
      resourceId: customerId,
      version: null,
      before: null,
      after: { ...totals, subscriptionIds: [subscription.id] },
    });
    expect(await shop.invoices()).toHaveLength(1);

    for (const to of ['2026-02-22T00:00:00Z', '2026-02-27T23:00:00Z', '2026-05-01T00:00:00Z']) {
      await shop.advance(to);
    }
    expect(await timesOf(shop)).toEqual([
      [midnight('2026-02-21'), midnight('2026-02-28')],
      [midnight('2026-03-24'), midnight('2026-03-31')],
      [midnight('2026-04-23'), midnight('2026-04-30')],
    ]);
    const [, second] = await shop.invoices();
    expect(second).toMatchObject({
      createdAt: notice?.data.after.at,
      total: notice?.data.after.total,
      amountDue: notice?.data.after.amountDue,
    });
  });

  test.each([0, null])('does not come where the tenant says %s', async (days) => {
    const shop = await withNotice(days);
    await shop.subscribe();

    await shop.advance('2026-05-01T00:00:00Z');

    expect(await noticesOf(shop)).toEqual([]);
  });

  test('is one for a customer and moment, and one of its own for what is apart', async () => {
    const shop = await withNotice(7);
    const ids = [];
    for (const given of [{}, {}, { isInvoicedApart: true }]) {
      ids.push((await shop.subscribe(given)).body.id);
    }
    await shop.advance('2026-03-01T00:00:00Z');

    const told = (await noticesOf(shop)).map(({ data: { after } }) => [
      after.subscriptionIds,
      after.total,
    ]);
    const [one, other, apart] = ids;
    expect(told).toHaveLength(2);
    expect(told).toContainEqual([expect.arrayContaining([one, other]), euros(9800)]);
    expect(told).toContainEqual([[apart], euros(4900)]);
  });

  test('of an invoice that another subscription joins later does not come again', async () => {
    const shop = await withNotice(7);
    await shop.subscribe();
    await shop.advance('2026-02-23T00:00:00Z');
    await shop.subscribe({ startsOn: '2026-02-28' });

    await shop.advance('2026-03-01T00:00:00Z');

    expect(await timesOf(shop)).toEqual([[midnight('2026-02-21'), midnight('2026-02-28')]]);
  });

  test('comes in another currency by itself', async () => {
    const shop = await withNotice(7);
    const usd = [
      {
        name: 'Seat',
        kind: 'recurring',
        model: 'flat',
        amount: { amount: 500, currency: 'USD' },
        billed: 'in_advance',
      },
    ];
    const planId = await shop.newPlan({ code: 'usd', currency: 'USD', prices: usd });
    await shop.subscribe();
    await shop.subscribe({ planId });

    await shop.advance('2026-03-01T00:00:00Z');

    const told = (await noticesOf(shop)).map(({ data }) => data.after.currency);
    expect(told.toSorted()).toEqual(['EUR', 'USD']);
  });

  test('heeds a setting that is made, or made longer, while subscriptions run', async () => {
    const shop = await withNotice(0);
    await shop.subscribe();
    const set = (upcomingNoticeDays: number | null) =>
      shop.send('patch', '/v1/tenant', { billing: { upcomingNoticeDays } }, '*');
    await shop.advance('2026-02-10T00:00:00Z');

    await set(10);
    await shop.advance('2026-02-20T00:00:00Z');
    await set(20);
    await shop.advance('2026-03-12T00:00:00Z');
    await set(null);
    await shop.advance('2026-04-30T00:00:00Z');

    expect(await timesOf(shop)).toEqual([
      [midnight('2026-02-18'), midnight('2026-02-28')],
      [midnight('2026-03-11'), midnight('2026-03-31')],
    ]);
  });

  test('comes at once where less time is left than the tenant says', async () => {
    const shop = await withNotice(60);
    await shop.subscribe({ startsOn: '2026-02-10' });

    await shop.advance('2026-02-12T00:00:00Z');

    expect(await timesOf(shop)).toEqual([
      ['2026-01-31T10:00:00.000Z', midnight('2026-02-10')],
      [midnight('2026-02-10'), midnight('2026-03-10')],
    ]);
  });

  test('comes once for each period, also where these are shorter than the notice', async () => {
    const shop = await withNotice(7);
    const planId = await shop.newPlan({ code: 'daily', interval: { unit: 'day', count: 1 } });
    await shop.subscribe({ planId });

    await shop.advance('2026-02-05T00:00:00Z');

    const days = ['2026-02-01', '2026-02-02', '2026-02-03', '2026-02-04', '2026-02-05'];
    const told = (await timesOf(shop)).map(([, at]) => at);
    expect(told).toEqual([...days, '2026-02-06'].map(midnight));
  });

  test('a long and a short period of one customer have a notice each, never twice', async () => {
    const shop = await withNotice(10, '2026-02-01T00:00:00Z');
    const planId = await shop.newPlan({ code: 'weekly', interval: { unit: 'week', count: 1 } });
    await shop.subscribe();
    await shop.subscribe({ planId });

    await shop.advance('2026-03-02T00:00:00Z');

    const told = (await timesOf(shop)).map(([, at]) => at.slice(0, 10));
    expect(told.toSorted()).toEqual(
      ['2026-02-08', '2026-02-15', '2026-02-22', '2026-03-01', '2026-03-08'].toSorted(),
    );
    const joint = (await noticesOf(shop)).find(({ data }) =>
      data.after.at.startsWith('2026-03-01'),
    );
    expect(joint?.data.after.total).toEqual(euros(9800));
  });

  test('is not given of what was canceled before, and not again of what goes on', async () => {
    const shop = await withNotice(7);
    const { body } = await shop.subscribe();
    const path = `/v1/subscriptions/${body.id}`;
    await shop.send('post', `${path}/cancel`, { effective: 'period_end' }, '*');
    await shop.advance('2026-02-22T00:00:00Z');
    expect(await noticesOf(shop)).toEqual([]);

    await shop.send('post', `${path}/uncancel`, undefined, '*');
    await shop.advance('2026-02-23T00:00:00Z');
    await shop.send('post', `${path}/cancel`, { effective: 'period_end' }, '*');
    await shop.send('post', `${path}/uncancel`, undefined, '*');
    await shop.advance('2026-02-28T00:00:00Z');

    expect(await timesOf(shop)).toEqual([[midnight('2026-02-22'), midnight('2026-02-28')]]);
    expect(await shop.invoices()).toHaveLength(2);
  });

  test('begins with the local day, whatever the clocks do meanwhile', async () => {
    const shop = await withNotice(7, '2026-03-01T00:00:00+01:00');
    await shop.subscribe({ timeZone: 'Europe/Vienna' });

    await shop.advance('2026-04-01T00:00:00Z');

    expect(await timesOf(shop)).toEqual([['2026-03-24T23:00:00.000Z', '2026-03-31T22:00:00.000Z']]);
  });

  test('comes before the end of what is charged in arrears, the last time too', async () => {
    const shop = await withNotice(7);
    const price = { name: 'Seat', kind: 'recurring', model: 'flat', amount: euros(4900) };
    const planId = await shop.newPlan({
      code: 'arrears',
      prices: [{ ...price, billed: 'in_arrears' }],
    });
    const { body } = await shop.subscribe({ planId });
    await shop.send(
      'post',
      `/v1/subscriptions/${body.id}/cancel`,
      { effective: 'period_end' },
      '*',
    );

    await shop.advance('2026-04-01T00:00:00Z');

    expect(await timesOf(shop)).toEqual([[midnight('2026-02-21'), midnight('2026-02-28')]]);
  });

  test('is not given of an invoice of nothing, which is not made', async () => {
    const shop = await withNotice(7);
    const price = { name: 'Free', kind: 'recurring', model: 'flat', amount: euros(0) };
    const planId = await shop.newPlan({ code: 'f', prices: [{ ...price, billed: 'in_advance' }] });
    await shop.subscribe({ planId });

    await shop.advance('2026-04-01T00:00:00Z');

    expect([await noticesOf(shop), await shop.invoices()]).toEqual([[], []]);
  });

  test('says what the balance will pay', async () => {
    const shop = await withNotice(7);
    await shop.subscribe();
    const [invoice] = await shop.invoices();
    const payment = { amount: euros(5900), paidOn: '2026-02-01' };
    await shop.send('post', `/v1/invoices/${invoice?.id}/payments`, payment);

    await shop.advance('2026-02-21T00:00:00Z');

    const [notice] = await noticesOf(shop);
    expect(notice?.data.after).toMatchObject({
      total: euros(4900),
      balanceApplied: euros(1000),
      amountDue: euros(3900),
    });
  });
});
