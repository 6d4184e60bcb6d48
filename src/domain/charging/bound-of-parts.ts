import { minorOf } from '#domain/catalog/pricing/sum.ts';
import type { UsageDerivation } from '#domain/charging/derivation.ts';
import { roundingStep } from '#domain/charging/part-of-period.ts';
import type { Evaluation, Step } from '#domain/charging/step.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { boundsOf } from '#domain/charging/usage-bounds.ts';
import { fractionOf } from '#domain/shared/decimal.ts';
import { Fraction } from '#domain/shared/fraction.ts';

// The minimum and maximum of a price with groups or cells hold for all of them together. They are a
// line whose quantity is the sum of the others. Its amount is missing to the minimum or, where it
// is below zero, above the maximum.

/** The sum of the groups, its bound, and the part of the difference that was charged before. */
const figuresOf = (terms: PriceTerms, derivation: UsageDerivation) => {
  const lines = minorOf(fractionOf(derivation.quantity), terms);
  const bounds = boundsOf(terms, derivation, lines);
  const bound = bounds.at(-1)?.amount ?? lines;
  return { lines, bounds, bound, before: Fraction.of(BigInt(derivation.before)) };
};

/** As `evaluateVersion4`: the bound less what the groups come to, less what was charged of it. */
export const evaluateBoundOfParts = (
  terms: PriceTerms,
  derivation: UsageDerivation,
): Evaluation => {
  const { lines, bound, before } = figuresOf(terms, derivation);
  const rounded = Fraction.of(bound.round(derivation.rounding));
  return {
    exact: bound.minus(lines).minus(before),
    amount: rounded.minus(lines).minus(before).round('down'),
  };
};

/** As `stepsOfVersion4`. */
export const stepsOfBoundOfParts = (
  terms: PriceTerms,
  derivation: UsageDerivation,
): readonly Step[] => {
  const { lines, bounds, bound, before } = figuresOf(terms, derivation);
  const rounded = Fraction.of(bound.round(derivation.rounding));
  const difference = rounded.minus(lines);
  const amount = difference.minus(before);
  return [
    { kind: 'all_parts', amount: lines },
    ...bounds,
    roundingStep(derivation, bound),
    { kind: difference.numerator < 0n ? 'above' : 'missing', amount: difference },
    ...(before.isZero() ? [] : [{ kind: 'before', before, amount } as const]),
  ];
};
