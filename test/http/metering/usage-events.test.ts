import { describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import { openMetered } from './metered-shop.ts';

describe.each(['memory', 'postgres'] as const)('the list of usage events in %s', (storage) => {
  const app = appUnderTest(storage);
  const openListed = async () => {
    const metered = await openMetered(app);
    const list = async (asked: object = {}, path = '/v1/usage-events') => {
      const query = new URLSearchParams(asked as Record<string, string>).toString();
      const { status, body } = await metered.shop.send('get', `${path}?${query}`);
      const ids = (body.data ?? []).map(({ id }: { id: string }) => id);
      return { status, body, ids, fault: body.errors?.[0] ?? body };
    };
    return { ...metered, list };
  };

  test('tells of each which meters count it, and why others do not', async () => {
    const { shop, sendAll, event, list, customerId } = await openListed();
    const calls = { code: 'calls', name: 'Calls', eventType: 'sent', aggregation: 'count' };
    await shop.send('post', '/v1/meters', { ...calls, groupBy: ['region'] });
    const data = { network: 'private', bytes: 7, region: 'eu' };
    await sendAll(
      event('a', { time: '2026-03-10T08:00:00Z', data }),
      event('b', { source: 'crm', type: 'nothing counts it', data: { a: [1, { b: null }] } }),
    );

    const { body } = await list();

    expect(body.page).toEqual({ hasMore: false, nextCursor: null, prevCursor: null });
    expect(body.data).toMatchObject([
      { id: 'b', source: 'crm', data: { a: [1, { b: null }] }, isTimed: false, meters: [] },
      {
        id: 'a',
        source: 'api',
        type: 'sent',
        time: '2026-03-10T08:00:00.000Z',
        isTimed: true,
        customerId,
        subscriptionId: null,
        data,
        meters: [
          { meterCode: 'calls', isCounted: true, value: '1', group: { region: 'eu' }, code: null },
          { meterCode: 'traffic', isCounted: false, value: null, code: 'filtered_out' },
        ],
      },
    ]);
  });

  test('tells of an event that was cancelled that nothing counts it any more', async () => {
    const { shop, sendAll, event, list } = await openListed();
    await sendAll(event('a'), event('b', { source: 'crm' }));
    const reason = 'Sent twice.';
    await shop.send('post', '/v1/usage-events/cancel', { events: [{ id: 'a' }], reason });

    const { body } = await list();

    const counted = { isCounted: true, code: null };
    const uncounted = { isCounted: false, value: null, code: 'cancelled' };
    expect(body.data).toMatchObject([
      { id: 'b', cancelledAt: null, cancelReason: null, meters: [counted] },
      { id: 'a', cancelledAt: expect.any(String), cancelReason: reason, meters: [uncounted] },
    ]);
  });

  test('is narrowed by customer, type, source, id and time, whose days are local', async () => {
    const { shop, sendAll, event, list, customerId } = await openListed();
    await shop.send('patch', `/v1/customers/${customerId}`, { timeZone: 'Europe/Vienna' }, '*');
    await sendAll(
      event('a', { time: '2026-03-08T22:59:59.999Z' }),
      event('b', { time: '2026-03-08T23:00:00Z', type: 'other' }),
      event('c', { time: '2026-03-09T12:00:00Z', source: 'crm' }),
    );
    const asked: readonly (readonly [object, readonly string[]])[] = [
      [{ customerId }, ['c', 'b', 'a']],
      [{ customerId, from: '2026-03-09' }, ['c', 'b']],
      [{ customerId, to: '2026-03-09' }, ['a']],
      [{ from: '2026-03-09' }, ['c']],
      [{ from: '2026-03-08T23:00:00Z', to: '2026-03-09T12:00:00Z' }, ['b']],
      [{ type: 'sent' }, ['c', 'a']],
      [{ source: 'crm' }, ['c']],
      [{ id: 'a' }, ['a']],
      [{ id: 'c' }, []],
      [{ id: 'c', source: 'crm' }, ['c']],
      [{ customerId: await shop.newCustomer() }, []],
    ];

    for (const [query, ids] of asked)
      expect([query, (await list(query)).ids]).toEqual([query, ids]);
  });

  test('goes on and back by cursors', async () => {
    const { sendAll, event, list, customerId } = await openListed();
    await sendAll(...['a', 'b', 'c', 'd', 'e'].map((id) => event(id)));

    for (const filter of [{}, { customerId }]) {
      const first = await list({ ...filter, limit: '2' });
      const { nextCursor } = first.body.page;
      const second = await list({ ...filter, limit: '2', cursor: nextCursor });
      const { page } = second.body;
      const third = await list({ ...filter, limit: '2', cursor: page.nextCursor });
      const back = await list({ ...filter, limit: '2', cursor: page.prevCursor });

      expect([first.ids, second.ids, third.ids, back.ids]).toEqual([
        ['e', 'd'],
        ['c', 'b'],
        ['a'],
        ['e', 'd'],
      ]);
      expect([third.body.page.nextCursor, back.body.page.prevCursor]).toEqual([null, null]);
    }
  });

  test('is refused where the question makes no sense', async () => {
    const { list } = await openListed();
    const asked: readonly (readonly [object, string, string])[] = [
      [{ from: '2026-03-10', to: '2026-03-10' }, '/query/to', 'period_without_length'],
      [{ from: '2026-02-30' }, '/query/from', 'invalid_date'],
      [{ to: '9999-12-31' }, '/query/to', 'out_of_range'],
      [{ type: '' }, '/query/type', 'too_short'],
      [{ id: 'x'.repeat(201) }, '/query/id', 'too_long'],
      [{ cursor: 'Zm9v' }, '/query/cursor', 'invalid_cursor'],
      [{ limit: '101' }, '/query/limit', 'too_big'],
    ];

    for (const [query, pointer, code] of asked) {
      const { status, fault } = await list(query);
      expect([query, status, fault.pointer, fault.code]).toEqual([query, 400, pointer, code]);
    }
  });

  test('looks through many for the few that fit, a part at a time', async () => {
    const { sendAll, event, list } = await openListed();
    await sendAll(event('rare', { type: 'rare' }));
    for (let batch = 0; batch < 21; batch += 1) {
      await sendAll(...Array.from({ length: 1_000 }, (_, index) => event(`${batch}/${index}`)));
    }

    const first = await list({ type: 'rare' });
    const second = await list({ type: 'rare', cursor: first.body.page.nextCursor });
    const back = await list({ type: 'none', cursor: second.body.page.prevCursor });

    expect([first.ids, first.body.page.hasMore]).toEqual([[], true]);
    expect([second.ids, second.body.page.hasMore]).toEqual([['rare'], false]);
    expect([back.ids, typeof back.body.page.prevCursor]).toEqual([[], 'string']);
  });
});
