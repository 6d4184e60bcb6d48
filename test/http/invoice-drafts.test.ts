import { describe, expect, test } from 'vitest';
import { operatorContext } from '#application/operations/operator-context.ts';
import { parseId } from '#domain/shared/ids.ts';
import { appUnderTest } from '../support/app.ts';
import type { Shop } from './shop.ts';
import { euros, onlyInvoice, openShop, pay, shopWithDraft, shopWithInvoice } from './shop.ts';
import { seller, signUp } from './world.ts';

const app = appUnderTest('postgres');
const path = '/v1/invoices';

/** Does what the worker does once a second. */
const runBilling = (tenantId: string) =>
  app
    .composition()
    .operations.billing.run.execute(operatorContext(parseId('ten', tenantId), 'test'));

describe('a draft', () => {
  test('has no number, and is issued by a person', async () => {
    const { shop, draft } = await shopWithDraft(app);

    const issued = await shop.send('post', `${path}/${draft.id}/finalize`, undefined, '"1"');

    expect(draft).toMatchObject({ number: null, status: 'draft', seller: null, buyer: null });
    expect([issued.status, issued.headers['etag']]).toEqual([200, '"2"']);
    expect(issued.body).toMatchObject({ number: 'INV-000001', status: 'finalized' });
    expect(await onlyInvoice(shop)).toMatchObject({ seller, buyer: { name: 'Globex' } });
  });

  test('is issued once', async () => {
    const { shop, draft } = await shopWithDraft(app);
    const finalize = (version: string) =>
      shop.send('post', `${path}/${draft.id}/finalize`, undefined, version);
    await finalize('"1"');

    const stale = await finalize('"1"');
    const again = await finalize('"2"');

    expect([stale.status, stale.body.code]).toEqual([412, 'version_mismatch']);
    expect([again.status, again.body.code]).toEqual([409, 'invoice_not_draft']);
  });

  test('cannot be paid', async () => {
    const { shop, draft } = await shopWithDraft(app);

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

/** Writes an invoice by hand. */
const write = (shop: Shop, lines: readonly object[], given: object = {}) =>
  shop.send('post', path, { customerId: shop.customerId, currency: 'EUR', lines, ...given });

describe('an invoice that a person writes', () => {
  test('is a draft of lines that explain themselves, and is issued with them', async () => {
    const shop = await openShop(app);
    const lines = [
      { description: 'Consulting, hours', quantity: '2.5', unitAmount: '33.333' },
      { description: 'Discount', unitAmount: '-10' },
    ];
    const texts = {
      memo: 'Thank you.\nAda',
      footer: 'F',
      purchaseOrder: 'PO 1',
      metadata: { a: '1' },
    };

    const {
      status,
      body: draft,
      headers,
    } = await write(shop, lines, { ...texts, paymentTermDays: 7 });
    const issued = await shop.send('post', `${path}/${draft.id}/finalize`, undefined, '"1"');

    expect([status, headers['etag'], headers['location']]).toEqual([
      201,
      '"1"',
      `${path}/${draft.id}`,
    ]);
    expect(draft).toMatchObject({ status: 'draft', number: null, finalizesAt: null, ...texts });
    expect(draft.lines).toMatchObject([
      { kind: 'manual', quantity: '2.5', amount: euros(8333), servicePeriod: null, priceId: null },
      { kind: 'manual', quantity: '1', amount: euros(-1000), subscriptionId: null },
    ]);
    expect(draft).toMatchObject({
      subtotal: euros(7333),
      total: euros(7333),
      amountDue: euros(7333),
    });
    expect(issued.body).toMatchObject({
      number: 'INV-000001',
      dueOn: '2026-02-07',
      total: euros(7333),
    });
    const explained = await shop.send(
      'get',
      `${path}/${draft.id}/lines/${draft.lines[0].id}/explanation`,
    );
    expect(explained.body).toEqual({
      derivation: { version: 3, kind: 'manual', quantity: '2.5', rounding: 'half_up' },
      exact: '83.3325',
      amount: euros(8333),
      steps: [
        { text: '2.5 × EUR 33.333', quantity: '2.5', unitAmount: '33.333', amount: '83.3325' },
        { text: 'EUR 83.33, rounded half up from 83.3325', amount: '83.33' },
      ],
    });
    const verified = await shop.send('get', `${path}/verification`);
    expect(verified.body).toEqual({ invoices: 1, lines: 2, faults: [] });
  });

  test('is previewed as it would be issued now, and refused as the call refuses it', async () => {
    const shop = await openShop(app);
    const { shop: rich, invoice } = await shopWithInvoice(app);
    await pay(rich, invoice.id, euros(5000));
    const lines = [{ description: 'A', unitAmount: '3' }];
    const preview = (of: Shop, given: object = {}) =>
      of.send('post', `${path}/preview`, {
        customerId: of.customerId,
        currency: 'EUR',
        lines,
        ...given,
      });

    const shown = await preview(rich);
    const refused = await preview(shop, { customerId: 'cus_01jd4x7h2cf5prw8mzk0qv9tns' });
    const created = await write(shop, lines, { customerId: 'cus_01jd4x7h2cf5prw8mzk0qv9tns' });

    expect(shown.body).toMatchObject({
      now: [{ total: euros(300), balanceApplied: euros(100), amountDue: euros(200) }],
      next: null,
    });
    expect(shown.body.now[0].lines).toMatchObject([{ description: 'A', amount: euros(300) }]);
    expect([refused.status, refused.body.code]).toEqual([404, 'customer_not_found']);
    expect([created.status, created.body.code]).toEqual([404, 'customer_not_found']);
    expect(await shop.invoices()).toEqual([]);
    expect(await rich.invoices()).toHaveLength(1);
  });

  test('is written once, however often it is asked for under one key', async () => {
    const shop = await openShop(app);
    const { token, customerId } = shop;
    const body = { customerId, currency: 'EUR', lines: [{ description: 'A', unitAmount: '3' }] };
    const ask = (to: string, of: object) =>
      app.send('post', to, {
        token,
        body: of,
        headers: { 'Idempotency-Key': to.replaceAll('/', '.') },
      });

    const [first, again] = [await ask(path, body), await ask(path, body)];
    const lines = `${path}/${first.body.id}/lines`;
    const more = { description: 'B', unitAmount: '-1' };
    const [added, addedAgain] = [await ask(lines, more), await ask(lines, more)];

    expect([again.status, again.body]).toEqual([201, first.body]);
    expect([addedAgain.status, addedAgain.body]).toEqual([201, added.body]);
    expect(await shop.invoices()).toMatchObject([{ total: euros(200), version: 2 }]);
  });

  test('moves what is below zero to the balance when it is issued', async () => {
    const shop = await openShop(app);
    const { body: draft } = await write(shop, [{ description: 'Sorry', unitAmount: '-12.50' }]);

    await shop.send('post', `${path}/${draft.id}/finalize`, undefined, '"1"');
    await shop.subscribe();

    const [credit, next] = await shop.invoices();
    expect(credit).toMatchObject({
      total: euros(0),
      movedToBalance: euros(1250),
      paymentStatus: 'paid',
    });
    expect(credit?.['lines']).toMatchObject([{ kind: 'manual' }, { kind: 'balance' }]);
    expect(next).toMatchObject({ balanceApplied: euros(1250), amountDue: euros(3650) });
  });

  test('is refused with every fault at once', async () => {
    const shop = await openShop(app);
    const line = { description: 'A', unitAmount: '1' };
    const faultsOf = async (lines: readonly object[], given: object = {}) => {
      const { status, body } = await write(shop, lines, given);
      return [
        status,
        ...(body.errors ?? []).map(
          (each: { pointer: string; code: string }) => `${each.pointer} ${each.code}`,
        ),
      ];
    };

    expect(
      await faultsOf(
        [
          { description: ' ', unitAmount: '1,5' },
          { ...line, quantity: '-1' },
          { ...line, unitAmount: '1000000000000001' },
          { ...line, quantity: '1e3' },
        ],
        {
          currency: 'XXX',
          memo: 'a\u0000b',
          purchaseOrder: '',
          paymentTermDays: 366,
          metadata: { a: 'x'.repeat(501) },
        },
      ),
    ).toEqual([
      400,
      '/currency currency_not_money',
      '/lines/0/description too_short',
      '/lines/0/unitAmount invalid_decimal',
      '/lines/1/quantity decimal_negative',
      '/lines/2/unitAmount decimal_out_of_range',
      '/lines/3/quantity invalid_decimal',
      '/memo invalid_characters',
      '/purchaseOrder too_short',
      '/paymentTermDays out_of_range',
      '/metadata/a too_long',
    ]);
    const most = '1000000000000000';
    expect(await faultsOf([line, { ...line, unitAmount: most, quantity: most }])).toEqual([
      400,
      '/lines/1 amount_out_of_range',
    ]);
    const large = { ...line, unitAmount: '90000000000000' };
    expect(await faultsOf([large, large])).toEqual([400, '/lines amount_out_of_range']);
    expect(await faultsOf([])).toEqual([400, '/lines too_few']);
    expect(await faultsOf(Array.from({ length: 201 }, () => line))).toEqual([
      400,
      '/lines too_many',
    ]);
    expect(
      (
        await write(
          shop,
          Array.from({ length: 200 }, () => line),
        )
      ).status,
    ).toBe(201);
  });

  test('is in the currency that its customer is billed in', async () => {
    const shop = await openShop(app);
    const customerId = await shop.newCustomer({ currency: 'USD' });

    const { status, body } = await write(shop, [{ description: 'A', unitAmount: '1' }], {
      customerId,
    });
    const yen = await write(shop, [{ description: 'A', unitAmount: '1.5' }], { currency: 'JPY' });

    expect([status, body.code]).toEqual([409, 'currency_mismatch']);
    expect(yen.body.total).toEqual({ amount: 2, currency: 'JPY' });
  });

  test('is changed line by line, and deleted, as long as it is a draft', async () => {
    const shop = await openShop(app);
    const { body: draft } = await write(shop, [{ description: 'A', unitAmount: '10' }]);
    const one = `${path}/${draft.id}`;
    const [{ id: lineId }] = draft.lines;

    const added = await shop.send('post', `${one}/lines`, { description: 'B', unitAmount: '5' });
    const changed = await shop.send('patch', `${one}/lines/${lineId}`, { quantity: '3' }, '"2"');
    const stale = await shop.send('delete', `${one}/lines/${lineId}`, undefined, '"2"');
    const dropped = await shop.send('delete', `${one}/lines/${lineId}`, undefined, '"3"');
    const texts = await shop.send('patch', one, { memo: 'M', paymentTermDays: 0 }, '"4"');
    const same = await shop.send('patch', one, { memo: 'M' }, '"5"');
    const blind = await shop.send('delete', one);
    const deleted = await shop.send('delete', one, undefined, '"5"');

    expect([added.status, added.body.total, added.headers['etag']]).toEqual([
      201,
      euros(1500),
      '"2"',
    ]);
    expect(changed.body).toMatchObject({ total: euros(3500), version: 3 });
    expect(changed.body.lines).toMatchObject([
      { id: lineId, quantity: '3', amount: euros(3000), description: 'A' },
      { description: 'B' },
    ]);
    expect([stale.status, blind.status]).toEqual([412, 428]);
    expect(dropped.body).toMatchObject({ total: euros(500), lines: [{ description: 'B' }] });
    expect(texts.body).toMatchObject({ memo: 'M', paymentTermDays: 0, version: 5 });
    expect(same.body.version).toBe(5);
    expect([deleted.status, (await shop.send('get', one)).status]).toEqual([204, 404]);
    const events = await shop.send('get', '/v1/events?limit=100');
    const types = events.body.data.map(({ type }: { readonly type: string }) => type);
    expect(types.filter((type: string) => type.startsWith('invoice.')).toSorted()).toEqual([
      'invoice.created',
      'invoice.deleted',
      'invoice.updated',
      'invoice.updated',
      'invoice.updated',
      'invoice.updated',
    ]);
  });

  test('is issued with a line, and changes no more then, but for its metadata', async () => {
    const shop = await openShop(app);
    const { body: draft } = await write(shop, [{ description: 'A', unitAmount: '10' }]);
    const one = `${path}/${draft.id}`;
    const line = `${one}/lines/${draft.lines[0].id}`;
    await shop.send('delete', line, undefined, '*');

    const empty = await shop.send('post', `${one}/finalize`, undefined, '*');
    const { body: full } = await shop.send('post', `${one}/lines`, {
      description: 'B',
      unitAmount: '1',
    });
    await shop.send('post', `${one}/finalize`, undefined, '*');
    const before = (await shop.send('get', one)).body;
    const newLine = `${one}/lines/${full.lines[0].id}`;
    const refused = [
      await shop.send('patch', one, { memo: 'M' }, '*'),
      await shop.send('patch', one, { purchaseOrder: null }, '*'),
      await shop.send('post', `${one}/lines`, { description: 'C', unitAmount: '1' }),
      await shop.send('patch', newLine, { quantity: '2' }, '*'),
      await shop.send('delete', newLine, undefined, '*'),
      await shop.send('delete', one, undefined, '*'),
    ];
    const labelled = await shop.send('patch', one, { metadata: { a: 'b' } }, '*');

    expect([empty.status, empty.body.code]).toEqual([409, 'invoice_without_lines']);
    expect(refused.map(({ status, body }) => [status, body.code])).toEqual(
      refused.map(() => [409, 'invoice_not_draft']),
    );
    const after = (await shop.send('get', one)).body;
    expect(labelled.status).toBe(200);
    expect({ ...after, version: 0, updatedAt: '' }).toEqual({
      ...before,
      metadata: { a: 'b' },
      version: 0,
      updatedAt: '',
    });
  });
});

describe('a draft that a run made', () => {
  test('takes lines by hand, and keeps its own', async () => {
    const { shop, draft } = await shopWithDraft(app);
    const one = `${path}/${draft.id}`;
    const [own] = draft['lines'] as readonly { readonly id: string }[];

    const added = await shop.send('post', `${one}/lines`, {
      description: 'Extra',
      unitAmount: '1',
    });
    const refused = [
      await shop.send('patch', `${one}/lines/${own?.id}`, { quantity: '2' }, '*'),
      await shop.send('delete', `${one}/lines/${own?.id}`, undefined, '*'),
      await shop.send('delete', one, undefined, '*'),
    ];
    await shop.send('patch', one, { memo: 'M', purchaseOrder: 'PO' }, '*');
    await shop.send('post', `${one}/finalize`, undefined, '*');

    expect(added.body).toMatchObject({ total: euros(5000) });
    expect(refused.map(({ status, body }) => [status, body.code])).toEqual([
      [409, 'invoice_line_not_manual'],
      [409, 'invoice_line_not_manual'],
      [409, 'invoice_has_charges'],
    ]);
    expect(await onlyInvoice(shop)).toMatchObject({
      status: 'finalized',
      memo: 'M',
      purchaseOrder: 'PO',
      total: euros(5000),
      lines: [{ kind: 'recurring' }, { kind: 'manual' }],
    });
    const verified = await shop.send('get', `${path}/verification`);
    expect(verified.body).toEqual({ invoices: 1, lines: 2, faults: [] });
  });
});
