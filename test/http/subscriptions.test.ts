import { describe, expect, test } from 'vitest';
import { appUnderTest } from '../support/app.ts';
import { openShop } from './shop.ts';

const app = appUnderTest('postgres');
const path = '/v1/subscriptions';
const unknown = (prefix: string): string => `${prefix}_01jd4x7h2cf5prw8mzk0qv9tns`;

describe('a subscription', () => {
  test('comes back as it was made, and says where it is', async () => {
    const { subscribe, send, customerId, planId } = await openShop(app);

    const made = await subscribe({
      externalId: 'contract-1',
      name: 'Ten seats',
      timeZone: 'Europe/Vienna',
      metadata: { soldBy: 'Grace' },
    });
    const shown = await send('get', made.headers['location'] ?? '');

    expect([made.status, made.headers['etag']]).toEqual([201, '"1"']);
    expect(shown.body).toEqual(made.body);
    expect(made.body).toMatchObject({
      version: 1,
      status: 'active',
      customerId,
      planId,
      planVersion: 1,
      externalId: 'contract-1',
      name: 'Ten seats',
      currency: 'EUR',
      timeZone: 'Europe/Vienna',
      alignment: 'anniversary',
      anchorOn: '2026-01-31',
      anchorDay: 31,
      startsAt: '2026-01-31T10:00:00.000Z',
      endsAt: null,
      currentPeriod: {
        start: '2026-01-31',
        end: '2026-02-28',
        endsAt: '2026-02-27T23:00:00.000Z',
      },
      items: [{ quantity: '1' }],
      metadata: { soldBy: 'Grace' },
    });
  });

  test('is invoiced at once, where it is paid in advance', async () => {
    const { subscribe, invoices } = await openShop(app);

    await subscribe();

    expect(await invoices()).toMatchObject([
      { number: 'INV-000001', status: 'finalized', total: { amount: 4900, currency: 'EUR' } },
    ]);
  });

  test('can begin later: it is scheduled, and charges nothing until then', async () => {
    const { subscribe, send, invoices, advance } = await openShop(app);

    const { body } = await subscribe({ startsOn: '2026-02-10' });

    expect(body).toMatchObject({ status: 'scheduled', currentPeriod: null });
    expect(await invoices()).toEqual([]);
    await advance('2026-02-10T00:00:00Z');
    expect((await send('get', `${path}/${body.id}`)).body).toMatchObject({
      status: 'active',
      version: 1,
    });
    expect(await invoices()).toMatchObject([{ status: 'finalized' }]);
  });

  test('can have begun: all missed periods are on one invoice', async () => {
    const { subscribe, invoices } = await openShop(app);

    await subscribe({ startsOn: '2025-11-15' });

    expect(await invoices()).toMatchObject([
      {
        total: { amount: 14700 },
        lines: [
          { servicePeriod: { start: '2025-11-15', end: '2025-12-15' } },
          { servicePeriod: { start: '2025-12-15', end: '2026-01-15' } },
          { servicePeriod: { start: '2026-01-15', end: '2026-02-15' } },
        ],
      },
    ]);
  });

  test('follows the calendar, a day, or a date: its first period is a part', async () => {
    const { subscribe, invoices, newCustomer } = await openShop(app, '2026-04-19T10:00:00Z');

    for (const alignment of ['calendar', { day: 1 }, { on: '2026-01-01' }]) {
      await subscribe({ customerId: await newCustomer(), alignment });
    }

    const part = { servicePeriod: { start: '2026-04-19', end: '2026-05-01' } };
    const line = { ...part, amount: { amount: 1960, currency: 'EUR' } };
    expect(await invoices()).toMatchObject([
      { lines: [line] },
      { lines: [line] },
      { lines: [line] },
    ]);
  });

  test('is listed by status, customer, plan and external id', async () => {
    const { subscribe, send, newCustomer, planId, customerId } = await openShop(app);
    const first = (await subscribe({ externalId: 'one' })).body.id;
    const second = (await subscribe({ customerId: await newCustomer(), endsOn: '2026-02-03' }))
      .body;
    const third = (await subscribe({ startsOn: '2026-03-01' })).body.id;
    await send('post', `${path}/${second.id}/cancel`, { effective: 'now' }, '*');
    const ids = async (query: string) =>
      (await send('get', `${path}?${query}`)).body.data.map(({ id }: { id: string }) => id);

    expect(await ids('')).toEqual([third, second.id, first]);
    expect(await ids('status=active')).toEqual([first]);
    expect(await ids('status=scheduled')).toEqual([third]);
    expect(await ids('status=ended')).toEqual([second.id]);
    expect(await ids(`customerId=${customerId}`)).toEqual([third, first]);
    expect(await ids(`planId=${planId}&externalId=one`)).toEqual([first]);
    expect(await ids(`planId=${unknown('plan')}`)).toEqual([]);
  });
});

describe('nobody subscribes', () => {
  test('without a customer and a plan that there are', async () => {
    const { subscribe } = await openShop(app);
    const foreign = await openShop(app);
    const codes = [];
    for (const given of [
      { customerId: unknown('cus') },
      { customerId: foreign.customerId },
      { planId: unknown('plan') },
      { planId: foreign.planId },
    ]) {
      const { status, body } = await subscribe(given);
      codes.push([status, body.code]);
    }

    expect(codes).toEqual([
      [404, 'customer_not_found'],
      [404, 'customer_not_found'],
      [404, 'plan_not_found'],
      [404, 'plan_not_found'],
    ]);
  });

  test('to a draft, an archived plan, or one with a trial', async () => {
    const { subscribe, newPlan, send, planId } = await openShop(app);
    const draft = await newPlan({ status: 'draft' });
    const trial = await newPlan({ trialDays: 14 });
    await send('delete', `/v1/plans/${planId}`, undefined, '*');

    const toDraft = await subscribe({ planId: draft });
    const toArchived = await subscribe({ planId });
    const toTrial = await subscribe({ planId: trial });

    expect([toDraft.status, toDraft.body.code]).toEqual([409, 'plan_not_offered']);
    expect([toArchived.status, toArchived.body.code]).toEqual([409, 'plan_not_offered']);
    expect([toTrial.status, toTrial.body.code]).toEqual([409, 'plan_has_trial']);
  });

  test('in another currency than that of the customer', async () => {
    const { subscribe, newCustomer } = await openShop(app);

    const { status, body } = await subscribe({
      customerId: await newCustomer({ currency: 'USD' }),
    });

    expect([status, body.code]).toEqual([409, 'currency_mismatch']);
  });

  test('under an external id that another subscription has', async () => {
    const { subscribe } = await openShop(app);
    await subscribe({ externalId: 'contract-1' });

    const { status, body } = await subscribe({ externalId: 'contract-1' });

    expect([status, body.code]).toEqual([409, 'subscription_external_id_taken']);
  });

  test('with effect on a day for which the books are closed', async () => {
    const { subscribe } = await openShop(app, undefined, { booksClosedOn: '2025-12-31' });

    const closed = await subscribe({ startsOn: '2025-12-31' });
    const open = await subscribe({ startsOn: '2026-01-01' });

    expect([closed.status, closed.body.code]).toEqual([409, 'period_closed']);
    expect(open.status).toBe(201);
  });

  test('so far back that more than a thousand periods would be charged at once', async () => {
    const { subscribe, newPlan } = await openShop(app);
    const planId = await newPlan({ interval: { unit: 'day', count: 1 } });

    const { status, body } = await subscribe({ planId, startsOn: '2020-01-01' });

    expect([status, body.code]).toEqual([409, 'too_many_missed_periods']);
  });

  test.each([
    [{ startsOn: '2026-02-30' }, '/startsOn', 'invalid_date'],
    [{ startsAt: 'tomorrow' }, '/startsAt', 'invalid_instant'],
    [{ startsOn: '2026-02-01', startsAt: '2026-02-01T00:00:00Z' }, '/startsAt', 'stated_twice'],
    [{ startsOn: '2026-03-01', endsOn: '2026-03-01' }, '/endsOn', 'ends_before_start'],
    [{ alignment: 'lunar' }, '/alignment', 'invalid_union'],
    [{ alignment: { day: 32 } }, '/alignment/day', 'too_big'],
    [{ alignment: { weekday: 1 } }, '/alignment/weekday', 'invalid_alignment'],
    [{ alignment: { on: '2026-02-30' } }, '/alignment/on', 'invalid_date'],
    [{ timeZone: 'Mars/Base' }, '/timeZone', 'invalid_time_zone'],
    [{ name: '' }, '/name', 'too_short'],
    [{ externalId: '' }, '/externalId', 'too_short'],
    [{ items: [] }, '/items', 'unknown_field'],
    [{ trialDays: 7 }, '/trialDays', 'unknown_field'],
    [{ billingPolicy: { preset: 'lago' } }, '/billingPolicy', 'unknown_field'],
  ])('with %j', async (given, pointer, code) => {
    const { subscribe, invoices } = await openShop(app);

    const { status, body } = await subscribe(given);

    expect([status, body.errors]).toMatchObject([400, [{ pointer, code }]]);
    expect(await invoices()).toEqual([]);
  });
});

describe('a subscription that is canceled', () => {
  test('now ends, and what is not used is credited to the balance', async () => {
    const { subscribe, send, invoices } = await openShop(app, '2026-06-01T00:00:00Z');
    const { body: made } = await subscribe();
    await send('post', '/v1/test-clock/advance', { to: '2026-06-12T15:00:00Z' });

    const canceled = await send(
      'post',
      `${path}/${made.id}/cancel`,
      { effective: 'now', reason: 'Too dear' },
      '"1"',
    );

    expect([canceled.status, canceled.headers['etag']]).toEqual([200, '"2"']);
    expect(canceled.body).toMatchObject({
      status: 'ended',
      endsAt: '2026-06-12T15:00:00.000Z',
      endReason: 'Too dear',
      currentPeriod: null,
    });
    const credited = (await invoices()).at(-1);
    expect(credited).toMatchObject({
      subtotal: { amount: -2940 },
      total: { amount: 0 },
      paymentStatus: 'paid',
      lines: [
        {
          kind: 'credit',
          amount: { amount: -2940 },
          servicePeriod: { start: '2026-06-13', end: '2026-07-01' },
        },
        { kind: 'balance', amount: { amount: 2940 }, total: { amount: 2940 }, corrects: null },
      ],
    });
  });

  test.each([
    ['none', [4900]],
    ['full', [4900, 0]],
  ])('is credited as it is asked for: %s', async (cancelCredit, totals) => {
    const { subscribe, send, invoices, advance } = await openShop(app, '2026-06-01T00:00:00Z');
    const { body: made } = await subscribe();
    await advance('2026-06-12T15:00:00Z');

    await send('post', `${path}/${made.id}/cancel`, { effective: 'now', cancelCredit }, '*');

    const all = await invoices();
    expect(all.map(({ total }) => (total as { amount: number }).amount)).toEqual(totals);
    const credit = all.slice(1).map(({ subtotal }) => (subtotal as { amount: number }).amount);
    expect(credit).toEqual(cancelCredit === 'full' ? [-4900] : []);
  });

  test('at the end of its period runs until then, and can be taken back until then', async () => {
    const { subscribe, send, invoices, advance } = await openShop(app);
    const { body: made } = await subscribe();
    const cancel = () =>
      send('post', `${path}/${made.id}/cancel`, { effective: 'period_end' }, '*');

    const canceled = await cancel();
    const back = await send('post', `${path}/${made.id}/uncancel`, undefined, '"2"');
    await cancel();
    await advance('2026-04-30T00:00:00Z');
    const late = await send('post', `${path}/${made.id}/uncancel`, undefined, '*');

    expect(canceled.body).toMatchObject({ status: 'active', endsAt: '2026-02-28T00:00:00.000Z' });
    expect(back.body).toMatchObject({ status: 'active', endsAt: null, version: 3 });
    expect([late.status, late.body.code]).toEqual([409, 'subscription_ended']);
    expect(await invoices()).toHaveLength(1);
  });

  test('on a day or at an instant ends then', async () => {
    const { subscribe, send, newCustomer } = await openShop(app);
    const ends = [];
    for (const effective of [{ on: '2026-02-10' }, { at: '2026-02-10T12:00:00Z' }]) {
      const { body } = await subscribe({ customerId: await newCustomer() });
      const canceled = await send('post', `${path}/${body.id}/cancel`, { effective }, '*');
      ends.push(canceled.body.endsAt);
    }

    expect(ends).toEqual(['2026-02-10T00:00:00.000Z', '2026-02-10T12:00:00.000Z']);
  });

  test('is not canceled again once it has ended, nor uncanceled where it has no end', async () => {
    const { subscribe, send } = await openShop(app);
    const { body: made } = await subscribe();

    const early = await send('post', `${path}/${made.id}/uncancel`, undefined, '*');
    await send('post', `${path}/${made.id}/cancel`, { effective: 'now' }, '*');
    const again = await send('post', `${path}/${made.id}/cancel`, { effective: 'now' }, '*');

    expect([early.status, early.body.code]).toEqual([409, 'subscription_not_canceled']);
    expect([again.status, again.body.code]).toEqual([409, 'subscription_ended']);
  });

  test.each([
    [{ effective: 'soon' }, '/effective', 'invalid_union'],
    [{ effective: { on: '2026-02-30' } }, '/effective/on', 'invalid_date'],
    [{ effective: { on: '2026-01-30' } }, '/effective/on', 'effective_in_the_past'],
    [{ effective: { at: '2026-01-30T00:00:00Z' } }, '/effective/at', 'effective_in_the_past'],
    [{ effective: 'now', cancelCredit: 'half' }, '/cancelCredit', 'invalid_value'],
    [{ effective: 'now', reason: '' }, '/reason', 'too_short'],
    [{ effective: 'now', quote: 'q' }, '/quote', 'unknown_field'],
    [{}, '/effective', 'required'],
  ])('is not by %j', async (given, pointer, code) => {
    const { subscribe, send } = await openShop(app);
    const { body: made } = await subscribe();

    const { status, body } = await send('post', `${path}/${made.id}/cancel`, given, '*');

    expect([status, body.errors]).toMatchObject([400, [{ pointer, code }]]);
  });

  test('is so by who saw it as it is: a stale version is refused', async () => {
    const { subscribe, send } = await openShop(app);
    const { body: made } = await subscribe();
    const cancel = (version: string) =>
      send('post', `${path}/${made.id}/cancel`, { effective: 'period_end' }, version);
    await cancel('"1"');

    const stale = await cancel('"1"');

    expect([stale.status, stale.body.code]).toEqual([412, 'version_mismatch']);
  });
});

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
    const { body: made } = await subscribe();
    await send(
      'post',
      `${path}/${made.id}/cancel`,
      { effective: 'now', cancelCredit: 'none' },
      '*',
    );

    const { body } = await send('get', `${path}/${made.id}/upcoming-invoice`);

    expect(body).toEqual({ next: null });
  });

  test('is forecast for the whole tenant', async () => {
    const { subscribe, send, newCustomer } = await openShop(app);
    await subscribe();
    await subscribe({ customerId: await newCustomer() });
    const forecast = async (query: string) =>
      (await send('get', `/v1/billing/forecast${query}`)).body;

    expect(await forecast('?until=2026-04-30T00:00:00Z')).toEqual({
      until: '2026-04-30T00:00:00.000Z',
      customers: 2,
      invoices: 6,
      totals: [{ amount: 29_400, currency: 'EUR' }],
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
      next = /<([^>]*)>/.exec(headers['link'] ?? '')?.[1] ?? null;
    }

    expect(whole.body.page).toEqual({ hasMore: false, nextCursor: null });
    expect(read).toEqual(whole.body.data);
    expect(read.length).toBeGreaterThan(8);
  });

  test.each([
    'nonsense',
    '',
    Buffer.from('1 2 ').toString('base64url'),
    Buffer.from('999999999999999 0 ').toString('base64url'),
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

test('a repeated request with the same key subscribes once', async () => {
  const { token, customerId, planId, invoices } = await openShop(app);
  const sending = {
    token,
    body: { customerId, planId },
    headers: { 'Idempotency-Key': 'subscribe-1' },
  };

  const first = await app.send('post', path, sending);
  const again = await app.send('post', path, sending);

  expect([again.status, again.headers['idempotent-replayed']]).toEqual([201, 'true']);
  expect(again.body).toEqual(first.body);
  expect(await invoices()).toHaveLength(1);
});

test('a customer who is billed cannot be deleted', async () => {
  const { subscribe, send, customerId } = await openShop(app);
  await subscribe();

  const { status, body } = await send('delete', `/v1/customers/${customerId}`, undefined, '*');

  expect([status, body.code]).toEqual([409, 'customer_in_use']);
});
