import { describe, expect, test } from 'vitest';
import type { ChargeFacts, SubscriptionCharge } from '#domain/charging/charge.ts';
import type { CreditedCharge } from '#domain/invoicing/tax-documents.ts';
import { taxDocuments } from '#domain/invoicing/tax-documents.ts';
import type { TaxedCharge } from '#domain/invoicing/taxed-charge.ts';
import { wronglyTaxed } from '#domain/invoicing/verified-taxes.ts';
import type { LineId } from '#domain/shared/ids.ts';
import type { AppliedRate } from '#domain/taxes/applied-rate.ts';
import { buildCharge, buildSubscription, euros } from '../../../src/testing/billing-builders.ts';
import { buildId, buildPlan, someday } from '../../../src/testing/builders.ts';
import { charged, credited, span } from '../charging/builders.ts';
import { onTop, rule } from '../taxes/rates.ts';

const plan = buildPlan(buildId('prod')).activate(someday);
const subscription = buildSubscription(buildId('cus'), plan);
const april = span('2026-04-01', '2026-05-01');
const vat = onTop('0.2', 'VAT');
const levy = onTop('0.01', 'Levy');

const line = (minor: bigint, given: Partial<SubscriptionCharge> = {}): SubscriptionCharge =>
  buildCharge(subscription, { amount: euros(minor), ...given });

/** A credit of `minor` cents, of a charge of which `left` were not credited before. */
const creditOf = (charge: ChargeFacts, minor: bigint, left: bigint): SubscriptionCharge =>
  line(-minor, {
    kind: 'credit',
    corrects: charge.id,
    derivation: credited(charged(april), span('2026-04-21', '2026-05-01'), { left }),
  });

const taxing = (
  rates: readonly AppliedRate[],
  credits: readonly (readonly [LineId, CreditedCharge])[] = [],
) => ({ rule: rule(), ratesOf: () => rates, credited: new Map(credits) });

const amountsOf = (lines: readonly TaxedCharge[] | undefined) =>
  lines?.map(({ taxed }) => taxed.taxes.map(({ amount }) => amount.minor));

describe('the taxes of documents', () => {
  test('are those of the rates of each line, and none where a line has no rates', () => {
    const [one, other] = [line(1000n), line(250n)];
    const ratesOf = ({ id }: ChargeFacts) => (id === one.id ? [vat, levy] : []);

    const [document] = taxDocuments({ ...taxing([]), ratesOf }, [[one, other]]);

    expect(document).toEqual([
      {
        ...one,
        taxed: {
          taxes: [
            { ...vat, amount: euros(200n) },
            { ...levy, amount: euros(10n) },
          ],
          correction: null,
        },
      },
      { ...other, taxed: { taxes: [], correction: null } },
    ]);
  });

  test('are rounded for each document by itself', () => {
    const documents = [[line(2n)], [line(1n), line(1n)], [line(2n), line(1n)]];

    const taxed = taxDocuments(taxing([vat]), documents);

    expect(taxed.map(amountsOf)).toEqual([[[0n]], [[0n], [0n]], [[1n], [0n]]]);
  });
});

describe('the taxes of a credit', () => {
  test('are its part of those of the charge that was issued with them', () => {
    const charge = line(3000n);
    const taxes = [
      { ...vat, amount: euros(600n) },
      { ...levy, amount: euros(30n) },
    ];
    const credit = creditOf(charge, 1000n, 2500n);

    const [document] = taxDocuments(taxing([], [[charge.id, { charge, taxes }]]), [[credit]]);

    expect(document?.[0]?.taxed).toEqual({
      taxes: [
        { ...vat, amount: euros(-200n) },
        { ...levy, amount: euros(-10n) },
      ],
      correction: { charged: 3000n, before: 500n, after: 1500n, taxes: [600n, 30n] },
    });
  });

  test('follow the charge on the same document, or on one before it', () => {
    const charge = line(1000n);
    const [one, other] = [creditOf(charge, 500n, 1000n), creditOf(charge, 500n, 500n)];

    const taxed = taxDocuments(taxing([vat]), [[charge, one], [other]]);

    expect(taxed.map(amountsOf)).toEqual([[[200n], [-100n]], [[-100n]]]);
  });

  test('are those that its charge would have by itself, where that is issued later', () => {
    const charge = line(1000n);
    const credit = creditOf(charge, 500n, 1000n);

    const later = taxDocuments(taxing([vat]), [[credit], [charge]]);
    const waiting = taxDocuments(taxing([vat], [[charge.id, { charge, taxes: null }]]), [[credit]]);

    expect(amountsOf(later[0])).toEqual([[-100n]]);
    expect(amountsOf(waiting[0])).toEqual([[-100n]]);
  });

  test('are none where its charge was not taxed', () => {
    const charge = line(1000n);
    const credit = creditOf(charge, 500n, 1000n);

    const [document] = taxDocuments(taxing([vat], [[charge.id, { charge, taxes: [] }]]), [
      [credit],
    ]);

    expect(document?.[0]?.taxed).toEqual({ taxes: [], correction: null });
  });

  test('are its own where nobody here sees its charge', () => {
    const [document] = taxDocuments(taxing([vat]), [[creditOf(line(1000n), 500n, 1000n)]]);

    expect(document?.[0]?.taxed).toEqual({
      taxes: [{ ...vat, amount: euros(-100n) }],
      correction: null,
    });
  });

  test('that corrects usage are computed anew: it is no credit', () => {
    const charge = line(1000n);
    const late = line(-500n, { corrects: charge.id });
    const known = [[charge.id, { charge, taxes: [{ ...vat, amount: euros(7n) }] }]] as const;

    const [document] = taxDocuments(taxing([vat], known), [[late]]);

    expect(amountsOf(document)).toEqual([[-100n]]);
  });
});

describe('the taxes of an issued document', () => {
  const charge = line(3000n);
  const credit = creditOf(charge, 1000n, 3000n);
  const [document = []] = taxDocuments(taxing([vat, levy]), [[charge, credit, line(10n)]]);

  const changed = (at: number, of: (line: TaxedCharge) => Partial<TaxedCharge>) =>
    document.map((each, index) => (index === at ? { ...each, ...of(each) } : each) as TaxedCharge);
  const idsOf = (lines: readonly TaxedCharge[]) => lines.map(({ id }) => id);

  test('are right as they were computed', () => {
    expect(wronglyTaxed(rule(), document)).toEqual([]);
  });

  test.each([0, 1, 2])('are wrong where a tax of line %i is a cent off', (at) => {
    const off = changed(at, ({ taxed }) => ({
      taxed: {
        ...taxed,
        taxes: taxed.taxes.map((tax, place) => ({
          ...tax,
          amount: place === 1 ? tax.amount.plus(euros(1n)) : tax.amount,
        })),
      },
    }));

    expect(idsOf(wronglyTaxed(rule(), off))).toEqual([off[at]?.id]);
  });

  test('are wrong where a credit takes back another part than it says', () => {
    const correction = { charged: 3000n, before: 0n, after: 1000n, taxes: [600n, 30n] };
    const withCorrection = (given: Partial<typeof correction>) =>
      changed(1, ({ taxed }) => ({
        taxed: { ...taxed, correction: { ...correction, ...given } },
      }));

    expect(wronglyTaxed(rule(), withCorrection({}))).toEqual([]);
    for (const given of [{ before: 1n, after: 1001n }, { after: 1001n }, { charged: 3001n }]) {
      expect(idsOf(wronglyTaxed(rule(), withCorrection(given)))).toEqual([credit.id]);
    }
  });

  test('are wrong where a line that is no credit says that it takes back', () => {
    const correction = { charged: 10n, before: 0n, after: -10n, taxes: [2n, 0n] };
    const odd = changed(2, ({ taxed }) => ({ taxed: { ...taxed, correction } }));

    expect(idsOf(wronglyTaxed(rule(), odd))).toEqual([odd[2]?.id]);
  });

  test('are wrong where nothing taxes the document, and a line has taxes all the same', () => {
    const untaxed = { ...line(5n), taxed: { taxes: [], correction: null } };

    expect(idsOf(wronglyTaxed(null, [...document, untaxed]))).toEqual(idsOf(document));
  });
});
