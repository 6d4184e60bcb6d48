// The second version of the arithmetic: all models that are computed of a quantity. Frozen, and
// with it domain/catalog/pricing and part-of-period.ts: what they made of a derivation once, they
// make for ever, and test/domain/charging/corpus-2.json holds them to that.

import type {
  CreditDerivation,
  EarlierDerivation,
  RecurringDerivation,
} from '#domain/charging/derivation.ts';
import {
  isDivided,
  partStep,
  roundingStep,
  shareOf,
  takenOf,
} from '#domain/charging/part-of-period.ts';
import type { Evaluation, Step } from '#domain/charging/step.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { unboundedPrice } from '#domain/charging/terms.ts';
import { Fraction } from '#domain/shared/fraction.ts';

/** `exact` and `amount` of a derivation of version 2. */
export const evaluateVersion2 = (terms: PriceTerms, derivation: EarlierDerivation): Evaluation => {
  switch (derivation.kind) {
    case 'recurring': {
      const exact = chargedOf(terms, derivation);
      return { exact, amount: exact.round(derivation.rounding) };
    }
    case 'credit': {
      const exact = creditedOf(terms, derivation);
      const rounded = exact.round(derivation.of.rounding);
      return { exact: exact.negated(), amount: -takenOf(derivation, rounded) };
    }
  }
};

/** The steps of a derivation of version 2: those of the price, then the part, then the rounding. */
export const stepsOfVersion2 = (
  terms: PriceTerms,
  derivation: EarlierDerivation,
): readonly Step[] => {
  switch (derivation.kind) {
    case 'recurring':
      return recurringSteps(terms, derivation);
    case 'credit':
      return creditSteps(terms, derivation);
  }
};

const recurringSteps = (terms: PriceTerms, of: RecurringDerivation): readonly Step[] => {
  const exact = chargedOf(terms, of);
  const part = partStep(terms, of, of.served, false, exact);
  return [...modelSteps(terms, of), part, roundingStep(of, exact)];
};

const creditSteps = (terms: PriceTerms, derivation: CreditDerivation): readonly Step[] => {
  const { of, unused, share, takesRest } = derivation;
  const exact = creditedOf(terms, derivation);
  const part: Step =
    share === 'full' ? { kind: 'whole', amount: exact } : partStep(terms, of, unused, true, exact);
  const rounded = exact.round(of.rounding);
  const taken = takenOf(derivation, rounded);
  const amount = Fraction.of(taken);
  const bounded: Step[] = taken === rounded ? [] : [{ kind: takesRest ? 'rest' : 'limit', amount }];
  const turned: Step = { kind: 'credit', amount: amount.negated() };
  return [...modelSteps(terms, of), part, roundingStep(of, exact), ...bounded, turned];
};

const modelSteps = (terms: PriceTerms, { quantity }: RecurringDerivation): readonly Step[] =>
  unboundedPrice(terms, quantity).steps.map((step) => {
    return { kind: 'model', step, amount: step.amount };
  });

/** The exact amount of what was served. */
const chargedOf = (terms: PriceTerms, of: RecurringDerivation): Fraction => {
  const whole = wholeOf(terms, of);
  return isDivided(terms, of) ? shareOf(whole, of, of.served) : whole;
};

/** The exact amount of what is taken back; positive. */
const creditedOf = (terms: PriceTerms, { of, unused, share }: CreditDerivation): Fraction => {
  if (share === 'full') return chargedOf(terms, of);
  return isDivided(terms, of) ? shareOf(wholeOf(terms, of), of, unused) : Fraction.of(0n);
};

/** The price of a whole period. */
const wholeOf = (terms: PriceTerms, { quantity }: RecurringDerivation): Fraction =>
  unboundedPrice(terms, quantity).exact;
