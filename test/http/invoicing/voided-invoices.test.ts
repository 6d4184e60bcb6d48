import { describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import type { Invoice, Shop } from '../shop.ts';
import { euros, onlyInvoice, openShop, pay, shopWithInvoice } from '../shop.ts';

// Ends that an issued invoice comes to without its money: voided, replaced, or given up.

const app = appUnderTest('postgres');
const path = '/v1/invoices';

const voidIt = (shop: Shop, id: string | undefined, body: object = {}) =>
  shop.send('post', `${path}/${id}/void`, body, '*');

const giveUp = (shop: Shop, id: string | undefined) =>
  shop.send('post', `${path}/${id}/mark-uncollectible`, undefined, '*');

/** Writes an invoice by hand, and issues it. */
const issue = async (shop: Shop, ...unitAmounts: readonly string[]): Promise<string> => {
  const lines = unitAmounts.map((unitAmount) => ({ description: 'By hand', unitAmount }));
  const { body } = await shop.send('post', path, {
    customerId: shop.customerId,
    currency: 'EUR',
    lines,
  });
  await shop.send('post', `${path}/${body.id}/finalize`, undefined, '*');
  return body.id;
};

const linesOf = ({ lines }: Invoice) =>
  (lines as readonly Record<string, unknown>[]).map(
    ({ kind, description, amount, servicePeriod, quantity }) => ({
      kind,
      description,
      amount,
      servicePeriod,
      quantity,
    }),
  );

const verification = async (shop: Shop) =>
  (await shop.send('get', `${path}/verification`)).body.faults;

describe('a voided invoice', () => {
  test('keeps its number and all that it says, and nothing of it is owed', async () => {
    const { shop, invoice } = await shopWithInvoice(app);

    const { status, body, headers } = await voidIt(shop, invoice.id, { reason: 'A mistake' });
    await shop.advance('2026-02-27T00:00:00Z');

    expect([status, headers['etag']]).toEqual([200, '"2"']);
    expect(body).toMatchObject({
      status: 'voided',
      paymentStatus: 'unpaid',
      number: 'INV-000001',
      total: euros(4900),
      amountDue: euros(0),
      voidReason: 'A mistake',
      voidedAt: '2026-01-31T10:00:00.000Z',
      reissuedAs: null,
    });
    const { lines, seller, buyer, digest } = await onlyInvoice(shop);
    expect({ lines, seller, buyer, digest }).toEqual({
      lines: invoice['lines'],
      seller: invoice['seller'],
      buyer: invoice['buyer'],
      digest: invoice['digest'],
    });
    expect(await verification(shop)).toEqual([]);
    const events = await shop.send('get', '/v1/events?limit=100');
    const types = events.body.data.map(({ type }: { readonly type: string }) => type);
    expect(types).toContain('invoice.voided');
    expect(types).not.toContain('invoice.overdue');
  });

  test('waives its charges: later changes credit nothing of them', async () => {
    const { shop, invoice } = await shopWithInvoice(app);
    const [line] = invoice['lines'] as readonly { readonly subscriptionId: string }[];
    await voidIt(shop, invoice.id);
    await shop.advance('2026-02-10T00:00:00Z');

    await shop.send(
      'post',
      `/v1/subscriptions/${line?.subscriptionId}/cancel`,
      { effective: 'now' },
      '*',
    );

    const balances = (await shop.invoices()).map(({ amountDue, movedToBalance }) => [
      amountDue,
      movedToBalance,
    ]);
    expect(balances).toEqual([[euros(0), euros(0)]]);
    expect(await verification(shop)).toEqual([]);
  });

  test('is replaced by one of the same charges, where that is asked for', async () => {
    const { shop, invoice } = await shopWithInvoice(app);
    const [line] = invoice['lines'] as readonly {
      readonly subscriptionId: string;
      readonly id: string;
    }[];

    const { body } = await voidIt(shop, invoice.id, { reissue: true });
    const [voided, again] = await shop.invoices();
    await shop.advance('2026-02-14T00:00:00Z');
    await shop.send(
      'post',
      `/v1/subscriptions/${line?.subscriptionId}/cancel`,
      { effective: 'now' },
      '*',
    );

    expect(body.reissuedAs).toBe(again?.id);
    expect(voided).toMatchObject({ status: 'voided', number: 'INV-000001' });
    expect(again).toMatchObject({
      status: 'finalized',
      number: 'INV-000002',
      reissueOf: invoice.id,
      total: euros(4900),
      amountDue: euros(4900),
    });
    expect(linesOf(again as Invoice)).toEqual(linesOf(invoice));
    const [, , credit] = await shop.invoices();
    const [replaced] = (again?.['lines'] ?? []) as readonly { readonly id: string }[];
    // The rest is credited once, and of the charge that stands: 13 of 28 days.
    expect(credit).toMatchObject({ movedToBalance: euros(2275) });
    expect(credit?.['lines']).toMatchObject([{ corrects: replaced?.id }, { kind: 'balance' }]);
    expect(await verification(shop)).toEqual([]);
  });

  test('is replaced by a draft, where the tenant makes drafts', async () => {
    const shop = await openShop(app, undefined, { finalization: 'manual' });
    const id = await issue(shop, '20', '-5');

    const { body } = await voidIt(shop, id, { reissue: true });
    const replacement = `${path}/${body.reissuedAs}`;
    const added = await shop.send('post', `${replacement}/lines`, {
      description: 'More',
      unitAmount: '1',
    });
    const issued = await shop.send('post', `${replacement}/finalize`, undefined, '*');

    expect(added.body).toMatchObject({ status: 'draft', total: euros(1600), reissueOf: id });
    expect(issued.body).toMatchObject({ number: 'INV-000002', total: euros(1600) });
    expect(await verification(shop)).toEqual([]);
  });

  test('returns the balance that it applied, and takes back what it moved there', async () => {
    const shop = await openShop(app);
    const credit = await issue(shop, '-30');
    const applying = await issue(shop, '20');

    const spent = await voidIt(shop, credit);
    const returned = await voidIt(shop, applying);
    const taken = await voidIt(shop, credit);
    const next = await issue(shop, '7');

    expect([spent.status, spent.body.code]).toEqual([409, 'balance_spent']);
    expect([returned.status, taken.status]).toEqual([200, 200]);
    const { body } = await shop.send('get', `${path}/${next}`);
    expect(body).toMatchObject({ balanceApplied: euros(0), amountDue: euros(700) });
    expect(await verification(shop)).toEqual([]);
  });

  test('is not voided where money came in, nor where another invoice credits it', async () => {
    const { shop, invoice } = await shopWithInvoice(app);
    const [line] = invoice['lines'] as readonly { readonly subscriptionId: string }[];
    const paid = await shopWithInvoice(app);
    await pay(paid.shop, paid.invoice.id, euros(1));
    await shop.advance('2026-02-14T00:00:00Z');
    await shop.send(
      'post',
      `/v1/subscriptions/${line?.subscriptionId}/cancel`,
      { effective: 'now' },
      '*',
    );
    const [, crediting] = await shop.invoices();

    const refused = [
      await voidIt(paid.shop, paid.invoice.id),
      await voidIt(paid.shop, paid.invoice.id, { reissue: true }),
      await voidIt(shop, invoice.id),
    ];
    const inTurn = [await voidIt(shop, crediting?.id), await voidIt(shop, invoice.id)];
    const again = await voidIt(shop, invoice.id);

    expect(refused.map(({ status, body }) => [status, body.code])).toEqual([
      [409, 'invoice_has_payments'],
      [409, 'invoice_has_payments'],
      [409, 'invoice_credited'],
    ]);
    expect(inTurn.map(({ status }) => status)).toEqual([200, 200]);
    expect([again.status, again.body.code]).toEqual([409, 'invoice_voided']);
    const late = await pay(shop, invoice.id, euros(1));
    expect([late.status, late.body.code]).toEqual([409, 'invoice_not_payable']);
  });

  test('is replaced although another invoice credits it: the credit stays', async () => {
    const { shop, invoice } = await shopWithInvoice(app);
    const [line] = invoice['lines'] as readonly { readonly subscriptionId: string }[];
    await shop.advance('2026-02-14T00:00:00Z');
    await shop.send(
      'post',
      `/v1/subscriptions/${line?.subscriptionId}/cancel`,
      { effective: 'now' },
      '*',
    );

    const { body } = await voidIt(shop, invoice.id, { reissue: true });
    const again = await voidIt(shop, body.reissuedAs);

    expect((await shop.invoices()).map(({ total }) => total)).toEqual([
      euros(4900),
      euros(0),
      euros(4900),
    ]);
    expect([again.status, again.body.code]).toEqual([409, 'invoice_credited']);
  });

  test('is an issued one', async () => {
    const shop = await openShop(app);
    const lines = [{ description: 'A', unitAmount: '1' }];
    const { customerId } = shop;
    const { body } = await shop.send('post', path, { customerId, currency: 'EUR', lines });

    const refused = [await voidIt(shop, body.id), await giveUp(shop, body.id)];
    const blind = await shop.send('post', `${path}/${body.id}/void`, {});

    expect(refused.map((each) => [each.status, each.body.code])).toEqual([
      [409, 'invoice_not_issued'],
      [409, 'invoice_not_issued'],
    ]);
    expect(blind.status).toBe(428);
  });
});

describe('an uncollectible invoice', () => {
  test('is not overdue, and still owed: paid in full, it is a finalized one again', async () => {
    const { shop, invoice } = await shopWithInvoice(app);

    const given = await giveUp(shop, invoice.id);
    const twice = await giveUp(shop, invoice.id);
    await shop.advance('2026-04-15T00:00:00Z');
    const part = await pay(shop, invoice.id, euros(900));
    const rest = await pay(shop, invoice.id, euros(4000));
    const late = await giveUp(shop, invoice.id);

    expect(given.body).toMatchObject({
      status: 'uncollectible',
      amountDue: euros(4900),
      uncollectibleAt: '2026-01-31T10:00:00.000Z',
    });
    expect([twice.status, twice.body.code]).toEqual([409, 'invoice_uncollectible']);
    expect(part.body).toMatchObject({ status: 'uncollectible', paymentStatus: 'partially_paid' });
    expect(rest.body).toMatchObject({
      status: 'finalized',
      paymentStatus: 'paid',
      uncollectibleAt: null,
    });
    expect([late.status, late.body.code]).toEqual([409, 'invoice_paid']);
    const events = await shop.send('get', `/v1/events?limit=100`);
    const types = events.body.data
      .filter(({ data }: { readonly data: { readonly object?: { readonly id: string } } }) =>
        JSON.stringify(data).includes(invoice.id),
      )
      .map(({ type }: { readonly type: string }) => type);
    expect(types.toSorted()).toEqual([
      'invoice.finalized',
      'invoice.marked_uncollectible',
      'invoice.paid',
      'invoice.partially_paid',
    ]);
  });

  test('can be voided, and is found by its status', async () => {
    const { shop, invoice } = await shopWithInvoice(app);
    const found = async (status: string) =>
      (await shop.send('get', `${path}?status=${status}`)).body.data.length;

    await giveUp(shop, invoice.id);
    const before = [await found('uncollectible'), await found('voided'), await found('finalized')];
    await voidIt(shop, invoice.id);

    expect(before).toEqual([1, 0, 0]);
    expect([await found('uncollectible'), await found('voided')]).toEqual([0, 1]);
  });
});
