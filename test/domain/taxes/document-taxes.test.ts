import { describe, expect, test } from 'vitest';
import { Fraction } from '#domain/shared/fraction.ts';
import { appliedRate, taxRuleOf } from '#domain/taxes/applied-rate.ts';
import { taxesTakenBack } from '#domain/taxes/correction.ts';
import { taxesOf } from '#domain/taxes/document-taxes.ts';
import { untaxed } from '#domain/taxes/line-taxes.ts';
import { nearestRates } from '#domain/taxes/nearest.ts';
import { spread, sumOf } from '#domain/taxes/spread.ts';
import { ActiveTaxRate } from '#domain/taxes/tax-rate.ts';
import { standardPolicy } from '#domain/tenants/billing-policy.ts';
import { buildId, someday } from '../../../src/testing/builders.ts';
import { included, onTop, rule } from './rates.ts';

describe('a document keeps', () => {
  test('what a rate was when it was applied', () => {
    const input = { name: 'VAT', rate: '0.20', isInclusive: true };
    const { facts } = ActiveTaxRate.create(buildId('tax'), input, someday);

    expect(appliedRate(facts)).toEqual({ taxRateId: facts.id, ...input });
  });

  test('how its taxes are rounded, of the policy', () => {
    expect(taxRuleOf({ ...standardPolicy, rounding: 'down', taxRounding: 'per_line' })).toEqual({
      version: 1,
      rounding: 'down',
      taxRounding: 'per_line',
      inclusiveRounding: 'tax',
    });
  });
});

describe('the rates of a line', () => {
  const [one, other] = [[buildId('tax')], [buildId('tax')]];

  test('are those of the nearest place, although it names none', () => {
    expect(nearestRates({ line: [], tenant: one })).toEqual([]);
    expect(nearestRates({ line: null, customer: other, tenant: one })).toBe(other);
    expect(nearestRates({ product: one, tenant: other })).toBe(one);
  });

  test('are none where no place says any', () => {
    expect(nearestRates({})).toEqual([]);
    expect(untaxed).toEqual({ taxes: [], correction: null });
    expect(taxesOf(rule(), [{ base: 100n, rates: [] }])).toEqual([[]]);
  });
});

describe('of 1.00 that includes 7 % and 5 %', () => {
  const line = { base: 100n, rates: [included('0.07'), included('0.05')] };

  test('the net amount of 0.89 is rounded once, and the rest is the taxes', () => {
    const perLine = rule({ taxRounding: 'per_line', inclusiveRounding: 'net' });

    expect(taxesOf(perLine, [line, line])).toEqual([
      [6n, 5n],
      [6n, 5n],
    ]);
  });

  test('each tax is rounded, where taxes are', () => {
    expect(taxesOf(rule({ taxRounding: 'per_line' }), [line])).toEqual([[6n, 4n]]);
  });
});

test('taxes on top are rounded as taxes, whichever side of included ones is', () => {
  const line = { base: 50n, rates: [onTop('0.05'), onTop('0.05')] };

  for (const inclusiveRounding of ['tax', 'net'] as const) {
    const perLine = rule({ taxRounding: 'per_line', inclusiveRounding });
    expect(taxesOf(perLine, [line])).toEqual([[3n, 3n]]);
  }
});

test('a sum of a document goes to its rates, and from there to their lines', () => {
  const [one, other] = [onTop('0.1'), onTop('0.1')];
  const lines = [
    ...[3n, 3n, 3n].map((base) => ({ base, rates: [one] })),
    ...[4n, 4n].map((base) => ({ base, rates: [other] })),
  ];

  // 0.9 and 0.8 are 2 together: one for each rate, although 0.4 is the largest share of a line.
  expect(taxesOf(rule({ taxRounding: 'per_document' }), lines)).toEqual([
    [1n],
    [0n],
    [0n],
    [1n],
    [0n],
  ]);
});

describe('a credit takes back', () => {
  const half = { charged: 1000n, before: 0n, after: 500n, taxes: [200n, 33n] };

  test('of each tax as much as of the line', () => {
    expect(taxesTakenBack('half_up', half)).toEqual([-100n, -17n]);
    const rest = { ...half, before: 500n, after: 1000n };
    expect(taxesTakenBack('half_up', rest)).toEqual([-100n, -16n]);
  });

  test('the same with all signs turned, of a line below zero', () => {
    const below = { charged: -1000n, before: 0n, after: -500n, taxes: [-200n, -33n] };

    expect(taxesTakenBack('half_up', below)).toEqual([100n, 17n]);
  });

  test('nothing of a line of nothing', () => {
    const nothing = { charged: 0n, before: 0n, after: 0n, taxes: [0n, 5n] };

    expect(taxesTakenBack('half_up', nothing)).toEqual([0n, 0n]);
  });
});

describe('parts are made whole', () => {
  const tenths = (...numerators: readonly bigint[]) =>
    numerators.map((numerator) => Fraction.of(numerator, 10n));

  test('by ones to the largest fractions, of equal ones to the earlier', () => {
    expect(spread(1n, tenths(2n, 8n))).toEqual([0n, 1n]);
    expect(spread(3n, tenths(14n, 9n, 6n))).toEqual([1n, 1n, 1n]);
    expect(spread(1n, tenths(5n, 5n))).toEqual([1n, 0n]);
    expect(spread(3n, tenths(10n, 20n))).toEqual([1n, 2n]);
  });

  test('with all signs turned alike', () => {
    expect(spread(-1n, tenths(-2n, -8n))).toEqual([0n, -1n]);
    expect(spread(1n, tenths(18n, -8n))).toEqual([1n, 0n]);
    expect(spread(0n, tenths(8n, -8n))).toEqual([0n, 0n]);
  });

  test('of a whole that is less than one away, and no other', () => {
    expect(() => spread(1n, tenths(0n))).toThrow('less than one away');
    expect(() => spread(3n, tenths(5n, 5n))).toThrow('less than one away');
    expect(sumOf(tenths(5n, 7n)).toText()).toBe('1.2');
    expect(sumOf([]).toText()).toBe('0');
  });
});
