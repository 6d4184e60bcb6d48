import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currencyCodes, minorUnitDigits } from '#domain/shared/currency.ts';
import { Money } from '#domain/shared/money.ts';
import type { Rounding } from '#domain/shared/rate.ts';
import {
  compareIntegers,
  divideRounded,
  parseRate,
  Rate,
  rateScaleMax,
} from '#domain/shared/rate.ts';
import { checkLaw } from '../support/laws.ts';

const currencies = fc.constantFrom(...currencyCodes());
// Small amounts meet the edges of rounding more often, large ones those of numbers.
const minors = fc.oneof(
  fc.bigInt({ min: -1000n, max: 1000n }),
  fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }),
);
const moneys = fc.tuple(minors, currencies).map(([minor, code]) => Money.of(minor, code));
const weights = fc
  .array(fc.oneof(fc.bigInt({ min: 0n, max: 5n }), fc.bigInt({ min: 0n, max: 10n ** 20n })), {
    minLength: 1,
    maxLength: 20,
  })
  .filter((candidates) => candidates.some((weight) => weight > 0n));
const rates = fc
  .tuple(fc.bigInt({ min: -(10n ** 8n), max: 10n ** 8n }), fc.nat({ max: 6 }))
  .map(([coefficient, scale]) => Rate.of(coefficient, scale));
const roundings = fc.constantFrom<Rounding>(
  'half_even',
  'half_up',
  'half_down',
  'up',
  'down',
  'floor',
  'ceiling',
);
const divisors = fc.oneof(
  fc.bigInt({ min: 1n, max: 20n }),
  fc.bigInt({ min: 1n, max: 10n ** 18n }),
);

const absolute = (value: bigint): bigint => (value < 0n ? -value : value);
const sum = (values: readonly bigint[]): bigint => values.reduce((total, one) => total + one, 0n);
const minorsOf = (parts: readonly Money[]): readonly bigint[] => parts.map(({ minor }) => minor);

/** A law: it holds whatever the values are. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- ties the values to the law
const forAll = <Values extends [unknown, ...unknown[]]>(
  ...law: Parameters<typeof fc.property<Values>>
): void => {
  checkLaw(fc.property(...law));
};

/** `array` in the order of the keys, which stand for a shuffle that can be repeated and shrunk. */
const shuffled = <Item>(array: readonly Item[], keys: readonly number[]): readonly Item[] =>
  array
    .map((item, index) => ({ item, key: keys[index] ?? 0 }))
    .toSorted((one, other) => one.key - other.key)
    .map(({ item }) => item);

describe('a split amount', () => {
  test('adds up to the whole, in its currency', () => {
    forAll(moneys, weights, (money, shares) => {
      const parts = money.allocate(shares);

      expect(parts).toHaveLength(shares.length);
      expect(parts.reduce((total, part) => total.plus(part))).toEqual(money);
    });
  });

  test('has parts that are less than a minor unit away from their exact share', () => {
    forAll(moneys, weights, (money, shares) => {
      const total = sum(shares);

      for (const [index, part] of money.allocate(shares).entries()) {
        const share = money.minor * (shares[index] ?? 0n);
        expect(absolute(part.minor * total - share)).toBeLessThan(total);
      }
    });
  });

  test('gives nothing to a weight of zero, and to a larger weight no less', () => {
    forAll(moneys, weights, (money, shares) => {
      const bySizeAndWeight = minorsOf(money.allocate(shares))
        .map((minor, index) => ({ size: absolute(minor), weight: shares[index] ?? 0n }))
        .toSorted((one, other) => compareIntegers(one.size, other.size))
        .toSorted((one, other) => compareIntegers(one.weight, other.weight));
      const sizes = bySizeAndWeight.map(({ size }) => size);
      const nothing = bySizeAndWeight.filter(({ weight }) => weight === 0n);

      expect(sizes).toEqual(sizes.toSorted(compareIntegers));
      expect(nothing.filter(({ size }) => size !== 0n)).toEqual([]);
    });
  });

  test('mirrors the amount of the other sign', () => {
    forAll(moneys, weights, (money, shares) => {
      const mirrored = money.negated().allocate(shares);

      expect(mirrored).toEqual(money.allocate(shares).map((part) => part.negated()));
    });
  });

  test('is the same for weights that are all multiplied', () => {
    forAll(moneys, weights, divisors, (money, shares, factor) => {
      const multiplied = shares.map((weight) => weight * factor);

      expect(money.allocate(multiplied)).toEqual(money.allocate(shares));
    });
  });

  test('gives the odd minor units to the earlier of equal weights', () => {
    forAll(moneys, fc.nat({ max: 30 }), divisors, (money, extra, weight) => {
      const count = BigInt(extra) + 1n;
      const sizes = minorsOf(money.allocate(Array(extra + 1).fill(weight))).map(absolute);

      const larger = absolute(money.minor) % count;
      const least = absolute(money.minor) / count;

      expect(sizes).toEqual(
        sizes.map((_size, index) => (BigInt(index) < larger ? least + 1n : least)),
      );
    });
  });

  // Only parts with the same fraction compete by their place. So in whatever order the weights
  // come, all parts of one fraction get the same sum, and a part that is alone the same amount.
  test('does not depend on the order of its weights but among equal fractions', () => {
    const keys = fc.array(fc.nat(), { minLength: 20, maxLength: 20 });
    forAll(moneys, weights, keys, (money, shares, order) => {
      expect(sumByFraction(money, shuffled(shares, order))).toEqual(sumByFraction(money, shares));
    });
  });
});

const sumByFraction = (money: Money, shares: readonly bigint[]): Map<bigint, bigint> => {
  const sums = new Map<bigint, bigint>();
  for (const [index, part] of money.allocate(shares).entries()) {
    const fraction = (absolute(money.minor) * (shares[index] ?? 0n)) % sum(shares);
    sums.set(fraction, (sums.get(fraction) ?? 0n) + part.minor);
  }
  return new Map([...sums].toSorted(([one], [other]) => compareIntegers(one, other)));
};

describe('amounts of one currency', () => {
  test('add up to the same in any order and grouping', () => {
    forAll(currencies, minors, minors, minors, (code, first, second, third) => {
      const [one, two, three] = [
        Money.of(first, code),
        Money.of(second, code),
        Money.of(third, code),
      ];

      expect(one.plus(two)).toEqual(two.plus(one));
      expect(one.plus(two).plus(three)).toEqual(one.plus(two.plus(three)));
      expect(one.plus(Money.zero(code))).toEqual(one);
    });
  });

  test('are taken away as they were added', () => {
    forAll(currencies, minors, minors, (code, first, second) => {
      const [one, two] = [Money.of(first, code), Money.of(second, code)];

      expect(one.plus(two).minus(two)).toEqual(one);
      expect(one.minus(two)).toEqual(one.plus(two.negated()));
      expect(one.minus(two).negated()).toEqual(two.minus(one));
    });
  });

  test('compare as their difference', () => {
    forAll(currencies, minors, minors, (code, first, second) => {
      const [one, two] = [Money.of(first, code), Money.of(second, code)];

      expect(one.compare(two) > 0).toBe(one.minus(two).isPositive());
      expect(one.compare(two) === 0).toBe(one.isEqual(two));
      expect(one.compare(two) + two.compare(one)).toBe(0);
    });
  });
});

describe('an amount', () => {
  test.each(currencyCodes())('in %s is read back from its decimal', (code) => {
    forAll(minors, (minor) => {
      const money = Money.of(minor, code);

      const decimal = money.toDecimal();

      expect(Money.fromDecimal(decimal, code)).toEqual(money);
      expect(BigInt(decimal.replace('.', ''))).toBe(minor);
      expect(decimal.split('.')[1]?.length ?? 0).toBe(minorUnitDigits(code));
    });
  });

  test('times a whole number is the amount added as often', () => {
    forAll(moneys, fc.nat({ max: 50 }), roundings, (money, count, rounding) => {
      const added = Array<Money>(count)
        .fill(money)
        .reduce((total, one) => total.plus(one), Money.zero(money.currency));

      expect(money.times(BigInt(count))).toEqual(added);
      expect(money.times(Rate.of(BigInt(count), 0), rounding)).toEqual(added);
    });
  });

  test('times a rate is less than a minor unit away from the exact product', () => {
    forAll(moneys, rates, roundings, (money, rate, rounding) => {
      const unit = 10n ** BigInt(rate.scale);

      const { minor } = money.times(rate, rounding);

      expect(absolute(minor * unit - money.minor * rate.coefficient)).toBeLessThan(unit);
    });
  });
});

describe('rounding', () => {
  test('keeps what is whole', () => {
    forAll(minors, divisors, roundings, (quotient, divisor, rounding) => {
      expect(divideRounded(quotient * divisor, divisor, rounding)).toBe(quotient);
    });
  });

  test('down to the floor and up to the ceiling encloses the exact result', () => {
    forAll(minors, divisors, (dividend, divisor) => {
      const floor = divideRounded(dividend, divisor, 'floor');
      const ceiling = divideRounded(dividend, divisor, 'ceiling');

      expect(floor * divisor <= dividend && dividend <= ceiling * divisor).toBe(true);
      expect(ceiling - floor).toBe(dividend % divisor === 0n ? 0n : 1n);
    });
  });

  test.each(['half_even', 'half_up', 'half_down', 'up', 'down'] as const)(
    '%s treats what is owed and what is due alike',
    (rounding) => {
      forAll(minors, divisors, (dividend, divisor) => {
        const mirrored = -divideRounded(-dividend, divisor, rounding);

        expect(divideRounded(dividend, divisor, rounding)).toBe(mirrored);
      });
    },
  );

  test.each(['half_even', 'half_up', 'half_down'] as const)(
    '%s goes to a nearest whole number',
    (rounding) => {
      forAll(minors, divisors, (dividend, divisor) => {
        const rounded = divideRounded(dividend, divisor, rounding);

        expect(absolute(rounded * divisor - dividend) * 2n).toBeLessThanOrEqual(divisor);
      });
    },
  );

  test('of a middle goes to even, away from zero or towards it, as its name says', () => {
    forAll(minors, divisors, (whole, half) => {
      const middle = (2n * whole + 1n) * half;
      const [farther, nearer] = whole >= 0n ? [whole + 1n, whole] : [whole, whole + 1n];

      expect(divideRounded(middle, 2n * half, 'half_even') % 2n).toBe(0n);
      expect(divideRounded(middle, 2n * half, 'half_up')).toBe(farther);
      expect(divideRounded(middle, 2n * half, 'half_down')).toBe(nearer);
    });
  });
});

describe('a rate', () => {
  test('is read back from its text', () => {
    const all = fc
      .tuple(fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n }), fc.nat(rateScaleMax))
      .map(([coefficient, scale]) => Rate.of(coefficient, scale));
    forAll(all, (rate) => {
      expect(parseRate(rate.toString())).toEqual(rate);
    });
  });

  test('adds and multiplies in any order, and one over the other', () => {
    forAll(rates, rates, rates, (one, two, three) => {
      expect(one.plus(two)).toEqual(two.plus(one));
      expect(one.times(two)).toEqual(two.times(one));
      expect(one.plus(two).plus(three)).toEqual(one.plus(two.plus(three)));
      expect(one.times(three).plus(two.times(three))).toEqual(one.plus(two).times(three));
    });
  });

  test('compares as its difference', () => {
    forAll(rates, rates, (one, two) => {
      const difference = one.plus(two.times(Rate.of(-1n, 0)));

      expect(one.compare(two)).toBe(difference.compare(Rate.of(0n, 0)));
      expect(one.compare(two) === 0).toBe(one.toString() === two.toString());
    });
  });
});
