import { describe, expect, test } from 'vitest';
import type { SubscriptionCharge } from '#domain/charging/charge.ts';
import { closingLineId, documentLines, previewLines } from '#domain/invoicing/document-line.ts';
import { explainClosing } from '#domain/invoicing/line-explanation.ts';
import { explainTaxes } from '#domain/invoicing/tax-words.ts';
import type { TaxedCharge } from '#domain/invoicing/taxed-charge.ts';
import { lineSums, rateTotals, untaxedSums } from '#domain/invoicing/taxed-charge.ts';
import { draftTotals, totalsInTurn, totalsOf } from '#domain/invoicing/totals.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import { Money, withinRange } from '#domain/shared/money.ts';
import { untaxed } from '#domain/taxes/line-taxes.ts';
import { buildCharge, buildSubscription, euros } from '../../../src/testing/billing-builders.ts';
import { buildId, buildPlan, someday } from '../../../src/testing/builders.ts';
import { refused } from '../refused.ts';
import { included, onTop, rule } from '../taxes/rates.ts';

const euro = parseCurrencyCode('EUR');
const plan = buildPlan(buildId('prod')).activate(someday);
const customerId = buildId('cus');
const subscription = buildSubscription(customerId, plan);

const charged = (minor: bigint, given: Partial<SubscriptionCharge> = {}) =>
  buildCharge(subscription, { amount: euros(minor), ...given });

const taxed = (
  minor: bigint,
  taxes: TaxedCharge['taxed']['taxes'],
  given: Partial<SubscriptionCharge> = {},
): TaxedCharge => ({ ...charged(minor, given), taxed: { taxes, correction: null } });

const vat = onTop('0.2', 'VAT');
const levy = onTop('0.01', 'Levy');
const gst = included('0.1', 'GST');

describe('the sums of a line', () => {
  test('without taxes are its amount', () => {
    const sums = {
      amount: euros(100n),
      discount: euros(0n),
      net: euros(100n),
      tax: euros(0n),
      total: euros(100n),
    };

    expect(lineSums(taxed(100n, []))).toEqual(sums);
    expect(untaxedSums(euros(100n))).toEqual(sums);
  });

  test('add taxes on top, and take those out of the net that the price includes', () => {
    const line = taxed(1100n, [
      { ...gst, amount: euros(100n) },
      { ...vat, amount: euros(200n) },
      { ...levy, amount: euros(10n) },
    ]);

    expect(lineSums(line)).toEqual({
      amount: euros(1100n),
      discount: euros(0n),
      net: euros(1000n),
      tax: euros(310n),
      total: euros(1310n),
    });
  });
});

test('the taxes of a document are added up by rate, in the order in which lines name them', () => {
  const lines = [
    taxed(1000n, [{ ...vat, amount: euros(200n) }]),
    taxed(550n, [
      { ...gst, amount: euros(50n) },
      { ...vat, amount: euros(100n) },
    ]),
    taxed(7n, []),
  ];

  expect(rateTotals(lines)).toEqual([
    { ...vat, amount: euros(300n), base: euros(1500n) },
    { ...gst, amount: euros(50n), base: euros(500n) },
  ]);
  expect(rateTotals([])).toEqual([]);
});

describe('the totals of a document', () => {
  const lines = [
    taxed(1000n, [{ ...vat, amount: euros(200n) }]),
    taxed(110n, [{ ...gst, amount: euros(10n) }]),
  ];

  test('are the sums of its lines, less the balance that it takes', () => {
    expect(totalsOf(lines.map(lineSums), euro, euros(300n))).toEqual({
      subtotal: euros(1110n),
      discount: euros(0n),
      tax: euros(210n),
      movedToBalance: euros(0n),
      total: euros(1310n),
      balanceApplied: euros(300n),
      amountDue: euros(1010n),
    });
  });

  test('take no more of a balance than is owed', () => {
    const { balanceApplied, amountDue } = totalsOf(lines.map(lineSums), euro, euros(5000n));

    expect([balanceApplied, amountDue]).toEqual([euros(1310n), euros(0n)]);
  });

  test('are never below zero: the rest moves to the balance', () => {
    const credit = [lineSums(taxed(-500n, [])), lineSums(taxed(200n, []))];

    expect(totalsOf(credit, euro, euros(700n))).toEqual({
      subtotal: euros(-300n),
      discount: euros(0n),
      tax: euros(0n),
      movedToBalance: euros(300n),
      total: euros(0n),
      balanceApplied: euros(0n),
      amountDue: euros(0n),
    });
  });

  test('of a draft take nothing of the balance, and stay within what JSON says exactly', () => {
    const most = BigInt(Number.MAX_SAFE_INTEGER);

    expect(draftTotals(lines, euro)).toMatchObject({
      total: euros(1310n),
      balanceApplied: euros(0n),
      amountDue: euros(1310n),
    });
    expect(draftTotals([taxed(most, [])], euro).total).toEqual(euros(most));
    const tooMuch = [' amount_out_of_range'];
    for (const minor of [most, -most]) {
      const beyond = [taxed(minor, []), taxed(minor > 0n ? 1n : -1n, [])];
      expect(refused(() => draftTotals(beyond, euro))).toEqual(tooMuch);
    }
    const sumsBeyond = [taxed(most, [{ ...vat, amount: euros(1n) }])];
    expect(refused(() => draftTotals(sumsBeyond, euro))).toEqual(tooMuch);
    expect(withinRange(euros(-most))).toEqual(euros(-most));
  });

  test('that are made in turn share one balance of a customer and currency', () => {
    const dollar = parseCurrencyCode('USD');
    const of = { customerId, currency: euro };
    const other = { customerId: buildId('cus'), currency: euro };
    const inDollars = { customerId, currency: dollar };
    const document = (holder: typeof of, minor: bigint) => ({
      of: holder,
      lines: [
        { ...taxed(0n, []), currency: holder.currency, amount: Money.of(minor, holder.currency) },
      ],
    });
    const documents = [
      document(of, 60n),
      document(other, 60n),
      document(inDollars, 60n),
      document(of, 60n),
      document(of, -10n),
      document(of, 60n),
    ];

    const totals = totalsInTurn(documents, [{ ...of, amount: euros(100n) }]);

    expect(totals.map(({ balanceApplied }) => balanceApplied.minor)).toEqual([
      60n,
      0n,
      0n,
      40n,
      0n,
      10n,
    ]);
    expect(totals.map(({ amountDue }) => amountDue.minor)).toEqual([0n, 60n, 60n, 20n, 0n, 50n]);
  });
});

describe('the lines of a document', () => {
  const corrects = buildId('line');
  const line = taxed(1000n, [{ ...vat, amount: euros(200n) }], { part: 'eu', corrects });
  const { id, itemId, description, priceId, servicePeriod, startsAt, endsAt, timeZone } =
    line as SubscriptionCharge;
  const shown = {
    kind: 'recurring',
    description,
    subscriptionId: subscription.facts.id,
    subscriptionItemId: itemId,
    priceId,
    group: 'eu',
    quantity: '1',
    servicePeriod,
    startsAt,
    endsAt,
    timeZone,
    amount: euros(1000n),
    discounts: [],
    taxes: [{ taxRateId: vat.taxRateId, name: 'VAT', rate: '0.2', amount: euros(200n) }],
    net: euros(1000n),
    total: euros(1200n),
    corrects,
  };

  test('show each charge with its taxes', () => {
    const invoice = { id: buildId('inv'), movedToBalance: euros(0n) };

    expect(documentLines(invoice, [line])).toEqual([{ id, ...shown }]);
    expect(previewLines(invoice, [line])).toEqual([shown]);
    const plainLine = { ...charged(1n), taxed: untaxed };
    expect(documentLines(invoice, [plainLine])[0]).toMatchObject({ group: null, taxes: [] });
  });

  test('end with what moves to the balance', () => {
    const invoice = { id: buildId('inv'), movedToBalance: euros(300n) };
    const closing = {
      kind: 'balance',
      description: 'Moved to your balance',
      subscriptionId: null,
      subscriptionItemId: null,
      priceId: null,
      group: null,
      quantity: '1',
      servicePeriod: null,
      startsAt: null,
      endsAt: null,
      timeZone: null,
      amount: euros(300n),
      discounts: [],
      taxes: [],
      net: euros(300n),
      total: euros(300n),
      corrects: null,
    };

    expect(documentLines(invoice, [])).toEqual([{ id: closingLineId(invoice.id), ...closing }]);
    expect(uuidOf(closingLineId(invoice.id))).toBe(uuidOf(invoice.id));
    expect(previewLines(invoice, [])).toEqual([closing]);
  });
});

describe('the explanation of taxes', () => {
  test('is nothing where there are none', () => {
    expect(explainTaxes(rule(), taxed(1000n, []))).toEqual([]);
  });

  test.each([
    ['per_line', 'on each line'],
    ['per_rate', 'once over all lines of this rate'],
    ['per_document', 'once over the whole document'],
  ] as const)(
    'says of each rate what it is of, and that it is rounded %s',
    (taxRounding, where) => {
      const line = taxed(1100n, [
        { ...gst, amount: euros(100n) },
        { ...vat, amount: euros(200n) },
      ]);

      expect(explainTaxes(rule({ taxRounding }), line)).toEqual([
        {
          text: `EUR 1.00 of GST: 0.1 of the net amount, included in EUR 11.00, rounded ${where}`,
          amount: '1',
        },
        { text: `EUR 2.00 of VAT: 0.2 of EUR 10.00, rounded ${where}`, amount: '2' },
        { text: 'EUR 13.00 in all, EUR 10.00 without tax', amount: '13' },
      ]);
    },
  );

  test('does not say how they are rounded where no rule is known', () => {
    const [first] = explainTaxes(null, taxed(1000n, [{ ...vat, amount: euros(200n) }]));

    expect(first?.text).toBe('EUR 2.00 of VAT: 0.2 of EUR 10.00');
  });

  test('says of a credit which part of the taxes of its charge it takes back', () => {
    const correction = { charged: 3000n, before: 500n, after: 1500n, taxes: [30n, 600n] };
    const taxes = [
      { ...levy, amount: euros(-10n) },
      { ...vat, amount: euros(-200n) },
    ];
    const credit: TaxedCharge = { ...charged(-1000n), taxed: { taxes, correction } };

    expect(explainTaxes(rule(), credit).map(({ text }) => text)).toEqual([
      'EUR -0.10 of Levy: the part of EUR 0.30 that goes with EUR 10.00 of EUR 30.00',
      'EUR -2.00 of VAT: the part of EUR 6.00 that goes with EUR 10.00 of EUR 30.00',
      'EUR -12.10 in all, EUR -10.00 without tax',
    ]);
  });
});

test('the line that closes a document is explained by the sum of all others', () => {
  expect(explainClosing(euros(250n))).toEqual({
    derivation: { version: 1, kind: 'balance', others: '-250' },
    exact: '2.5',
    amount: euros(250n),
    steps: [
      { text: 'EUR -2.50 for all other lines', amount: '-2.5' },
      {
        text: 'EUR 2.50 moved to the balance, as a document does not go below zero',
        amount: '2.5',
      },
    ],
  });
});
