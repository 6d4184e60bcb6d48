import { describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import { openShop } from '../shop.ts';

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

  test('to a draft or an archived plan', async () => {
    const { subscribe, newPlan, send, planId } = await openShop(app);
    const draft = await newPlan({ status: 'draft' });
    await send('delete', `/v1/plans/${planId}`, undefined, '*');

    const toDraft = await subscribe({ planId: draft });
    const toArchived = await subscribe({ planId });

    expect([toDraft.status, toDraft.body.code]).toEqual([409, 'plan_not_offered']);
    expect([toArchived.status, toArchived.body.code]).toEqual([409, 'plan_not_offered']);
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
    [
      { items: [{ priceId: 'price_01jgfjkdmse1kr3nq01y4s9fbs' }] },
      '/items/0/priceId',
      'unknown_price',
    ],
    [{ trialDays: 731 }, '/trialDays', 'invalid_trial'],
    [{ renewal: 'renew' }, '/renewal', 'renewal_without_term'],
    [{ term: { unit: 'year', count: 11 } }, '/term/count', 'invalid_term'],
    [{ term: { unit: 'year', count: 1 }, endsOn: '2027-01-01' }, '/renewal', 'stated_twice'],
    [{ billedThrough: '2026-01-30' }, '/billedThrough', 'billed_through_out_of_range'],
    [{ billedThrough: '2026-03-01' }, '/billedThrough', 'billed_through_out_of_range'],
    [{ billingPolicy: { preset: 'best' } }, '/billingPolicy/preset', 'invalid_value'],
  ])('with %j', async (given, pointer, code) => {
    const { subscribe, invoices } = await openShop(app);

    const { status, body } = await subscribe(given);

    expect([status, body.errors]).toMatchObject([400, [{ pointer, code }]]);
    expect(await invoices()).toEqual([]);
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
