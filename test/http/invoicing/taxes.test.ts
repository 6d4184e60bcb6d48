import { describe, expect, test } from 'vitest';
import { appUnderTest } from '../../support/app.ts';
import type { Shop } from '../shop.ts';
import { euros, onlyInvoice, openShop } from '../shop.ts';

const app = appUnderTest('postgres');
const path = '/v1/tax-rates';
const unknown = 'tax_01jd4x7h2cf5prw8mzk0qv9tns';
const vat = { name: 'VAT 20 %', rate: '0.20' };

const newRate = async (shop: Shop, given: object = vat): Promise<string> => {
  const { status, text, body } = await shop.send('post', path, given);
  expect([status, text]).toEqual([201, text]);
  return body.id;
};

const faultsOf = ({ body }: Awaited<ReturnType<Shop['send']>>) =>
  body.errors.map(({ pointer, code }: Record<string, string>) => `${pointer} ${code}`);

describe('a tax rate', () => {
  test('is created, renamed, archived and listed', async () => {
    const shop = await openShop(app);

    const created = await shop.send('post', path, { ...vat, isInclusive: true });
    const member = `${path}/${created.body.id}`;
    const renamed = await shop.send('patch', member, { name: 'VAT' }, '"1"');
    const archived = await shop.send('delete', member, undefined, '"2"');

    expect(created.headers['location']).toBe(member);
    expect(created.body).toMatchObject({ ...vat, isInclusive: true, status: 'active', version: 1 });
    expect(renamed.body).toMatchObject({ name: 'VAT', rate: '0.20', version: 2 });
    expect(archived.status).toBe(204);
    const listed = async (query: string) => (await shop.send('get', `${path}${query}`)).body.data;
    expect(await listed('')).toEqual([]);
    expect(await listed('?status=archived')).toMatchObject([{ name: 'VAT', status: 'archived' }]);
    expect(await listed('?status=all&search=va')).toHaveLength(1);
    expect((await shop.send('get', member)).body.archivedAt).not.toBeNull();
    const again = await shop.send('patch', member, { name: 'Again' }, '*');
    expect([again.status, again.body.code]).toEqual([409, 'tax_rate_archived']);
    const twice = await shop.send('delete', member, undefined, '*');
    expect([twice.status, twice.body.code]).toEqual([409, 'tax_rate_archived']);
  });

  test.each([{ rate: '0.21' }, { isInclusive: true }])('does not change to %j', async (changes) => {
    const shop = await openShop(app);
    const id = await newRate(shop);

    const { status, body } = await shop.send('patch', `${path}/${id}`, changes, '*');

    expect([status, body.code]).toEqual([409, 'tax_rate_fixed']);
  });

  test('says all that is wrong with it', async () => {
    const shop = await openShop(app);

    const sent = await shop.send('post', path, { name: ' ', rate: '1.1', isInclusive: false });

    expect(sent.status).toBe(400);
    expect(faultsOf(sent)).toEqual(['/name too_short', '/rate invalid_tax_rate']);
  });
});

describe('tax rates of something', () => {
  const places: readonly (readonly [
    name: string,
    pointer: string,
    write: (shop: Shop, taxRateIds: unknown) => ReturnType<Shop['send']>,
  ])[] = [
    [
      'a tenant',
      '/billing',
      (shop, taxRateIds) => shop.send('patch', '/v1/tenant', { billing: { taxRateIds } }, '*'),
    ],
    [
      'a product',
      '',
      (shop, taxRateIds) =>
        shop.send('patch', `/v1/products/${shop.productId}`, { taxRateIds }, '*'),
    ],
    [
      'a new product',
      '',
      (shop, taxRateIds) =>
        shop.send('post', '/v1/products', { code: 'other', name: 'Other', taxRateIds }),
    ],
    [
      'a customer',
      '/billing',
      (shop, taxRateIds) =>
        shop.send('patch', `/v1/customers/${shop.customerId}`, { billing: { taxRateIds } }, '*'),
    ],
  ];

  test.each(places)('%s are known ones, each once, ten at most', async (_name, pointer, write) => {
    const shop = await openShop(app);
    const stranger = await newRate(await openShop(app));
    const [known, archived] = [await newRate(shop), await newRate(shop)];
    await shop.send('delete', `${path}/${archived}`, undefined, '*');

    const refused = await write(shop, [known, unknown, archived, stranger]);
    const repeated = await write(shop, [known, known]);
    const many = await write(
      shop,
      Array.from({ length: 11 }, () => known),
    );
    const taken = await write(shop, [known]);

    expect(faultsOf(refused)).toEqual(
      [1, 2, 3].map((index) => `${pointer}/taxRateIds/${index} unknown_tax_rate`),
    );
    expect(faultsOf(repeated)).toEqual([`${pointer}/taxRateIds/1 repeated`]);
    expect(many.status).toBe(400);
    const shown = pointer === '' ? taken.body : taken.body.billing;
    expect(shown.taxRateIds).toEqual([known]);
  });
});

test('an invoice shows its taxes, explains them and proves itself', async () => {
  const shop = await openShop(app);
  const standard = await newRate(shop);
  const city = await newRate(shop, { name: 'City', rate: '0.015', isInclusive: true });
  await shop.send('patch', '/v1/tenant', { billing: { taxRateIds: [standard, city] } }, '*');
  const { body: preview } = await shop.send('post', '/v1/subscriptions/preview', {
    customerId: shop.customerId,
    planId: shop.planId,
  });

  await shop.subscribe();

  const invoice = await onlyInvoice(shop);
  // 49.00 / 1.015 = 48.2759: 0.72 of it is the city's; 20 % of it are 9.66.
  const taxes = {
    vat: { taxRateId: standard, name: 'VAT 20 %', rate: '0.20', amount: euros(966) },
    city: { taxRateId: city, name: 'City', rate: '0.015', amount: euros(72) },
  };
  const amounts = {
    subtotal: euros(4900),
    discount: euros(0),
    tax: euros(1038),
    total: euros(5866),
    amountDue: euros(5866),
    taxes: [
      { ...taxes.vat, isInclusive: false, base: euros(4828) },
      { ...taxes.city, isInclusive: true, base: euros(4828) },
    ],
  };
  expect(invoice).toMatchObject(amounts);
  expect(invoice['lines']).toMatchObject([
    {
      amount: euros(4900),
      taxes: [taxes.vat, taxes.city],
      net: euros(4828),
      total: euros(5866),
    },
  ]);
  expect(preview.now).toMatchObject([amounts]);
  const [line] = invoice['lines'] as [{ readonly id: string }];
  const { body } = await shop.send(
    'get',
    `/v1/invoices/${invoice.id}/lines/${line.id}/explanation`,
  );
  expect(body).toMatchObject({ amount: euros(4900), exact: '49' });
  expect(body.steps.slice(3)).toEqual([
    {
      text: 'EUR 9.66 of VAT 20 %: 0.20 of EUR 48.28, rounded once over all lines of this rate',
      amount: '9.66',
    },
    {
      text:
        'EUR 0.72 of City: 0.015 of the net amount, included in EUR 49.00, ' +
        'rounded once over all lines of this rate',
      amount: '0.72',
    },
    { text: 'EUR 58.66 in all, EUR 48.28 without tax', amount: '58.66' },
  ]);
  const verified = await shop.send('get', '/v1/invoices/verification');
  expect(verified.body).toEqual({ invoices: 1, lines: 1, linesWithoutEvents: 0, faults: [] });
});

describe('a draft', () => {
  test('shows the taxes that apply now, and keeps those that it is issued with', async () => {
    const shop = await openShop(app, undefined, { finalization: 'manual' });
    await shop.subscribe();
    const before = await onlyInvoice(shop);
    const rate = await newRate(shop);
    await shop.send('patch', '/v1/tenant', { billing: { taxRateIds: [rate] } }, '*');

    const draft = await onlyInvoice(shop);
    const known = await app.send('get', `/v1/invoices/${draft.id}`, {
      token: shop.token,
      headers: { 'If-None-Match': '"1"' },
    });
    await shop.send('post', `/v1/invoices/${draft.id}/finalize`, undefined, '*');
    await shop.send('patch', '/v1/tenant', { billing: { taxRateIds: null } }, '*');
    await shop.send('patch', `${path}/${rate}`, { name: 'Renamed' }, '*');

    expect(before).toMatchObject({ tax: euros(0), total: euros(4900), taxes: [] });
    expect(draft).toMatchObject({ tax: euros(980), total: euros(5880) });
    expect(known.status).toBe(200);
    expect(await onlyInvoice(shop)).toMatchObject({
      tax: euros(980),
      amountDue: euros(5880),
      taxes: [{ name: 'VAT 20 %', base: euros(4900), amount: euros(980) }],
    });
  });
});

describe('the balance of a customer', () => {
  const balanceOf = (shop: Shop, customerId = shop.customerId) =>
    `/v1/customers/${customerId}/balance`;
  const adjust = (shop: Shop, amount: object, reason = 'A present') =>
    shop.send('post', `${balanceOf(shop)}/adjustments`, { amount, reason });

  test('is adjusted, used by the next invoice, and the sum of its transactions', async () => {
    const shop = await openShop(app);

    const given = await adjust(shop, euros(6000));
    const taken = await adjust(shop, euros(-500), 'Too much');
    await adjust(shop, { amount: 700, currency: 'JPY' });
    await shop.subscribe();

    expect([given.status, taken.body.balanceAfter]).toEqual([201, euros(5500)]);
    expect(await onlyInvoice(shop)).toMatchObject({
      total: euros(4900),
      balanceApplied: euros(4900),
      amountDue: euros(0),
      paymentStatus: 'paid',
    });
    const { body } = await shop.send('get', balanceOf(shop));
    expect(body).toEqual({ balances: [euros(600), { amount: 700, currency: 'JPY' }] });
    const { body: page } = await shop.send('get', `${balanceOf(shop)}/transactions?limit=3`);
    expect(page.data).toMatchObject([
      { kind: 'applied', amount: euros(-4900), balanceAfter: euros(600), reason: null },
      { kind: 'adjustment', amount: { amount: 700, currency: 'JPY' } },
      { kind: 'adjustment', amount: euros(-500), reason: 'Too much', invoiceId: null },
    ]);
    const cursor = `limit=3&cursor=${page.page.nextCursor}`;
    const { body: rest } = await shop.send('get', `${balanceOf(shop)}/transactions?${cursor}`);
    expect(rest.data).toMatchObject([{ kind: 'adjustment', amount: euros(6000) }]);
    const { body: heard } = await shop.send('get', '/v1/events?type=customer.balance_adjusted');
    expect(heard.data).toHaveLength(3);
  });

  test('never goes below zero', async () => {
    const shop = await openShop(app);
    await adjust(shop, euros(500));

    const { status, body } = await adjust(shop, euros(-501));
    const none = await adjust(shop, { amount: -1, currency: 'USD' });

    expect([status, body.code]).toEqual([409, 'balance_too_low']);
    expect(none.body.code).toBe('balance_too_low');
    const { body: balance } = await shop.send('get', balanceOf(shop));
    expect(balance).toEqual({ balances: [euros(500)] });
  });

  test('takes no adjustment of nothing, or without a reason', async () => {
    const shop = await openShop(app);

    const ofNothing = await adjust(shop, euros(0));
    const unexplained = await adjust(shop, euros(1), ' ');

    expect([ofNothing.status, unexplained.status]).toEqual([400, 400]);
    expect(faultsOf(ofNothing)).toEqual(['/amount amount_zero']);
    expect(faultsOf(unexplained)).toEqual(['/reason too_short']);
  });

  test('is nobody’s of whom there is no customer', async () => {
    const shop = await openShop(app);
    const nobody = balanceOf(shop, 'cus_01jd4x7h2cf5prw8mzk0qv9tns');

    const answers = [
      await shop.send('get', nobody),
      await shop.send('get', `${nobody}/transactions`),
      await shop.send('post', `${nobody}/adjustments`, { amount: euros(1), reason: 'A present' }),
    ];

    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
      answers.map(() => [404, 'customer_not_found']),
    );
  });

  test('is empty where nothing ever moved', async () => {
    const shop = await openShop(app);

    const { body } = await shop.send('get', balanceOf(shop));

    expect(body).toEqual({ balances: [] });
  });
});
