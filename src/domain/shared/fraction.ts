import { invariant } from '#domain/shared/invariant.ts';
import type { Rounding } from '#domain/shared/rate.ts';
import { compareIntegers, decimalText, divideRounded } from '#domain/shared/rate.ts';

/**
 * An exact number, `numerator / denominator` with a positive denominator. It is not shortened until
 * it is written: equal fractions may have other fields, so ask `compare`. Immutable.
 */
export class Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;

  private constructor(numerator: bigint, denominator: bigint) {
    this.numerator = numerator;
    this.denominator = denominator;
  }

  /** `numerator / denominator`; the denominator is positive, and 1 where it is left out. */
  static of(numerator: bigint, denominator = 1n): Fraction {
    invariant(denominator > 0n, 'The denominator of a fraction is positive.');
    return new Fraction(numerator, denominator);
  }

  plus(other: Fraction): Fraction {
    if (this.denominator === other.denominator) {
      return new Fraction(this.numerator + other.numerator, this.denominator);
    }
    // Decimals meet here: so a sum of many of them keeps the longest of their denominators.
    if (this.denominator % other.denominator === 0n) {
      const factor = this.denominator / other.denominator;
      return new Fraction(this.numerator + other.numerator * factor, this.denominator);
    }
    if (other.denominator % this.denominator === 0n) return other.plus(this);
    return new Fraction(
      this.numerator * other.denominator + other.numerator * this.denominator,
      this.denominator * other.denominator,
    );
  }

  minus(other: Fraction): Fraction {
    return this.plus(other.negated());
  }

  times(other: Fraction): Fraction {
    return new Fraction(this.numerator * other.numerator, this.denominator * other.denominator);
  }

  negated(): Fraction {
    return new Fraction(-this.numerator, this.denominator);
  }

  isZero(): boolean {
    return this.numerator === 0n;
  }

  /** Negative when this is less than the other, positive when it is more. Fit for sorting. */
  compare(other: Fraction): -1 | 0 | 1 {
    return compareIntegers(this.numerator * other.denominator, other.numerator * this.denominator);
  }

  /** A whole number. But for `floor` and `ceiling`, what is rounded is the magnitude. */
  round(rounding: Rounding): bigint {
    if (this.denominator === 1n) return this.numerator;
    return divideRounded(this.numerator, this.denominator, rounding);
  }

  /** The shortest decimal, `19.6`; where none ends, the shortest fraction: `10/3`, `-1/7`. */
  toText(): string {
    const divisor = greatestCommonDivisor(this.numerator, this.denominator);
    const numerator = this.numerator / divisor;
    const denominator = this.denominator / divisor;
    const scale = decimalScale(denominator);
    if (scale === null) return `${numerator}/${denominator}`;
    return decimalText((numerator * 10n ** BigInt(scale)) / denominator, scale);
  }
}

const greatestCommonDivisor = (one: bigint, other: bigint): bigint => {
  let [larger, smaller] = [one < 0n ? -one : one, other];
  while (smaller > 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger;
};

/** How many digits such a fraction has after the point: those of twos and fives end, no others. */
const decimalScale = (denominator: bigint): number | null => {
  const [withoutTwos, twos] = divideOut(denominator, 2n);
  const [rest, fives] = divideOut(withoutTwos, 5n);
  return rest === 1n ? Math.max(twos, fives) : null;
};

const divideOut = (value: bigint, factor: bigint): readonly [rest: bigint, times: number] => {
  let rest = value;
  let times = 0;
  while (rest % factor === 0n) {
    rest /= factor;
    times += 1;
  }
  return [rest, times];
};
