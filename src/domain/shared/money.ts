import type { CurrencyCode } from '#domain/shared/currency.ts';
import { digitsIfKnown, minorUnitDigits } from '#domain/shared/currency.ts';
import { DomainError, InvalidValue } from '#domain/shared/errors.ts';
import { InvariantViolation, invariant } from '#domain/shared/invariant.ts';
import type { Rate, Rounding } from '#domain/shared/rate.ts';
import { compareIntegers, decimalText, divideRounded, readDecimal } from '#domain/shared/rate.ts';

/** Amounts of two currencies were added or compared: convert one of them first. */
export class CurrencyMismatch extends DomainError {
  static readonly kind = 'validation';
  static readonly code = 'currency_mismatch';
  readonly kind = CurrencyMismatch.kind;
  readonly code = CurrencyMismatch.code;

  constructor(expected: CurrencyCode, actual: CurrencyCode) {
    super(`An amount in ${expected} does not go with one in ${actual}.`, { expected, actual });
  }
}

/** The longest decimal that is read as an amount, in characters. */
export const amountLengthMax = 40;

/**
 * An exact amount: whole minor units (cents) of a currency of ISO 4217. Immutable.
 *
 * There is no division, as its rest would be lost: `allocate` splits. There is no `toJSON`, so that
 * an amount gets into JSON only where the wire says how: without one, `JSON.stringify` refuses.
 */
export class Money {
  readonly minor: bigint;
  readonly currency: CurrencyCode;

  private constructor(minor: bigint, currency: CurrencyCode) {
    this.minor = minor;
    this.currency = currency;
  }

  /** `Money.of(4900n, EUR)` is EUR 49.00, `Money.of(4900n, JPY)` is JPY 4900. */
  static of(minor: bigint, currency: CurrencyCode): Money {
    return new Money(minor, currency);
  }

  static zero(currency: CurrencyCode): Money {
    return new Money(0n, currency);
  }

  /**
   * Reads a decimal in major units: `49.00`, `-0.05`, `7`. It never rounds.
   * @throws {InvalidValue} `invalid_amount`; `amount_too_precise` when it has more digits after the
   *   point than the currency, even if they are zeros.
   */
  static fromDecimal(text: string, currency: CurrencyCode): Money {
    const decimal = readDecimal(text, amountLengthMax);
    if (decimal === null) {
      throw InvalidValue.because('invalid_amount', 'It must be a decimal, such as 49.00.');
    }
    const digits = minorUnitDigits(currency);
    if (decimal.scale > digits) {
      throw InvalidValue.because(
        'amount_too_precise',
        `An amount in ${currency} has ${digits} digits after the point at most.`,
      );
    }
    return new Money(decimal.coefficient * 10n ** BigInt(digits - decimal.scale), currency);
  }

  /** @throws {CurrencyMismatch} */
  plus(other: Money): Money {
    refuseForeign(this, other);
    return new Money(this.minor + other.minor, this.currency);
  }

  /** @throws {CurrencyMismatch} */
  minus(other: Money): Money {
    refuseForeign(this, other);
    return new Money(this.minor - other.minor, this.currency);
  }

  negated(): Money {
    return new Money(-this.minor, this.currency);
  }

  /** A whole number of times is exact; a rate needs a rounding, to whole minor units. */
  times(quantity: bigint): Money;
  times(rate: Rate, rounding: Rounding): Money;
  times(factor: bigint | Rate, rounding?: Rounding): Money {
    if (typeof factor === 'bigint') return new Money(this.minor * factor, this.currency);
    invariant(rounding !== undefined, 'An amount times a rate names its rounding.');
    const product = this.minor * factor.coefficient;
    const minor = divideRounded(product, 10n ** BigInt(factor.scale), rounding);
    return new Money(minor, this.currency);
  }

  /**
   * Splits the amount in proportion to the weights, by largest remainder: each part is its exact
   * share without its fraction, and the minor units that are left go one each to the largest
   * fractions, of equal ones to the earlier. The parts add up to the whole. A weight of zero gets
   * nothing, and a negative amount splits as the positive one does.
   * @throws {InvalidValue} `weight_negative`, or `weights_zero` when none is positive.
   */
  allocate(weights: readonly bigint[]): readonly Money[] {
    const total = totalOf(weights);
    const isNegative = this.minor < 0n;
    const parts = allocateUnsigned(isNegative ? -this.minor : this.minor, weights, total);
    return parts.map((part) => new Money(isNegative ? -part : part, this.currency));
  }

  isZero(): boolean {
    return this.minor === 0n;
  }

  isNegative(): boolean {
    return this.minor < 0n;
  }

  isPositive(): boolean {
    return this.minor > 0n;
  }

  /**
   * Negative when this is less than the other, positive when it is more. Fit for sorting.
   * @throws {CurrencyMismatch}
   */
  compare(other: Money): -1 | 0 | 1 {
    refuseForeign(this, other);
    return compareIntegers(this.minor, other.minor);
  }

  /** Nothing in one currency is not nothing in another. */
  isEqual(other: Money): boolean {
    return this.minor === other.minor && this.currency === other.currency;
  }

  /** In major units, with all digits of the currency: `49.00`, `-0.05`, in JPY `4900`. */
  toDecimal(): string {
    return decimalText(this.minor, minorUnitDigits(this.currency));
  }

  /** For people and logs: `EUR 49.00`. It says so where only the minor units are certain. */
  toString(): string {
    const isKnown = digitsIfKnown(this.currency) !== undefined;
    return `${this.currency} ${isKnown ? this.toDecimal() : `${this.minor} minor units`}`;
  }

  /** Without this, `a < b` would compare texts. Use `compare`. */
  valueOf(): never {
    throw new InvariantViolation('Amounts are compared by compare and added by plus.');
  }
}

/**
 * The largest amount of a line, a document or a balance, in minor units: a number of JSON says no
 * larger one exactly.
 */
const amountMax = BigInt(Number.MAX_SAFE_INTEGER);

/** @throws {InvalidValue} `amount_out_of_range` of an amount that JSON could not say exactly. */
export const withinRange = (amount: Money): Money => {
  const { minor } = amount;
  if (minor <= amountMax && minor >= -amountMax) return amount;
  throw InvalidValue.because(
    'amount_out_of_range',
    `An amount lies between -${amountMax} and ${amountMax} minor units.`,
  );
};

const refuseForeign = (money: Money, other: Money): void => {
  if (money.currency !== other.currency) throw new CurrencyMismatch(money.currency, other.currency);
};

const totalOf = (weights: readonly bigint[]): bigint => {
  let total = 0n;
  for (const weight of weights) {
    if (weight < 0n) {
      throw InvalidValue.because('weight_negative', 'A weight must not be negative.');
    }
    total += weight;
  }
  if (total > 0n) return total;
  throw InvalidValue.because('weights_zero', 'At least one weight must be positive.');
};

const allocateUnsigned = (
  amount: bigint,
  weights: readonly bigint[],
  total: bigint,
): readonly bigint[] => {
  const parts = weights.map((weight) => (amount * weight) / total);
  const left = amount - parts.reduce((sum, part) => sum + part, 0n);
  if (left === 0n) return parts;
  // The rest is less than the number of fractions, so a weight of zero, which has none, is
  // never reached. Sorting is stable: that is what gives equal fractions to the earlier part.
  const luckyIndexes = new Set(
    weights
      .map((weight, index) => ({ index, fraction: (amount * weight) % total }))
      .toSorted((one, other) => compareIntegers(other.fraction, one.fraction))
      .slice(0, Number(left))
      .map(({ index }) => index),
  );
  return parts.map((part, index) => (luckyIndexes.has(index) ? part + 1n : part));
};
