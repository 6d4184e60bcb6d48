import { minorOf } from '#domain/catalog/pricing/sum.ts';
import type { UsageDerivation } from '#domain/charging/derivation.ts';
import { servedShare } from '#domain/charging/part-of-period.ts';
import type { Evaluation, Step } from '#domain/charging/step.ts';
import type { CommitmentTerms } from '#domain/charging/terms.ts';
import { fractionOf } from '#domain/shared/decimal.ts';
import { Fraction } from '#domain/shared/fraction.ts';

// A minimum commitment is a line of usage whose quantity is the sum of all other lines: it is
// counted once, when its invoice is issued, and what was missing before is not missing again.

/** The part of the commitment that is owed, what other lines come to, and what is missing. */
const figuresOf = (terms: CommitmentTerms, derivation: UsageDerivation) => {
  const whole = Fraction.of(BigInt(terms.amount));
  const owed = servedShare(whole, derivation);
  const lines = minorOf(fractionOf(derivation.quantity), terms);
  const before = Fraction.of(BigInt(derivation.before));
  return { whole, owed, lines, before };
};

/** As `evaluateVersion4`: what is missing, less what was charged of it before. */
export const evaluateCommitment = (
  terms: CommitmentTerms,
  derivation: UsageDerivation,
): Evaluation => {
  const { owed, lines, before } = figuresOf(terms, derivation);
  const rounded = Fraction.of(owed.round(derivation.rounding));
  return {
    exact: atLeastZero(owed.minus(lines)).minus(before),
    amount: atLeastZero(rounded.minus(lines)).minus(before).round('down'),
  };
};

/** As `stepsOfVersion4`. */
export const stepsOfCommitment = (
  terms: CommitmentTerms,
  derivation: UsageDerivation,
): readonly Step[] => {
  const { whole, owed, lines, before } = figuresOf(terms, derivation);
  const { rounding } = derivation;
  const rounded = Fraction.of(owed.round(rounding));
  const missing = atLeastZero(rounded.minus(lines));
  const amount = missing.minus(before);
  return [
    { kind: 'other_lines', amount: lines },
    { kind: 'commitment', whole, amount: owed },
    { kind: 'rounding', rounding, exact: owed, amount: rounded },
    { kind: 'missing', amount: missing },
    ...(before.isZero() ? [] : [{ kind: 'before', before, amount } as const]),
  ];
};

const atLeastZero = (amount: Fraction): Fraction =>
  amount.numerator < 0n ? Fraction.of(0n) : amount;
