import { Fraction } from '#domain/shared/fraction.ts';
import { invariant } from '#domain/shared/invariant.ts';

/**
 * Makes whole numbers of exact parts, so that they add up to a whole that was rounded: each loses
 * its fraction, and what is left goes by ones to the largest fractions, of equal ones to the
 * earlier. Parts may be of either sign; with all signs turned, so is the answer.
 * @param whole less than one away from the sum of the parts
 */
export const spread = (whole: bigint, parts: readonly Fraction[]): readonly bigint[] => {
  const truncated = parts.map((part) => part.round('down'));
  const left = whole - truncated.reduce((sum, each) => sum + each, 0n);
  if (left === 0n) return truncated;
  const [unit, count] = left > 0n ? [1n, left] : [-1n, -left];
  const chosen = new Set(
    parts
      .map((part, index) => ({ index, rest: restOf(part, truncated[index] ?? 0n, unit) }))
      .filter(({ rest }) => rest.numerator > 0n)
      .toSorted((one, other) => other.rest.compare(one.rest))
      .slice(0, Number(count))
      .map(({ index }) => index),
  );
  invariant(BigInt(chosen.size) === count, 'A whole is less than one away from its parts.');
  return truncated.map((each, index) => (chosen.has(index) ? each + unit : each));
};

const restOf = (part: Fraction, truncated: bigint, unit: bigint): Fraction => {
  const rest = part.minus(Fraction.of(truncated));
  return unit > 0n ? rest : rest.negated();
};

export const sumOf = (parts: readonly Fraction[]): Fraction =>
  parts.reduce((sum, part) => sum.plus(part), Fraction.of(0n));
