import { fractionOf } from '#domain/shared/decimal.ts';
import { Fraction } from '#domain/shared/fraction.ts';

/**
 * Adds decimals up, exactly. As long as the sum is a safe integer of its last place it is kept as
 * one: events are summed up by the thousand, and a bigint for each costs more than all else.
 */
export class DecimalSum {
  #units = 0;
  /** How many digits after the point `#units` has. */
  #scale = 0;
  #rest = Fraction.of(0n);

  /** @param text a decimal or a fraction, as `fractionOf` reads it */
  add(text: string, isTakenAway = false): void {
    const point = text.indexOf('.');
    const scale = point === -1 ? 0 : text.length - point - 1;
    const digits = point === -1 ? text : text.slice(0, point) + text.slice(point + 1);
    // A number that is not whole, or too large to be exact, is not safe; nor is a sum with it.
    const common = Math.max(scale, this.#scale);
    const held = this.#units * powerOfTen(common - this.#scale);
    const added = Number(digits) * powerOfTen(common - scale);
    const sum = isTakenAway ? held - added : held + added;
    if (isSafe(held) && isSafe(added) && isSafe(sum)) {
      this.#units = sum;
      this.#scale = common;
      return;
    }
    const fraction = fractionOf(text);
    this.#rest = this.total().plus(isTakenAway ? fraction.negated() : fraction);
    this.#units = 0;
    this.#scale = 0;
  }

  total(): Fraction {
    const held = Fraction.of(BigInt(this.#units), 10n ** BigInt(this.#scale));
    return this.#rest.plus(held);
  }
}

const isSafe = Number.isSafeInteger;

const powersOfTen = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);

const powerOfTen = (exponent: number): number => powersOfTen[exponent] ?? Number.NaN;
