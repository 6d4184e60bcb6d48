import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Fraction } from '#domain/shared/fraction.ts';
import { InvariantViolation } from '#domain/shared/invariant.ts';
import { policyValues } from '#domain/tenants/billing-policy.ts';
import { checkLaw } from '../../support/laws.ts';

const half = Fraction.of(1n, 2n);
const third = Fraction.of(1n, 3n);

describe('a fraction', () => {
  test.each([
    [0n, 1n, '0'],
    [0n, 7n, '0'],
    [4900n, 1n, '4900'],
    [-4900n, 1n, '-4900'],
    [60n, 3n, '20'],
    [196n, 10n, '19.6'],
    [1n, 8n, '0.125'],
    [-1n, 8n, '-0.125'],
    [-1n, 20n, '-0.05'],
    [7n, 50n, '0.14'],
    [3n, 10n ** 12n, '0.000000000003'],
    [100n, 30n, '10/3'],
    [-100n, 30n, '-10/3'],
    [1n, 28n, '1/28'],
    [21n, 28n, '0.75'],
    [2n ** 80n, 1n, '1208925819614629174706176'],
  ])('%d / %d is written %s', (numerator, denominator, text) => {
    expect(Fraction.of(numerator, denominator).toText()).toBe(text);
  });

  test.each([0n, -1n])('has no denominator of %d', (denominator) => {
    expect(() => Fraction.of(1n, denominator)).toThrow(InvariantViolation);
  });

  test('adds, subtracts, multiplies and turns its sign exactly', () => {
    expect(half.plus(third).toText()).toBe('5/6');
    expect(third.plus(third).toText()).toBe('2/3');
    expect(half.minus(third).toText()).toBe('1/6');
    expect(third.minus(half).toText()).toBe('-1/6');
    expect(half.times(third).toText()).toBe('1/6');
    expect(Fraction.of(2n, 3n).times(Fraction.of(-5n, 7n)).toText()).toBe('-10/21');
    expect(third.negated().toText()).toBe('-1/3');
  });

  test('of decimals keeps the longest of their denominators, in whatever order they come', () => {
    const [tenth, cent] = [Fraction.of(1n, 10n), Fraction.of(1n, 100n)];

    const sums = [tenth.plus(cent).plus(tenth), cent.plus(tenth).plus(tenth), tenth.minus(cent)];

    expect(sums.map(({ denominator }) => denominator)).toEqual([100n, 100n, 100n]);
    expect(sums.map((sum) => sum.toText())).toEqual(['0.21', '0.21', '0.09']);
    expect(Fraction.of(0n, 7n).isZero()).toBe(true);
    expect(cent.isZero()).toBe(false);
  });

  test.each([
    [half, third, 1],
    [third, half, -1],
    [third, Fraction.of(2n, 6n), 0],
    [third.negated(), Fraction.of(0n), -1],
    [third.negated(), half.negated(), 1],
  ])('is compared by value, not by its fields', (one, other, order) => {
    expect(one.compare(other)).toBe(order);
  });

  test.each([
    ['half_up', [2n, 3n, 4n, 3n, 2n]],
    ['half_even', [2n, 2n, 4n, 3n, 2n]],
    ['half_down', [2n, 2n, 3n, 3n, 2n]],
    ['up', [2n, 3n, 4n, 3n, 3n]],
    ['down', [2n, 2n, 3n, 2n, 2n]],
  ] as const)('rounded %s goes where that rule says', (rounding, rounded) => {
    // 2, 2.5, 3.5, 8/3, 7/3
    const given = [
      [4n, 2n],
      [5n, 2n],
      [7n, 2n],
      [8n, 3n],
      [7n, 3n],
    ] as const;

    expect(
      given.map(([numerator, denominator]) => Fraction.of(numerator, denominator).round(rounding)),
    ).toEqual(rounded);
  });
});

const fractions = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.bigInt({ min: 1n, max: 10n ** 6n }))
  .map(([numerator, denominator]) => Fraction.of(numerator, denominator));
const { rounding: roundings } = policyValues;

describe('laws of fractions', () => {
  test('what is rounded is the magnitude: R(-x) = -R(x)', () => {
    checkLaw(
      fc.property(fractions, fc.constantFrom(...roundings), (fraction, rounding) => {
        expect(fraction.negated().round(rounding)).toBe(-fraction.round(rounding));
      }),
    );
  });

  test('rounding moves by half a unit at most, up and down by less than one', () => {
    checkLaw(
      fc.property(fractions, fc.constantFrom(...roundings), (fraction, rounding) => {
        const moved = fraction.minus(Fraction.of(fraction.round(rounding)));
        const magnitude = moved.numerator < 0n ? moved.negated() : moved;
        const isHalf = rounding.startsWith('half');
        expect(magnitude.compare(isHalf ? half : Fraction.of(1n))).toBeLessThanOrEqual(
          isHalf ? 0 : -1,
        );
      }),
    );
  });

  test('plus and minus, and sums in any order, come out the same', () => {
    checkLaw(
      fc.property(fractions, fractions, fractions, (one, other, third_) => {
        expect(one.plus(other).minus(other).compare(one)).toBe(0);
        const there = one.plus(other).plus(third_);
        expect(there.compare(third_.plus(one.plus(other)))).toBe(0);
        expect(there.toText()).toBe(other.plus(third_).plus(one).toText());
      }),
    );
  });
});
