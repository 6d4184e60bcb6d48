import { describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import type { Shop } from '../shop.ts';
import { euros, openShop, pay, shopWithInvoice } from '../shop.ts';
import { write } from './write-invoice.ts';

const app = appUnderTest('postgres');
const path = '/v1/invoices';

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
    expect(verified.body).toEqual({ invoices: 1, lines: 2, linesWithoutEvents: 0, faults: [] });
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
});

describe('a line of an invoice that names its own tax rates', () => {
  const openTaxed = async () => {
    const shop = await openShop(app);
    const rateOf = async (rate: string): Promise<string> =>
      (await shop.send('post', '/v1/tax-rates', { name: `VAT ${rate}`, rate })).body.id;
    const [full, reduced] = [await rateOf('0.20'), await rateOf('0.07')];
    const set = await shop.send('patch', '/v1/tenant', { billing: { taxRateIds: [full] } }, '*');
    expect(set.status).toBe(200);
    return { shop, full, reduced };
  };

  test('is taxed by these, by none where there are none, else by those of the tenant', async () => {
    const { shop, full, reduced } = await openTaxed();
    const line = { description: 'A book', unitAmount: '100' };

    const { body: draft } = await write(shop, [
      line,
      { ...line, taxRateIds: [reduced] },
      { ...line, taxRateIds: [] },
      { ...line, taxRateIds: null },
    ]);
    const ofLine = `${path}/${draft.id}/lines/${draft.lines[1].id}`;
    const renamed = await shop.send('patch', ofLine, { description: 'Books' }, '*');
    const inherits = await shop.send('patch', ofLine, { taxRateIds: null }, '*');
    const added = await shop.send('post', `${path}/${draft.id}/lines`, {
      ...line,
      taxRateIds: [full, reduced],
    });
    const issued = await shop.send('post', `${path}/${draft.id}/finalize`, undefined, '"4"');

    const taxes = ({ body }: { body: { lines: { taxes: { amount: unknown }[] }[] } }) =>
      body.lines.map((each) => each.taxes.map(({ amount }) => amount));
    const [twenty, seven] = [euros(2000), euros(700)];
    expect(taxes({ body: draft })).toEqual([[twenty], [seven], [], [twenty]]);
    expect(taxes(renamed)).toEqual([[twenty], [seven], [], [twenty]]);
    expect(taxes(inherits)).toEqual([[twenty], [twenty], [], [twenty]]);
    expect(taxes(added)).toEqual([[twenty], [twenty], [], [twenty], [twenty, seven]]);
    expect(issued.body).toMatchObject({ tax: euros(8700), total: euros(58_700) });
  });

  test('is refused where there is no such rate', async () => {
    const { shop, reduced } = await openTaxed();
    const unknown = 'tax_01jd0000000000000000000000';
    const line = { description: 'A book', unitAmount: '100' };
    const archived = await shop.send('delete', `/v1/tax-rates/${reduced}`, undefined, '*');
    expect(archived.status).toBe(204);

    const refused = await write(shop, [
      line,
      { ...line, taxRateIds: [unknown] },
      { ...line, taxRateIds: [reduced] },
    ]);
    const { body: draft } = await write(shop, [line]);
    const ofLine = `${path}/${draft.id}/lines`;
    const added = await shop.send('post', ofLine, { ...line, taxRateIds: [unknown] });
    const changed = await shop.send(
      'patch',
      `${ofLine}/${draft.lines[0].id}`,
      {
        taxRateIds: [unknown],
      },
      '*',
    );

    const faultsOf = ({
      status,
      body,
    }: {
      status: number;
      body: { errors: { pointer: string; code: string }[] };
    }) => [status, ...body.errors.map(({ pointer, code }) => `${pointer} ${code}`)];
    expect(faultsOf(refused)).toEqual([
      400,
      '/lines/1/taxRateIds/0 unknown_tax_rate',
      '/lines/2/taxRateIds/0 unknown_tax_rate',
    ]);
    expect(faultsOf(added)).toEqual([400, '/taxRateIds/0 unknown_tax_rate']);
    expect(faultsOf(changed)).toEqual([400, '/taxRateIds/0 unknown_tax_rate']);
  });
});
