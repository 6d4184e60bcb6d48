import { describe, expect, test } from 'vitest';
import type { PriceInput } from '#domain/catalog/price.ts';
import { Money } from '#domain/shared/money.ts';
import { euro, shopsOnPostgres } from './shop.ts';

// Each model that a plan may have, from a subscription with quantities to verified invoices.

const shops = shopsOnPostgres();
const cents = (minor: number): Money => Money.of(BigInt(minor), euro);

type Model = Omit<PriceInput, 'name' | 'billed'>;
type Case = readonly [
  model: string,
  price: Model,
  quantity: string,
  whole: number,
  part: number,
  texts: readonly string[],
];

const tiers = [
  { upTo: '10', unitAmount: '5' },
  { upTo: '50', unitAmount: '4', flatAmount: cents(1000) },
  { upTo: null, unitAmount: '3', flatAmount: cents(2000) },
];

// The price of a June, and of the ten days of it that are left over by an end on the 21st.
const cases: readonly Case[] = [
  ['flat', { amount: cents(3000) }, '7', 3000, 1000, ['EUR 30.00, whatever the quantity (7)']],
  [
    'per_unit',
    { model: 'per_unit', unitAmount: '1.2345' },
    '12.5',
    1543,
    514,
    ['12.5 × EUR 1.2345'],
  ],
  [
    'graduated',
    { model: 'graduated', tiers },
    '30',
    14000,
    4667,
    [
      '10 × EUR 5.00, the units up to 10',
      '20 × EUR 4.00, the units above 10 up to 50',
      'EUR 10.00 for the units above 10 up to 50, whatever the quantity in it',
      'EUR 140.00 in total',
    ],
  ],
  [
    'volume',
    { model: 'volume', tiers },
    '60',
    20000,
    6667,
    [
      '60 × EUR 3.00, the units above 50',
      'EUR 20.00 for the units above 50, whatever the quantity in it',
      'EUR 200.00 in total',
    ],
  ],
  [
    'stairstep',
    {
      model: 'stairstep',
      tiers: [
        { upTo: '10', flatAmount: cents(2000) },
        { upTo: null, flatAmount: cents(6000) },
      ],
    },
    '11',
    6000,
    2000,
    ['EUR 60.00 for the units above 10, whatever the quantity in it'],
  ],
  [
    'package',
    { model: 'package', packageSize: '1000', amount: cents(300), freeUnits: '500' },
    '2501',
    900,
    300,
    ['nothing for 500, the free units', '3 packages of 1000 × EUR 3.00', 'EUR 9.00 in total'],
  ],
  [
    'package by tiers',
    {
      model: 'package',
      tiers: [
        { upTo: '100', packageSize: '10', amount: cents(500) },
        { upTo: null, packageSize: '50', amount: cents(2000) },
      ],
    },
    '101',
    7000,
    2333,
    [
      '10 packages of 10 × EUR 5.00, the units up to 100',
      '1 package of 50 × EUR 20.00, the units above 100',
      'EUR 70.00 in total',
    ],
  ],
];

const subscribed = async (price: Model, quantity: string, billed: PriceInput['billed']) => {
  shops.setTime('2026-06-01T00:00:00Z');
  const shop = await shops.open({ price: { ...price, name: 'Seats', billed } });
  const { context, subscriptions, plan, customerIds, plans } = shop;
  const [customerId] = customerIds;
  if (customerId === undefined) throw new Error('A shop has a customer.');
  const { prices } = await plans.get.execute(context, { planId: plan.planId });
  const [priceId] = prices.map(({ id }) => id);
  if (priceId === undefined) throw new Error('A plan has a price.');
  const items = [{ priceId, quantity }];
  const made = await subscriptions.create.execute(context, {
    customerId,
    planId: plan.planId,
    items,
  });
  return { ...shop, made, customerId };
};

describe.each(cases)('%s', (_model, price, quantity, whole, part, texts) => {
  test('is invoiced in advance, credited, explained and verified', async () => {
    const shop = await subscribed(price, quantity, 'in_advance');
    const { context, invoices, subscriptions, customerId, made } = shop;
    shops.setTime('2026-06-20T12:00:00Z');

    await subscriptions.cancel.execute(context, {
      subscriptionId: made.id,
      version: made.version,
      effective: 'now',
    });
    const { data } = await invoices.list.execute(context, { customerId });
    const [second, first] = await Promise.all(
      data.map(({ id: invoiceId }) => invoices.get.execute(context, { invoiceId })),
    );
    const [charge] = first?.lines ?? [];
    const [credit] = second?.lines ?? [];

    expect(made.items).toMatchObject([{ quantity }]);
    expect(charge).toMatchObject({ kind: 'recurring', quantity, amount: cents(whole) });
    expect(credit).toMatchObject({ kind: 'credit', quantity, amount: cents(-part) });
    const explained = await Promise.all(
      [first, second].map((invoice) =>
        invoices.explainLine.execute(context, {
          invoiceId: invoice?.id as never,
          lineId: invoice?.lines[0]?.id as never,
        }),
      ),
    );
    for (const { steps } of explained) {
      expect(steps.slice(0, texts.length).map(({ text }) => text)).toEqual(texts);
    }
    expect(explained.map(({ amount }) => amount)).toEqual([cents(whole), cents(-part)]);
    expect(await invoices.verify.execute(context, {})).toMatchObject({ invoices: 2, faults: [] });
  });

  test('is invoiced in arrears by a run, for the whole period', async () => {
    const shop = await subscribed(price, quantity, 'in_arrears');
    const { context, invoices, customerId, run, failures, subscriptions, made } = shop;
    const upcoming = await subscriptions.upcomingInvoice.execute(context, {
      subscriptionId: made.id,
    });
    shops.setTime('2026-07-01T00:00:00Z');

    await run.execute(context);
    const { data } = await invoices.list.execute(context, { customerId });

    expect(failures).toEqual([]);
    expect(data.map(({ total }) => total)).toEqual([cents(whole)]);
    expect(upcoming.next?.total).toEqual(cents(whole));
    expect(await invoices.verify.execute(context, {})).toMatchObject({ invoices: 1, faults: [] });
  });
});
