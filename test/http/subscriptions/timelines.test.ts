import { describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import { openShop } from '../shop.ts';

const app = appUnderTest('postgres');
const path = '/v1/subscriptions';

describe('what comes next', () => {
  test('is shown as the run will make it', async () => {
    const { subscribe, send, invoices, advance } = await openShop(app);
    const { body: made } = await subscribe();

    const { body } = await send('get', `${path}/${made.id}/upcoming-invoice`);
    await advance('2026-02-28T00:00:00Z');
    const invoice = (await invoices())[1];

    expect(body.next.at).toBe('2026-02-28T00:00:00.000Z');
    const { at: _, lines, ...totals } = body.next;
    expect(invoice).toMatchObject({ ...totals, lines });
  });

  test('is nothing, where nothing is charged any more', async () => {
    const { subscribe, send } = await openShop(app);
    const { body: nobodyYet } = await send('get', '/v1/billing/forecast');
    const { body: made } = await subscribe();
    await send(
      'post',
      `${path}/${made.id}/cancel`,
      { effective: 'now', cancelCredit: 'none' },
      '*',
    );

    const { body } = await send('get', `${path}/${made.id}/upcoming-invoice`);

    const { body: forecast } = await send('get', '/v1/billing/forecast');
    expect(nobodyYet).toMatchObject({ nextDueAt: null, invoices: 0 });
    expect(body).toEqual({ next: null });
    // The invoice of the month that was charged is overdue then.
    expect(forecast).toMatchObject({ nextDueAt: '2026-03-03T00:00:00.000Z', invoices: 0 });
  });

  test('is forecast for the whole tenant', async () => {
    const { subscribe, send, newCustomer } = await openShop(app);
    await subscribe();
    await subscribe({ customerId: await newCustomer() });
    const forecast = async (query: string) =>
      (await send('get', `/v1/billing/forecast${query}`)).body;

    expect(await forecast('?until=2026-04-30T00:00:00Z')).toEqual({
      until: '2026-04-30T00:00:00.000Z',
      nextDueAt: '2026-02-28T00:00:00.000Z',
      customers: 2,
      invoices: 6,
      totals: [{ amount: 29_400, currency: 'EUR' }],
      customersSetAside: 0,
      setAside: [],
    });
    expect(await forecast('')).toMatchObject({ until: '2026-03-03T10:00:00.000Z', invoices: 2 });
    expect(await forecast('?until=2036-01-01T00:00:00Z')).toMatchObject({
      status: 400,
      errors: [{ pointer: '/query/until', code: 'too_far' }],
    });
  });
});

describe('the timeline', () => {
  test('tells what happened, the newest last, and what is planned', async () => {
    const { subscribe, send, advance } = await openShop(app, '2026-06-01T00:00:00Z');
    const { body: made } = await subscribe();
    await advance('2026-07-12T15:00:00Z');
    const kinds = async () => {
      const { body } = await send('get', `${path}/${made.id}/timeline`);
      return body.data.map((entry: Record<string, { number: string } | null>) => [
        entry['kind'],
        entry['at'],
        entry['invoice']?.number ?? null,
      ]);
    };

    await send('post', `${path}/${made.id}/cancel`, { effective: 'period_end' }, '*');
    const planned = await kinds();
    await send('post', `${path}/${made.id}/cancel`, { effective: 'now' }, '*');
    const ended = await kinds();

    const begun = [
      ['created', '2026-06-01T00:00:00.000Z', null],
      ['started', '2026-06-01T00:00:00.000Z', null],
      ['charged', '2026-06-01T00:00:00.000Z', 'INV-000001'],
      ['charged', '2026-07-01T00:00:00.000Z', 'INV-000002'],
    ];
    expect(planned).toEqual([...begun, ['end_planned', '2026-08-01T00:00:00.000Z', null]]);
    expect(ended).toEqual([
      ...begun,
      ['credited', '2026-07-12T15:00:00.000Z', 'INV-000003'],
      ['ended', '2026-07-12T15:00:00.000Z', null],
    ]);
  });

  test('is read page by page, each entry once', async () => {
    const { subscribe, send, advance } = await openShop(app, '2026-06-01T00:00:00Z');
    const { body: made } = await subscribe({ startsOn: '2026-03-01' });
    await advance('2026-08-01T00:00:00Z');
    await send('post', `${path}/${made.id}/cancel`, { effective: 'now' }, '*');
    const whole = await send('get', `${path}/${made.id}/timeline?limit=100`);

    const read: unknown[] = [];
    let next: string | null = `${path}/${made.id}/timeline?limit=2`;
    while (next !== null) {
      const { body, headers } = await send('get', next);
      read.push(...body.data);
      next = /<([^>]*)>; rel="next"/.exec(headers['link'] ?? '')?.[1] ?? null;
    }

    expect(whole.body.page).toEqual({ hasMore: false, nextCursor: null, prevCursor: null });
    expect(read).toEqual(whole.body.data);
    expect(read.length).toBeGreaterThan(8);
  });

  test.each([
    'nonsense',
    '',
    // A charge without a line, and a line of what is no charge.
    Buffer.from('1 3 ').toString('base64url'),
    Buffer.from('999999999999999 0 ').toString('base64url'),
    Buffer.from('0 3 line_x').toString('base64url'),
    Buffer.from('0 2 line_x').toString('base64url'),
  ])('has no place %j', async (cursor) => {
    const { subscribe, send } = await openShop(app);
    const { body: made } = await subscribe();

    const { status, body } = await send('get', `${path}/${made.id}/timeline?cursor=${cursor}`);

    expect([status, body.errors]).toMatchObject([400, [{ pointer: '/query/cursor' }]]);
  });

  test('of one that never began has no start', async () => {
    const { subscribe, send } = await openShop(app);
    const { body: made } = await subscribe({ startsOn: '2026-03-01' });

    const before = await send('get', `${path}/${made.id}/timeline`);
    await send('post', `${path}/${made.id}/cancel`, { effective: 'now' }, '*');
    const after = await send('get', `${path}/${made.id}/timeline`);

    const kinds = ({ body }: typeof before) => body.data.map(({ kind }: { kind: string }) => kind);
    expect(kinds(before)).toEqual(['created', 'start_planned']);
    expect(kinds(after)).toEqual(['created', 'ended']);
  });
});
