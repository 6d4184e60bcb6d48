// The third version of the arithmetic: all models that are computed of a quantity, within the
// minimum and maximum of their price, what is charged once, and lines by hand. Frozen like the
// second, and held by test/domain/charging/corpus-3.json.

import type {
  CreditDerivation,
  Derivation,
  RecurringDerivation,
  UsageDerivation,
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
import { priceWithinBounds } from '#domain/charging/terms.ts';
import { Fraction } from '#domain/shared/fraction.ts';

type Earlier = Exclude<Derivation, UsageDerivation>;

/** `exact` and `amount` of a derivation of version 3. */
export const evaluateVersion3 = (terms: PriceTerms, derivation: Earlier): Evaluation => {
  switch (derivation.kind) {
    case 'recurring':
    case 'one_time': {
      const exact = chargedOf(terms, derivation);
      return { exact, amount: exact.round(derivation.rounding) };
    }
    case 'credit': {
      const exact = creditedOf(terms, derivation);
      const rounded = exact.round(derivation.of.rounding);
      return { exact: exact.negated(), amount: -takenOf(derivation, rounded) };
    }
    case 'manual': {
      const { exact } = priceWithinBounds(terms, derivation.quantity);
      return { exact, amount: exact.round(derivation.rounding) };
    }
  }
};

/** The steps of a derivation of version 3: those of the price, then the part, then the rounding. */
export const stepsOfVersion3 = (terms: PriceTerms, derivation: Earlier): readonly Step[] => {
  switch (derivation.kind) {
    case 'recurring': {
      const exact = chargedOf(terms, derivation);
      const part = partStep(terms, derivation, derivation.served, false, exact);
      return [...modelSteps(terms, derivation), part, roundingStep(derivation, exact)];
    }
    case 'one_time':
      return [
        ...modelSteps(terms, derivation),
        roundingStep(derivation, chargedOf(terms, derivation)),
      ];
    case 'credit':
      return creditSteps(terms, derivation);
    case 'manual': {
      const { exact } = priceWithinBounds(terms, derivation.quantity);
      return [...modelSteps(terms, derivation), roundingStep(derivation, exact)];
    }
  }
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

const modelSteps = (
  terms: PriceTerms,
  of: Pick<RecurringDerivation, 'quantity'>,
): readonly Step[] =>
  priceWithinBounds(terms, of.quantity).steps.map((step) => {
    return { kind: 'model', step, amount: step.amount };
  });

/** The exact amount of what was served. */
const chargedOf = (terms: PriceTerms, of: RecurringDerivation): Fraction => {
  const whole = priceWithinBounds(terms, of.quantity).exact;
  return isDivided(terms, of) ? shareOf(whole, of, of.served) : whole;
};

/** The exact amount of what is taken back; positive. */
const creditedOf = (terms: PriceTerms, { of, unused, share }: CreditDerivation): Fraction => {
  if (share === 'full') return chargedOf(terms, of);
  return isDivided(terms, of)
    ? shareOf(priceWithinBounds(terms, of.quantity).exact, of, unused)
    : Fraction.of(0n);
};
