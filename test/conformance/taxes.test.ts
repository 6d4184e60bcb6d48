import { describe, expect, test } from 'vitest';
import { taxesTakenBack } from '#domain/taxes/correction.ts';
import { taxesOf } from '#domain/taxes/document-taxes.ts';
import { nearestRates } from '#domain/taxes/nearest.ts';
import { policyValues } from '#domain/tenants/billing-policy.ts';
import { buildId } from '../../src/testing/builders.ts';
import { included, onTop, rule } from '../domain/taxes/rates.ts';

// Other engines, and their documentation, state the sums of taxes.

const sumOf = (amounts: readonly (readonly bigint[])[]): bigint =>
  amounts.flat().reduce((sum, amount) => sum + amount, 0n);

describe('one line at one rate', () => {
  const facts: readonly (readonly [name: string, net: bigint, rate: string, tax: bigint])[] = [
    ['a first part of a month (L01)', 3750n, '0.20', 750n],
    ['a month (L03)', 5000n, '0.20', 1000n],
    ['arrears of a plan that ended (L07)', 194n, '0.20', 39n],
    ['27 of 31 days (L14a)', 871n, '0.25', 218n],
    ['20 of 31 days (L14a)', 968n, '0.25', 242n],
    ['a week (L49c)', 2999n, '0.2333', 700n],
    ['a percentage with its minimum (L40d)', 200n, '0.20', 40n],
    ['a percentage (L40d)', 1300n, '0.20', 260n],
    ['a percentage with its maximum (L40d)', 2500n, '0.20', 500n],
  ];

  test.each(facts)('%s', (_name, base, rate, tax) => {
    for (const taxRounding of policyValues.taxRounding) {
      expect(taxesOf(rule({ taxRounding }), [{ base, rates: [onTop(rate)] }])).toEqual([[tax]]);
    }
  });
});

describe('a credit takes back of the taxes of its line', () => {
  // Net amounts and taxes: the line, then what each credit in turn takes back of it.
  const facts: readonly (readonly [
    name: string,
    line: readonly [net: bigint, tax: bigint],
    credits: readonly (readonly [net: bigint, tax: bigint])[],
  ])[] = [
    ['20 of 28 days of a calendar month (L01)', [3750n, 750n], [[3571n, 714n]]],
    ['27 of 28 days of an anniversary month (L03)', [5000n, 1000n], [[4821n, 964n]]],
    ['the first upgrade of a day (L14a)', [871n, 218n], [[645n, 161n]]],
    ['the second upgrade of a day takes all (L14a)', [968n, 242n], [[968n, 242n]]],
    ['6 of 7 days at 23.33 % (L49c)', [2999n, 700n], [[2571n, 600n]]],
    ['a part of a line with a coupon (L53)', [14_900n, 2980n], [[9806n, 1961n]]],
    ['the first of three lines with a coupon (L52)', [1930n, 386n], [[1930n, 386n]]],
    ['the second (L52)', [6596n, 1319n], [[6596n, 1319n]]],
    ['the third (L52)', [19_339n, 3868n], [[19_339n, 3868n]]],
  ];

  test.each(facts)('%s', (_name, [charged, tax], credits) => {
    let before = 0n;
    for (const [net, back] of credits) {
      const correction = { charged, before, after: before + net, taxes: [tax] };
      expect(taxesTakenBack('half_up', correction)).toEqual([-back]);
      before += net;
    }
  });
});

describe('documents', () => {
  test('three lines with a coupon that is spread over them (L52)', () => {
    const vat = onTop('0.20');
    const lines = [1930n, 6596n, 19_339n].map((base) => ({ base, rates: [vat] }));

    expect(taxesOf(rule(), lines)).toEqual([[386n], [1319n], [3868n]]);
  });

  test('eight lines of two subscriptions, two rates and three coupons (L44)', () => {
    const [ten, twenty] = [onTop('0.10'), onTop('0.20')];
    // The coupons as whole minor units: they add up to 2000, 1000 and 500.
    const amounts = [1000n, 2000n, 3000n, 4000n, 1000n, 2000n, 3000n, 4000n];
    const coupons = [677n, 1353n, 88n, 118n, 126n, 253n, 379n, 506n];
    const lines = amounts.map((amount, index) => ({
      base: amount - (coupons[index] ?? 0n),
      rates: [index % 4 === 1 ? twenty : ten],
    }));

    expect(sumOf(coupons.map((coupon) => [coupon]))).toBe(3500n);
    expect(sumOf(taxesOf(rule({ taxRounding: 'per_document' }), lines))).toBe(1889n);
    // By the rate it is a cent more: 14.11 and 4.79.
    expect(sumOf(taxesOf(rule({ taxRounding: 'per_rate' }), lines))).toBe(1890n);
  });

  test('usage with a minimum of its own line (L28)', () => {
    const vat = onTop('0.20');
    const lines = [0n, 2000n, 5000n, 1929n].map((base) => ({ base, rates: [vat] }));

    expect(taxesOf(rule(), lines)).toEqual([[0n], [400n], [1000n], [386n]]);
  });
});

describe('a price of 2.99 that includes 4 % (D07)', () => {
  test('its net amount is rounded: 2.88 and 0.11', () => {
    const line = { base: 299n, rates: [included('0.04')] };

    for (const taxRounding of policyValues.taxRounding) {
      const taxes = taxesOf(rule({ taxRounding, inclusiveRounding: 'net' }), [line]);
      expect(taxes).toEqual([[11n]]);
    }
  });

  test('its tax is rounded: 0.12 and 2.87', () => {
    const line = { base: 299n, rates: [included('0.04')] };

    for (const taxRounding of policyValues.taxRounding) {
      const taxes = taxesOf(rule({ taxRounding, inclusiveRounding: 'tax' }), [line]);
      expect(taxes).toEqual([[12n]]);
    }
  });
});

describe('the nearest to the line says the rates of 100.00 (L65)', () => {
  const rates = new Map(
    ['0.20', '0.10', '0.15', '0.08', '0.25', '0.05', '0.12'].map((rate) => [rate, onTop(rate)]),
  );
  const named = (texts: readonly string[] | undefined) =>
    texts?.map((text) => rates.get(text)?.taxRateId ?? buildId('tax'));
  const facts = [
    ['a line of its own', { line: ['0.20', '0.10'], tenant: ['0.15'] }, 3000n],
    ['the tenant', { tenant: ['0.15'] }, 1500n],
    ['a customer before the tenant', { customer: ['0.08'], tenant: ['0.25'] }, 800n],
    ['a customer of a dearer tenant', { customer: ['0.12'], tenant: ['0.20'] }, 1200n],
    ['a line before its customer', { line: ['0.05'], customer: ['0.08'] }, 500n],
    ['a product before the tenant', { product: ['0.10'], tenant: ['0.25'] }, 1000n],
    ['a customer before a product', { customer: ['0.08'], product: ['0.10'] }, 800n],
    ['nobody', {}, 0n],
  ] as const;

  test.each(facts)('%s', (_name, places: Partial<Record<Place, readonly string[]>>, tax) => {
    const ids = nearestRates({
      line: named(places.line),
      customer: named(places.customer),
      product: named(places.product),
      tenant: named(places.tenant),
    });
    const applied = [...rates.values()].filter(({ taxRateId }) => ids.includes(taxRateId));

    expect(sumOf(taxesOf(rule(), [{ base: 10_000n, rates: applied }]))).toBe(tax);
  });

  type Place = 'line' | 'customer' | 'product' | 'tenant';
});
