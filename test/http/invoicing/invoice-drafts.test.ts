import { describe, expect, test } from 'vitest';
import { operatorContext } from '#application/operations/operator-context.ts';
import { parseId } from '#domain/shared/ids.ts';
import { appUnderTest } from '../../support/app.ts';
import { euros, onlyInvoice, openShop, pay, shopWithDraft } from '../shop.ts';
import { seller, signUp } from '../world.ts';

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
