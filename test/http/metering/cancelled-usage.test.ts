import { describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import type { Shop } from '../shop.ts';
import { openMetered } from './metered-shop.ts';

const app = appUnderTest('postgres');

describe('events that are cancelled', () => {
  const cancel = (shop: Shop, body: object) => shop.send('post', '/v1/usage-events/cancel', body);

  test('count no more, and are told so one by one', async () => {
    const { event, sendAll, shop, customerId } = await openMetered(app);
    const meters = await shop.send('get', '/v1/meters');
    const meterId = meters.body.data[0].id;
    await sendAll(event('a'), event('b'), event('c', { source: 'till' }));

    const answer = await cancel(shop, {
      events: [{ id: 'a' }, { id: 'c', source: 'till' }, { id: 'c' }, { id: 'a' }],
      reason: 'Sent twice.',
    });

    expect([answer.status, answer.body]).toMatchObject([
      200,
      {
        results: [
          { id: 'a', outcome: 'cancelled' },
          { id: 'c', outcome: 'cancelled' },
          { id: 'c', outcome: 'refused', code: 'unknown_event' },
          { id: 'a', outcome: 'duplicate' },
        ],
        cancelled: 2,
        duplicates: 1,
        refused: 1,
      },
    ]);
    const days = 'from=2026-03-01&to=2026-04-01';
    const query = `customerId=${customerId}&meterId=${meterId}&${days}`;
    const { body } = await shop.send('get', `/v1/usage?${query}`);
    expect(body.data).toMatchObject([{ quantity: '5' }]);
    expect(await sendAll(event('a'))).toMatchObject({ duplicates: 1 });
  });

  test('are named by what may be an id, however often', async () => {
    const { event, sendAll, shop } = await openMetered(app);
    await sendAll(event('a'));

    const repeated = await cancel(shop, {
      events: Array.from({ length: 1000 }, () => ({ id: 'a' })),
    });
    const odd = ['\u0000', 'a\u0000', 'x'.repeat(10_000), '', ' ', 'a\nb', '\ud800', '__proto__'];
    const { status, body } = await cancel(shop, { events: odd.map((id) => ({ id, source: 'x' })) });
    const sources = await cancel(shop, { events: [{ id: 'a', source: '\u0000' }] });

    expect([repeated.status, repeated.body]).toMatchObject([
      200,
      { cancelled: 1, duplicates: 999, refused: 0 },
    ]);
    expect([status, body.results.map(({ code }: { code: string }) => code)]).toEqual([
      200,
      [...Array(7).fill('invalid_event'), 'unknown_event'],
    ]);
    expect(sources.body.results).toMatchObject([{ id: 'a', code: 'invalid_event' }]);
    const longest = Math.max(...body.results.map(({ id }: { id: string }) => id.length));
    expect(longest).toBeLessThanOrEqual(200);
  });

  test('are 1 to 1,000 in a call', async () => {
    const { shop } = await openMetered(app);
    const events = Array.from({ length: 1001 }, (_, id) => ({ id: String(id) }));
    const codes = async (body: object) => {
      const answer = await cancel(shop, body);
      return [answer.status, answer.body.errors?.[0]?.code];
    };

    expect(await codes({ events: [] })).toEqual([400, 'too_few']);
    expect(await codes({ events })).toEqual([400, 'too_many']);
    expect(await codes({ events: [{ id: 'a' }], reason: '' })).toEqual([400, 'too_short']);
    expect((await cancel(shop, { events: events.slice(1) })).body).toMatchObject({ refused: 1000 });
  });
});
