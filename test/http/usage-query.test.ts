import { describe, expect, test } from 'vitest';
import { appUnderTest } from '../support/app.ts';
import { openMetered } from './metered-shop.ts';

const app = appUnderTest('postgres');

describe('usage', () => {
  const openUsed = async () => {
    const metered = await openMetered(app);
    const { shop, event, sendAll } = metered;
    const [meter] = (await shop.send('get', '/v1/meters')).body.data;
    const sent = (id: string, time: string, bytes: unknown, region?: string) =>
      event(id, { time, data: { network: 'public', bytes, region } });
    await sendAll(
      sent('a', '2026-03-08T22:59:59.999Z', '0.1', 'eu'),
      sent('b', '2026-03-08T23:00:00Z', '0.2', 'us'),
      sent('c', '2026-03-09T10:00:00Z', '0.3', 'eu'),
      sent('d', '2026-03-09T11:00:00Z', 5),
    );
    const ask = async (given: object, customerId = metered.customerId) => {
      const days = { from: '2026-03-08', to: '2026-03-10' };
      const query = { customerId, meterId: meter.id, ...days, ...given };
      const { status, body } = await shop.send(
        'get',
        `/v1/usage?${new URLSearchParams(query).toString()}`,
      );
      return { status, body, fault: body.errors?.[0] ?? body };
    };
    return { ...metered, ask };
  };

  test('is counted exactly, by local days, hours and groups', async () => {
    const { ask, shop, customerId } = await openUsed();
    await shop.send('patch', `/v1/customers/${customerId}`, { timeZone: 'Europe/Vienna' }, '*');

    const all = await ask({});
    const days = await ask({ window: 'day' });
    const groups = await ask({ groupBy: 'region' });
    const hour = await ask({ from: '2026-03-09T10:00:00Z', to: '2026-03-09T10:00:00.001Z' });

    const [first, second] = ['2026-03-07T23:00:00.000Z', '2026-03-08T23:00:00.000Z'];
    const end = '2026-03-09T23:00:00.000Z';
    expect(all.body).toEqual({
      timeZone: 'Europe/Vienna',
      data: [{ start: first, end, quantity: '5.6' }],
    });
    expect(days.body.data).toEqual([
      { start: first, end: second, quantity: '0.1' },
      { start: second, end, quantity: '5.5' },
    ]);
    expect(groups.body.data).toEqual([
      { start: first, end, group: { region: 'eu' }, quantity: '0.4' },
      { start: first, end, group: { region: 'us' }, quantity: '0.2' },
      { start: first, end, group: { region: null }, quantity: '5' },
    ]);
    expect(hour.body.data).toMatchObject([{ quantity: '0.3' }]);
  });

  test('of a subscription is of the events that name it, by its clocks', async () => {
    const { ask, shop, sendAll, event, customerId } = await openUsed();
    const { body } = await shop.subscribe({ customerId, timeZone: 'Asia/Tokyo' });
    await sendAll(event('own', { subscriptionId: body.id, time: '2026-03-09T15:00:00Z' }));

    const own = await ask({ subscriptionId: body.id, to: '2026-03-11', window: 'day' });
    const others = await ask({ subscriptionId: body.id }, await shop.newCustomer());

    expect(own.body.timeZone).toBe('Asia/Tokyo');
    expect(own.body.data.map(({ quantity }: { quantity: string }) => quantity)).toEqual([
      '0',
      '0',
      '5',
    ]);
    expect(others.fault).toMatchObject({
      pointer: '/query/subscriptionId',
      code: 'unknown_subscription',
    });
  });

  test('is refused where the question makes no sense', async () => {
    const { ask } = await openUsed();
    const unknown = (prefix: string) => `${prefix}_01jd4x7h2cf5prw8mzk0qv9tns`;
    const asked: readonly (readonly [object, number, string])[] = [
      [{ from: '2026-03-10', to: '2026-03-10' }, 400, 'period_without_length'],
      [{ from: '2026-02-30' }, 400, 'invalid_date'],
      [{ from: 'yesterday' }, 400, 'invalid_date'],
      [{ from: '2026-03-08T00:00:00' }, 400, 'invalid_instant'],
      [{ from: '0001-01-01' }, 400, 'out_of_range'],
      [{ to: '9999-12-31T23:59:59.999Z' }, 400, 'out_of_range'],
      [{ from: '2025-01-01', window: 'hour' }, 400, 'out_of_range'],
      [{ window: 'week' }, 400, 'invalid_value'],
      [{ groupBy: 'region,region' }, 400, 'repeated'],
      [{ groupBy: 'region,' }, 400, 'too_short'],
      [{ groupBy: 'a,b,c,d,e,f,g,h,i,j,k' }, 400, 'too_many'],
      [{ customerId: unknown('cus') }, 404, 'customer_not_found'],
      [{ meterId: unknown('mtr') }, 404, 'meter_not_found'],
      [{ subscriptionId: unknown('sub') }, 400, 'unknown_subscription'],
    ];

    for (const [given, status, code] of asked) {
      const refused = await ask(given);
      expect([given, refused.status, refused.fault.code]).toEqual([given, status, code]);
    }
  });
});
