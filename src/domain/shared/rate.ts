import { InvalidValue } from '#domain/shared/errors.ts';
import { InvariantViolation, invariant } from '#domain/shared/invariant.ts';

/** The most digits of a rate after the point. */
export const rateScaleMax = 18;

/** The most digits of a rate before the point. With those after it: `numeric(36, 18)`. */
export const rateIntegerDigitsMax = 18;

/**
 * How an exact result between two whole numbers is rounded.
 * - `half_even`: to the nearer one, from the middle to the even one: 2.5 → 2, 3.5 → 4, -2.5 → -2.
 * - `half_up`: to the nearer one, from the middle away from zero: 2.5 → 3, -2.5 → -3.
 * - `half_down`: to the nearer one, from the middle towards zero: 2.5 → 2, -2.5 → -2.
 * - `up`: away from zero: 2.1 → 3, -2.1 → -3.
 * - `down`: towards zero: 2.9 → 2, -2.9 → -2.
 * - `floor`: to the lesser one: 2.9 → 2, -2.1 → -3.
 * - `ceiling`: to the greater one: 2.1 → 3, -2.9 → -2.
 */
export type Rounding = 'half_even' | 'half_up' | 'half_down' | 'up' | 'down' | 'floor' | 'ceiling';

/**
 * An exact decimal that is no amount: a tax rate, a share, a price finer than a minor unit. It is
 * `coefficient / 10^scale` without trailing zeros, so equal rates have equal fields. Immutable.
 */
export class Rate {
  readonly coefficient: bigint;
  readonly scale: number;

  private constructor(coefficient: bigint, scale: number) {
    this.coefficient = coefficient;
    this.scale = scale;
  }

  /**
   * `coefficient / 10^scale`, the scale a whole number from 0.
   * @throws {InvalidValue} `rate_out_of_range` when it has more digits than a rate may have.
   */
  static of(coefficient: bigint, scale: number): Rate {
    invariant(Number.isSafeInteger(scale) && scale >= 0, 'The scale of a rate is a whole number.');
    let shortened = coefficient;
    let shortenedScale = scale;
    while (shortenedScale > 0 && shortened % 10n === 0n) {
      shortened /= 10n;
      shortenedScale -= 1;
    }
    refuseOutOfRange(shortened, shortenedScale);
    return new Rate(shortened, shortenedScale);
  }

  /** @throws {InvalidValue} `rate_out_of_range` */
  plus(other: Rate): Rate {
    const scale = Math.max(this.scale, other.scale);
    return Rate.of(scaledTo(this, scale) + scaledTo(other, scale), scale);
  }

  /**
   * The exact product.
   * @throws {InvalidValue} `rate_out_of_range`, also where it would have to be rounded.
   */
  times(other: Rate): Rate {
    return Rate.of(this.coefficient * other.coefficient, this.scale + other.scale);
  }

  /** Negative when this is less than the other, positive when it is more. Fit for sorting. */
  compare(other: Rate): -1 | 0 | 1 {
    const scale = Math.max(this.scale, other.scale);
    return compareIntegers(scaledTo(this, scale), scaledTo(other, scale));
  }

  /** The shortest decimal, which `parseRate` reads: `0.19`, `-2`. */
  toString(): string {
    return decimalText(this.coefficient, this.scale);
  }

  /** Without this, `a < b` would compare texts. Use `compare`. */
  valueOf(): never {
    throw new InvariantViolation('Rates are compared by compare and added by plus.');
  }
}

/**
 * Reads a decimal without exponent, plus sign or leading zeros: `0.19`, `-2`, `1.50`.
 * @throws {InvalidValue} `invalid_rate`
 */
export const parseRate = (text: string): Rate => {
  const decimal = readDecimal(text, rateIntegerDigitsMax + rateScaleMax + '-.'.length);
  if (
    decimal === null ||
    decimal.scale > rateScaleMax ||
    !isInRange(decimal.coefficient, decimal.scale)
  ) {
    throw InvalidValue.because(
      'invalid_rate',
      `It must be a decimal such as 0.19, with ${rateIntegerDigitsMax} digits before the point ` +
        `and ${rateScaleMax} after it at most.`,
    );
  }
  return Rate.of(decimal.coefficient, decimal.scale);
};

/**
 * `dividend / divisor` as a whole number: the one place where anything is rounded.
 * The divisor is positive.
 */
export const divideRounded = (dividend: bigint, divisor: bigint, rounding: Rounding): bigint => {
  invariant(divisor > 0n, 'A divisor is positive.');
  const towardsZero = dividend / divisor;
  const remainder = dividend % divisor;
  if (remainder === 0n) return towardsZero;
  const isNegative = dividend < 0n;
  const fromMiddle = compareIntegers((isNegative ? -remainder : remainder) * 2n, divisor);
  if (!leavesZero(rounding, fromMiddle, isNegative, towardsZero)) return towardsZero;
  return isNegative ? towardsZero - 1n : towardsZero + 1n;
};

/** A decimal of its sign, digits before the point and, with a scale, digits after it. */
export const decimalText = (coefficient: bigint, scale: number): string => {
  if (scale === 0) return coefficient.toString();
  const sign = coefficient < 0n ? '-' : '';
  const digits = (coefficient < 0n ? -coefficient : coefficient).toString();
  const padded = digits.padStart(scale + 1, '0');
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
};

/**
 * Reads a decimal exactly as it is written: `-0.50` is -50 at scale 2. Null when it is none, or is
 * longer than `lengthMax`: reading digits costs more than their number.
 */
export const readDecimal = (
  text: string,
  lengthMax: number,
): { readonly coefficient: bigint; readonly scale: number } | null => {
  if (text.length > lengthMax || !decimal.test(text)) return null;
  const point = text.indexOf('.');
  if (point === -1) return { coefficient: BigInt(text), scale: 0 };
  const scale = text.length - point - 1;
  return { coefficient: BigInt(text.slice(0, point) + text.slice(point + 1)), scale };
};

/** Compares two whole numbers. Fit for sorting. */
export const compareIntegers = (left: bigint, right: bigint): -1 | 0 | 1 => {
  if (left === right) return 0;
  return left < right ? -1 : 1;
};

const decimal = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/;

/** Whether a result between two whole numbers goes to the one that is farther from zero. */
const leavesZero = (
  rounding: Rounding,
  fromMiddle: -1 | 0 | 1,
  isNegative: boolean,
  towardsZero: bigint,
): boolean => {
  switch (rounding) {
    case 'half_even':
      return fromMiddle === 0 ? towardsZero % 2n !== 0n : fromMiddle > 0;
    case 'half_up':
      return fromMiddle >= 0;
    case 'half_down':
      return fromMiddle > 0;
    case 'up':
      return true;
    case 'down':
      return false;
    case 'floor':
      return isNegative;
    case 'ceiling':
      return !isNegative;
  }
};

const refuseOutOfRange = (coefficient: bigint, scale: number): void => {
  if (scale <= rateScaleMax && isInRange(coefficient, scale)) return;
  throw InvalidValue.because(
    'rate_out_of_range',
    `A rate has ${rateIntegerDigitsMax} digits before the point ` +
      `and ${rateScaleMax} after it at most.`,
  );
};

const isInRange = (coefficient: bigint, scale: number): boolean => {
  const bound = 10n ** BigInt(rateIntegerDigitsMax + scale);
  return -bound < coefficient && coefficient < bound;
};

const scaledTo = (rate: Rate, scale: number): bigint =>
  rate.coefficient * 10n ** BigInt(scale - rate.scale);
