import { describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import { euros, onlyInvoice, pay, shopWithInvoice } from '../shop.ts';

const app = appUnderTest('postgres');
const path = '/v1/invoices';

describe('money received', () => {
  test('pays a part, then the rest', async () => {
    const { shop, invoice } = await shopWithInvoice(app);

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
    const { shop, invoice } = await shopWithInvoice(app);

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
    const { shop, invoice } = await shopWithInvoice(app);

    const { status, body } = await pay(shop, invoice.id, euros(4900), given);

    expect([status, body.errors]).toMatchObject([400, [{ pointer, code }]]);
    expect(await onlyInvoice(shop)).toMatchObject({ version: 1, amountDue: euros(4900) });
  });

  test('is recorded once, however often the request is sent with its key', async () => {
    const { shop, invoice } = await shopWithInvoice(app);
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
