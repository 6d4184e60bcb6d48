import { describe, expect, test } from 'vitest';
import type { Derivation } from '#domain/charging/derivation.ts';
import { evaluate, stepsOf } from '#domain/charging/evaluate.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import { policyValues } from '#domain/tenants/billing-policy.ts';
import { charged, credited, flat, span } from './builders.ts';

const january = span('2026-01-01', '2026-02-01');
const april = span('2026-04-01', '2026-05-01');

const comesTo = (terms: PriceTerms, derivation: Derivation): readonly [string, bigint] => {
  const { exact, amount } = evaluate(terms, derivation);
  return [exact.toText(), amount];
};

describe('a flat price', () => {
  test('of a whole period is the amount, however that is counted', () => {
    for (const countedBy of policyValues.countedBy) {
      expect(comesTo(flat(4900n), charged(january, january, { countedBy }))).toEqual([
        '4900',
        4900n,
      ]);
    }
  });

  test.each(['0', '1', '3', '2.5'])('is the same whatever the quantity, at %s', (quantity) => {
    expect(comesTo(flat(4900n), charged(january, january, { quantity }))).toEqual(['4900', 4900n]);
  });

  test.each([
    ['day', '1960', 1960n],
    ['second', '1960', 1960n],
    ['month_30', '1960', 1960n],
    ['none', '4900', 4900n],
  ] as const)('of twelve days of thirty, counted by %s, is %s', (countedBy, exact, amount) => {
    const served = span('2026-04-19', '2026-05-01');

    expect(comesTo(flat(4900n), charged(april, served, { countedBy }))).toEqual([exact, amount]);
  });

  test('that is not prorated is whole for a part of a period', () => {
    const served = span('2026-04-19', '2026-05-01');

    expect(comesTo(flat(4900n, 'EUR', false), charged(april, served))).toEqual(['4900', 4900n]);
  });

  test.each([
    ['half_up', 2451n],
    ['half_even', 2450n],
    ['half_down', 2450n],
    ['up', 2451n],
    ['down', 2450n],
  ] as const)('that comes to 2450.5 is, rounded %s, %d', (rounding, amount) => {
    const served = span('2026-04-16', '2026-05-01');

    expect(comesTo(flat(4901n), charged(april, served, { rounding }))).toEqual(['2450.5', amount]);
  });
});

describe('the part of a period', () => {
  test('counted by seconds follows the instants, by days the dates', () => {
    const served = span('2026-04-16T12:00:00.000Z', '2026-05-01T00:00:00.000Z');

    expect(comesTo(flat(6000n), charged(april, served))).toEqual(['3000', 3000n]);
    expect(comesTo(flat(6000n), charged(april, served, { countedBy: 'second' }))).toEqual([
      '2900',
      2900n,
    ]);
  });

  test('counted by seconds is a part of 743 hours in the March of Vienna', () => {
    const march = span('2026-02-28T23:00:00.000Z', '2026-03-31T22:00:00.000Z');
    const served = span('2026-02-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z');

    const derivation = charged(march, served, { countedBy: 'second' });

    expect(comesTo(flat(743n), derivation)).toEqual(['695', 695n]);
  });

  test.each([
    ['the 31st takes none', '2026-01-31', '2026-02-01', '0'],
    ['the last day of February takes three', '2026-02-28', '2026-03-01', '3'],
    ['that of a leap year two', '2028-02-29', '2028-03-01', '2'],
    ['the 30th takes one', '2026-04-30', '2026-05-01', '1'],
  ])('in months of 30 days: %s', (_name, start, end, days) => {
    const year = span(`${start.slice(0, 4)}-01-01`, `${Number(start.slice(0, 4)) + 1}-01-01`);

    const derivation = charged(year, span(start, end), { countedBy: 'month_30' });

    expect(comesTo(flat(360n), derivation)[0]).toBe(days);
  });
});

describe('a credit', () => {
  const unused = span('2026-04-21', '2026-05-01');

  test('is negative, and measured by the counting, price and rounding of its charge', () => {
    const credit = credited(charged(april), unused, { left: 4900n });

    expect(comesTo(flat(4900n), credit)).toEqual(['-4900/3', -1633n]);
  });

  test.each([
    ['half_up', -2451n],
    ['half_even', -2450n],
    ['half_down', -2450n],
    ['up', -2451n],
    ['down', -2450n],
  ] as const)('is rounded %s by its magnitude: %d', (rounding, amount) => {
    const of = charged(april, april, { rounding });

    const credit = credited(of, span('2026-04-16', '2026-05-01'), { left: 4901n });

    expect(comesTo(flat(4901n), credit)).toEqual(['-2450.5', amount]);
  });

  test('of a partial period is measured by the whole one', () => {
    const of = charged(april, span('2026-04-11', '2026-05-01'));

    expect(comesTo(flat(3000n), credited(of, unused, { left: 2000n }))).toEqual(['-1000', -1000n]);
  });

  test('takes no more than is left', () => {
    const credit = credited(charged(april), unused, { left: 600n });

    expect(comesTo(flat(3000n), credit)).toEqual(['-1000', -600n]);
  });

  test('that leaves nothing of the charge used takes what is left, be it more or less', () => {
    const of = charged(april);
    const rest = (left: bigint) => credited(of, unused, { left, takesRest: true });

    expect(comesTo(flat(100n), rest(34n))).toEqual(['-100/3', -34n]);
    expect(comesTo(flat(100n), rest(32n))).toEqual(['-100/3', -32n]);
    expect(comesTo(flat(100n), rest(0n))).toEqual(['-100/3', 0n]);
  });

  test('in full takes the whole charge back, as far as it is left', () => {
    const of = charged(april, span('2026-04-11', '2026-05-01'));
    const full = (left: bigint) => credited(of, unused, { left, share: 'full' });

    expect(comesTo(flat(3000n), full(2000n))).toEqual(['-2000', -2000n]);
    expect(comesTo(flat(3000n), full(500n))).toEqual(['-2000', -500n]);
  });

  test.each([
    ['counted by none', flat(3000n), 'none'],
    ['that is not prorated', flat(3000n, 'EUR', false), 'day'],
  ] as const)('of a charge %s is nothing, but in full', (_name, terms, countedBy) => {
    const of = charged(april, april, { countedBy });

    expect(comesTo(terms, credited(of, unused, { left: 3000n }))).toEqual(['0', 0n]);
    expect(comesTo(terms, credited(of, unused, { left: 3000n, share: 'full' }))).toEqual([
      '-3000',
      -3000n,
    ]);
  });
});

describe('what nobody wrote down', () => {
  test('a derivation of a newer release is not evaluated', () => {
    const newer = { ...charged(april), version: 5 } as unknown as Derivation;

    expect(() => evaluate(flat(1n), newer)).toThrow(/newer release/);
    expect(() => stepsOf(flat(1n), newer)).toThrow(InvariantViolation);
  });

  test.each([
    ['a date', { start: 'May 1st 2026' }],
    ['an instant in another offset', { startsAt: '2026-04-11T00:00:00.000+02:00' }],
    ['an instant cut short', { startsAt: '2026-04-11T00Z' }],
  ])('%s is not read as something else', (_name, broken) => {
    for (const countedBy of ['day', 'second'] as const) {
      const whole = charged(april, span('2026-04-11', '2026-05-01'), { countedBy });
      const derivation = { ...whole, served: { ...whole.served, ...broken } } as Derivation;
      if ('start' in broken !== (countedBy === 'day')) continue;

      expect(() => evaluate(flat(1n), derivation)).toThrow(InvariantViolation);
    }
  });
});
