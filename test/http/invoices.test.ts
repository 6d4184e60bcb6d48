import { describe, expect, test } from 'vitest';
import { operatorContext } from '#application/operations/operator-context.ts';
import { parseId } from '#domain/shared/ids.ts';
import { appUnderTest } from '../support/app.ts';
import type { Invoice, Shop } from './shop.ts';
import { openShop } from './shop.ts';
import { seller, signUp } from './world.ts';

const app = appUnderTest('postgres');
const path = '/v1/invoices';
const unknown = 'inv_01jd4x7h2cf5prw8mzk0qv9tns';
const euros = (amount: number) => ({ amount, currency: 'EUR' });

const onlyInvoice = async ({ invoices }: Shop): Promise<Invoice> => {
  const [invoice] = await invoices();
  if (invoice === undefined) throw new Error('There is no invoice.');
  return invoice;
};

/** A shop whose invoices wait for a person, with one draft. */
const shopWithDraft = async () => {
  const shop = await openShop(app, undefined, { finalization: 'manual' });
  await shop.subscribe();
  return { shop, draft: await onlyInvoice(shop) };
};

/** A shop with one issued invoice of EUR 49.00. */
const shopWithInvoice = async () => {
  const shop = await openShop(app);
  await shop.subscribe();
  return { shop, invoice: await onlyInvoice(shop) };
};

/** What the worker does once a second. */
const runBilling = (tenantId: string) =>
  app
    .composition()
    .operations.billing.run.execute(operatorContext(parseId('ten', tenantId), 'test'));

const pay = (shop: Shop, id: string, amount: object, given: object = {}) =>
  shop.send('post', `${path}/${id}/payments`, { amount, paidOn: '2026-02-01', ...given });

test('a shop comes from sign-up to a paid invoice over HTTP alone', async () => {
  const shop = await openShop(app);
  const { body: subscription } = await shop.subscribe();

  await shop.advance('2026-03-31T00:00:00Z');
  const invoices = await shop.invoices();
  const paid = await pay(shop, invoices[0]?.id ?? '', euros(4900), { reference: 'Transfer 1' });

  expect(invoices.map(({ number, issuedOn, dueOn }) => [number, issuedOn, dueOn])).toEqual([
    ['INV-000001', '2026-01-31', '2026-03-02'],
    ['INV-000002', '2026-02-28', '2026-03-30'],
    ['INV-000003', '2026-03-31', '2026-04-30'],
  ]);
  expect(invoices[0]).toMatchObject({
    status: 'finalized',
    paymentStatus: 'unpaid',
    customerId: shop.customerId,
    currency: 'EUR',
    seller,
    buyer: { name: 'Globex' },
    lines: [
      {
        kind: 'recurring',
        description: 'Base',
        subscriptionId: subscription.id,
        subscriptionItemId: subscription.items[0].id,
        priceId: subscription.items[0].priceId,
        group: null,
        quantity: '1',
        servicePeriod: { start: '2026-01-31', end: '2026-02-28' },
        startsAt: '2026-01-31T10:00:00.000Z',
        endsAt: '2026-02-28T00:00:00.000Z',
        timeZone: 'UTC',
        amount: euros(4900),
        discounts: [],
        taxes: [],
        net: euros(4900),
        total: euros(4900),
        corrects: null,
      },
    ],
    subtotal: euros(4900),
    discount: euros(0),
    tax: euros(0),
    total: euros(4900),
    balanceApplied: euros(0),
    amountDue: euros(4900),
    amountPaid: euros(0),
    finalizesAt: null,
  });
  expect(paid.body).toMatchObject({ paymentStatus: 'paid', amountDue: euros(0) });
  const verified = await shop.send('get', `${path}/verification`);
  expect(verified.body).toEqual({ invoices: 3, lines: 3, faults: [] });
});

describe('invoices', () => {
  test('are listed without lines, by status, customer and number', async () => {
    const shop = await openShop(app);
    await shop.subscribe();
    await shop.subscribe({ customerId: await shop.newCustomer() });
    const numbers = async (query: string) => {
      const { body } = await shop.send('get', `${path}?${query}`);
      return body.data.map(({ number }: Invoice) => number);
    };

    expect(await numbers('')).toEqual(['INV-000002', 'INV-000001']);
    expect(await numbers('status=finalized&limit=1')).toEqual(['INV-000002']);
    expect(await numbers('status=draft')).toEqual([]);
    expect(await numbers(`customerId=${shop.customerId}`)).toEqual(['INV-000001']);
    expect(await numbers('number=INV-000002')).toEqual(['INV-000002']);
    expect((await shop.send('get', path)).body.data[0]).not.toHaveProperty('lines');
  });

  test('carry a version that a reader can ask by', async () => {
    const { shop, invoice } = await shopWithInvoice();
    const { token } = shop;

    const known = await app.send('get', `${path}/${invoice.id}`, {
      token,
      headers: { 'If-None-Match': '"1"' },
    });

    expect(known.status).toBe(304);
  });

  test('of another tenant are not found, nor is what hangs on them', async () => {
    const { invoice } = await shopWithInvoice();
    const other = await openShop(app);
    const [line] = invoice['lines'] as readonly { id: string }[];

    const answers = [
      await other.send('get', `${path}/${invoice.id}`),
      await other.send('get', `${path}/${invoice.id}/lines/${line?.id}/explanation`),
      await other.send('post', `${path}/${invoice.id}/finalize`, undefined, '*'),
      await pay(other, invoice.id, euros(4900)),
      await other.send('get', `${path}/${unknown}`),
    ];

    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [404, 'invoice_not_found'],
      [404, 'invoice_line_not_found'],
      [404, 'invoice_not_found'],
      [404, 'invoice_not_found'],
      [404, 'invoice_not_found'],
    ]);
  });
});

describe('a line explains itself', () => {
  test('a part of a month, step by step', async () => {
    const shop = await openShop(app, '2026-04-19T10:00:00Z');
    await shop.subscribe({ alignment: 'calendar' });
    const invoice = await onlyInvoice(shop);
    const [line] = invoice['lines'] as readonly { id: string }[];

    const { body } = await shop.send('get', `${path}/${invoice.id}/lines/${line?.id}/explanation`);

    expect(body).toMatchObject({
      derivation: { version: 1, kind: 'recurring', countedBy: 'day', rounding: 'half_up' },
      exact: '19.6',
      amount: euros(1960),
    });
    expect(body.steps).toEqual([
      { text: '1 × EUR 49.00', quantity: '1', unitAmount: '49', amount: '49' },
      { text: '12 of 30 days (2026-04-19 to 2026-05-01)', amount: '19.6' },
      { text: 'EUR 19.60, rounded half up from 19.6', amount: '19.6' },
    ]);
  });

  test('a credit, and the line that moves it to the balance', async () => {
    const shop = await openShop(app, '2026-06-01T00:00:00Z');
    const { body: made } = await shop.subscribe();
    await shop.advance('2026-06-12T15:00:00Z');
    await shop.send('post', `/v1/subscriptions/${made.id}/cancel`, { effective: 'now' }, '*');
    const invoice = (await shop.invoices())[1];
    const lines = invoice?.['lines'] as readonly { id: string }[];

    const explained = await Promise.all(
      lines.map(({ id }) => shop.send('get', `${path}/${invoice?.id}/lines/${id}/explanation`)),
    );

    const [credit, closing] = explained.map(({ body }) => body);
    expect(credit).toMatchObject({ exact: '-29.4', amount: euros(-2940) });
    expect(credit.steps.at(-1)).toEqual({ text: 'EUR -29.40 as a credit', amount: '-29.4' });
    expect(closing).toEqual({
      derivation: { version: 1, kind: 'balance', others: '-2940' },
      exact: '29.4',
      amount: euros(2940),
      steps: [
        { text: 'EUR -29.40 for all other lines', amount: '-29.4' },
        {
          text: 'EUR 29.40 moved to the balance, as a document does not go below zero',
          amount: '29.4',
        },
      ],
    });
  });

  test('one that is not on the invoice does not, nor a closing line that there is not', async () => {
    const { shop, invoice } = await shopWithInvoice();
    const none = 'line_01jd4x7h2cf5prw8mzk0qv9tns';
    const closing = invoice.id.replace('inv_', 'line_');

    for (const id of [none, closing]) {
      const response = await shop.send('get', `${path}/${invoice.id}/lines/${id}/explanation`);
      expect([response.status, response.body.code]).toEqual([404, 'invoice_line_not_found']);
    }
  });
});

describe('a draft', () => {
  test('has no number, and is issued by a person', async () => {
    const { shop, draft } = await shopWithDraft();

    const issued = await shop.send('post', `${path}/${draft.id}/finalize`, undefined, '"1"');

    expect(draft).toMatchObject({ number: null, status: 'draft', seller: null, buyer: null });
    expect([issued.status, issued.headers['etag']]).toEqual([200, '"2"']);
    expect(issued.body).toMatchObject({ number: 'INV-000001', status: 'finalized' });
    expect(await onlyInvoice(shop)).toMatchObject({ seller, buyer: { name: 'Globex' } });
  });

  test('is issued once', async () => {
    const { shop, draft } = await shopWithDraft();
    const finalize = (version: string) =>
      shop.send('post', `${path}/${draft.id}/finalize`, undefined, version);
    await finalize('"1"');

    const stale = await finalize('"1"');
    const again = await finalize('"2"');

    expect([stale.status, stale.body.code]).toEqual([412, 'version_mismatch']);
    expect([again.status, again.body.code]).toEqual([409, 'invoice_not_draft']);
  });

  test('cannot be paid', async () => {
    const { shop, draft } = await shopWithDraft();

    const { status, body } = await pay(shop, draft.id, euros(4900));

    expect([status, body.code]).toEqual([409, 'invoice_not_payable']);
  });

  test('waits for days of grace, where the tenant wants them', async () => {
    const shop = await openShop(app, undefined, { graceDays: 3, paymentTermDays: 14 });
    await shop.subscribe();
    const waiting = await onlyInvoice(shop);

    await shop.advance('2026-02-03T10:00:00Z');

    expect(waiting).toMatchObject({ status: 'draft', finalizesAt: '2026-02-03T10:00:00.000Z' });
    expect(await onlyInvoice(shop)).toMatchObject({
      status: 'finalized',
      issuedOn: '2026-02-03',
      dueOn: '2026-02-17',
    });
  });

  test('is due by the terms of its customer, and numbered as the tenant says', async () => {
    const shop = await openShop(app, undefined, { numberPrefix: 'A/', numberResets: 'yearly' });
    const customerId = await shop.newCustomer({ billing: { paymentTermDays: 7 } });
    await shop.subscribe({ customerId });

    expect(await onlyInvoice(shop)).toMatchObject({
      number: 'A/2026-000001',
      issuedOn: '2026-01-31',
      dueOn: '2026-02-07',
    });
  });
});

describe('a live tenant', () => {
  /** A live tenant with an incomplete seller and one draft. */
  const openLive = async () => {
    const { token, tenantId } = await signUp(app);
    const post = async (to: string, body: object, headers = {}) =>
      (await app.send('post', to, { token, body, headers })).body;
    const product = await post('/v1/products', { code: 'crm', name: 'CRM' });
    const prices = [{ name: 'Base', amount: euros(4900) }];
    const terms = { currency: 'EUR', interval: { unit: 'month', count: 1 }, prices };
    const named = { productId: product.id, code: 'team', name: 'Team' };
    const plan = await post('/v1/plans', { ...named, ...terms });
    const customer = await post('/v1/customers', { name: 'G', email: 'g@example.com' });
    await post('/v1/subscriptions', { customerId: customer.id, planId: plan.id });
    const [draft] = (await app.send('get', path, { token })).body.data;
    return { token, tenantId, draft, customerId: customer.id };
  };

  test('issues nothing before its seller is complete', async () => {
    const { token, draft } = await openLive();
    const finalize = (version: string) =>
      app.send('post', `${path}/${draft.id}/finalize`, {
        token,
        headers: { 'If-Match': version },
      });

    const refused = await finalize('"1"');
    await app.send('patch', '/v1/tenant', {
      token,
      body: { billing: { seller } },
      headers: { 'If-Match': '*' },
    });
    const issued = await finalize('"1"');

    expect([draft.status, draft.number]).toEqual(['draft', null]);
    expect([refused.status, refused.body.code]).toEqual([409, 'seller_incomplete']);
    expect([issued.status, issued.body.number]).toEqual([200, 'INV-000001']);
  });

  test('is told by an issue, which a retry resolves', async () => {
    const { token, tenantId, customerId, draft } = await openLive();
    const run = () => runBilling(tenantId);
    await run();
    await run();
    const list = async (query = '') =>
      (await app.send('get', `/v1/billing-issues${query}`, { token })).body.data;
    const [issue, ...others] = await list();
    const retry = () => app.send('post', `/v1/billing-issues/${issue.id}/retry`, { token });
    await app.send('patch', '/v1/tenant', {
      token,
      body: { billing: { seller } },
      headers: { 'If-Match': '*' },
    });

    const retried = await retry();
    const again = await retry();
    await run();

    expect(others).toEqual([]);
    expect(issue).toMatchObject({ customerId, code: 'seller_incomplete', resolvedAt: null });
    expect([retried.status, retried.body.resolvedAt === null]).toEqual([200, false]);
    expect([again.status, again.body.code]).toEqual([409, 'billing_issue_resolved']);
    expect(await list()).toEqual([]);
    expect(await list('?status=resolved')).toMatchObject([{ id: issue.id }]);
    expect(await list(`?status=all&customerId=${customerId}`)).toHaveLength(1);
    const { body } = await app.send('get', `${path}/${draft.id}`, { token });
    expect([body.status, body.number]).toEqual(['finalized', 'INV-000001']);
  });
});

describe('money received', () => {
  test('pays a part, then the rest', async () => {
    const { shop, invoice } = await shopWithInvoice();

    const part = await pay(shop, invoice.id, euros(1900));
    const rest = await pay(shop, invoice.id, euros(3000));
    const more = await pay(shop, invoice.id, euros(1));

    expect([part.status, part.body.paymentStatus, part.body.amountDue]).toEqual([
      201,
      'partially_paid',
      euros(3000),
    ]);
    expect(rest.body).toMatchObject({ paymentStatus: 'paid', amountPaid: euros(4900), version: 3 });
    expect([more.status, more.body.code]).toEqual([409, 'invoice_paid']);
  });

  test('that is too much pays the next invoice from the balance', async () => {
    const { shop, invoice } = await shopWithInvoice();

    const paid = await pay(shop, invoice.id, euros(6000));
    await shop.advance('2026-02-28T00:00:00Z');

    expect(paid.body).toMatchObject({ amountPaid: euros(4900), amountDue: euros(0) });
    expect((await shop.invoices())[1]).toMatchObject({
      total: euros(4900),
      balanceApplied: euros(1100),
      amountDue: euros(3800),
    });
  });

  test.each([
    [{ amount: euros(0) }, '/amount', 'amount_not_positive'],
    [{ amount: euros(-5) }, '/amount', 'amount_not_positive'],
    [{ amount: { amount: 4900, currency: 'USD' } }, '/amount/currency', 'currency_mismatch'],
    [{ amount: { amount: 49.5, currency: 'EUR' } }, '/amount/amount', 'invalid_type'],
    [{ paidOn: '2026-02-30' }, '/paidOn', 'invalid_date'],
    [{ reference: 'x'.repeat(201) }, '/reference', 'too_long'],
    [{ method: 'card' }, '/method', 'unknown_field'],
  ])('is not recorded as %j', async (given, pointer, code) => {
    const { shop, invoice } = await shopWithInvoice();

    const { status, body } = await pay(shop, invoice.id, euros(4900), given);

    expect([status, body.errors]).toMatchObject([400, [{ pointer, code }]]);
    expect(await onlyInvoice(shop)).toMatchObject({ version: 1, amountDue: euros(4900) });
  });

  test('is recorded once, however often the request is sent with its key', async () => {
    const { shop, invoice } = await shopWithInvoice();
    const sending = {
      token: shop.token,
      body: { amount: euros(1900), paidOn: '2026-02-01' },
      headers: { 'Idempotency-Key': 'payment-1' },
    };

    await app.send('post', `${path}/${invoice.id}/payments`, sending);
    const again = await app.send('post', `${path}/${invoice.id}/payments`, sending);

    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(await onlyInvoice(shop)).toMatchObject({ amountPaid: euros(1900) });
  });
});

test('every public event of billing is told, with its subject as it was', async () => {
  const { shop, invoice } = await shopWithInvoice();
  const { send, advance } = shop;
  const [{ id }] = (await send('get', '/v1/subscriptions')).body.data;
  await send('post', `/v1/subscriptions/${id}/cancel`, { effective: 'period_end' }, '*');
  await send('post', `/v1/subscriptions/${id}/uncancel`, undefined, '*');
  await pay(shop, invoice.id, euros(100));
  await advance('2026-03-03T00:00:00Z');
  await pay(shop, invoice.id, euros(4800));

  const { body } = await send('get', '/v1/events?limit=100');

  const told = body.data.filter(({ type }: { type: string }) => /^(sub|inv)/.test(type));
  expect(
    told.map(({ type, data }: { type: string; data: { version: number } }) => [type, data.version]),
  ).toEqual([
    ['subscription.created', 1],
    ['invoice.finalized', 1],
    ['subscription.canceled', 2],
    ['subscription.uncanceled', 3],
    ['invoice.partially_paid', 2],
    ['invoice.finalized', 1],
    ['invoice.overdue', 3],
    ['invoice.paid', 4],
  ]);
  expect(told[0].data.after).toMatchObject({
    id,
    startsAt: '2026-01-31T10:00:00.000Z',
    endsAt: null,
  });
  expect(told[1].data).toMatchObject({ before: null, after: { number: 'INV-000001' } });
});
