import { describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import type { Invoice } from '../shop.ts';
import { euros, onlyInvoice, openShop, pay, shopWithInvoice } from '../shop.ts';
import { seller } from '../world.ts';

const app = appUnderTest('postgres');
const path = '/v1/invoices';
const unknown = 'inv_01jd4x7h2cf5prw8mzk0qv9tns';

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
  expect(verified.body).toEqual({ invoices: 3, lines: 3, linesWithoutEvents: 0, faults: [] });
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
    const { shop, invoice } = await shopWithInvoice(app);
    const { token } = shop;

    const known = await app.send('get', `${path}/${invoice.id}`, {
      token,
      headers: { 'If-None-Match': '"1"' },
    });

    expect(known.status).toBe(304);
  });

  test('of another tenant are not found, nor is what hangs on them', async () => {
    const { invoice } = await shopWithInvoice(app);
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

  test('none that is not on the invoice, nor a closing line that there is not', async () => {
    const { shop, invoice } = await shopWithInvoice(app);
    const none = 'line_01jd4x7h2cf5prw8mzk0qv9tns';
    const closing = invoice.id.replace('inv_', 'line_');

    for (const id of [none, closing]) {
      const response = await shop.send('get', `${path}/${invoice.id}/lines/${id}/explanation`);
      expect([response.status, response.body.code]).toEqual([404, 'invoice_line_not_found']);
    }
  });
});

test('what falls due at one moment shares an invoice, but for another purchase order', async () => {
  const shop = await openShop(app);
  for (const purchaseOrder of ['PO 1', undefined, 'PO 2', ' PO 1 ', null]) {
    const { body } = await shop.subscribe({ purchaseOrder });
    expect(body.purchaseOrder).toBe(purchaseOrder?.trim() ?? null);
  }
  await shop.subscribe({ purchaseOrder: 'PO 2', isInvoicedApart: true });
  const before = (await shop.invoices()).length;

  await shop.advance('2026-02-28T12:00:00Z');

  const made = (await shop.invoices()).slice(before);
  const shown = made.map(
    ({ purchaseOrder, lines }) => `${String(purchaseOrder)}: ${(lines as object[]).length}`,
  );
  expect(new Set(shown)).toEqual(new Set(['null: 2', 'PO 1: 2', 'PO 2: 1']));
  expect(shown).toHaveLength(4);
});

test('every public event of billing is told, with its subject as it was', async () => {
  const { shop, invoice } = await shopWithInvoice(app);
  const { send, advance } = shop;
  await send('patch', '/v1/tenant', { billing: { upcomingNoticeDays: 3 } }, '*');
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
    ['invoice.upcoming', null],
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
