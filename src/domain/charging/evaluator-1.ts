// The first version of the arithmetic, frozen: what it made of a derivation once, it makes for
// ever, and test/domain/charging/corpus.json holds it to that. It reads the calendar by itself, so
// that no change of zone data, of shared/calendar or of a currency changes what was billed.

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
import type { Evaluation, PriceStep, Step } from '#domain/charging/step.ts';
import type { FlatTerms } from '#domain/charging/terms.ts';
import { Fraction } from '#domain/shared/fraction.ts';

/** `exact` and `amount` of a derivation of version 1. */
export const evaluateVersion1 = (terms: FlatTerms, derivation: EarlierDerivation): Evaluation => {
  switch (derivation.kind) {
    case 'recurring':
      return recurring(terms, derivation);
    case 'credit':
      return credit(terms, derivation);
  }
};

/** The steps of a derivation of version 1, from the price to the amount. */
export const stepsOfVersion1 = (
  terms: FlatTerms,
  derivation: EarlierDerivation,
): readonly Step[] => {
  switch (derivation.kind) {
    case 'recurring':
      return recurringSteps(terms, derivation);
    case 'credit':
      return creditSteps(terms, derivation);
  }
};

const recurring = (terms: FlatTerms, of: RecurringDerivation): Evaluation => {
  const exact = chargedOf(terms, of);
  return { exact, amount: exact.round(of.rounding) };
};

const credit = (terms: FlatTerms, derivation: CreditDerivation): Evaluation => {
  const exact = creditedOf(terms, derivation);
  const rounded = exact.round(derivation.of.rounding);
  return { exact: exact.negated(), amount: -takenOf(derivation, rounded) };
};

const recurringSteps = (terms: FlatTerms, of: RecurringDerivation): readonly Step[] => {
  const exact = chargedOf(terms, of);
  const part = partStep(terms, of, of.served, false, exact);
  return [priceStep(terms, of), part, roundingStep(of, exact)];
};

const creditSteps = (terms: FlatTerms, derivation: CreditDerivation): readonly Step[] => {
  const { of, unused, share, takesRest } = derivation;
  const exact = creditedOf(terms, derivation);
  const part: Step =
    share === 'full' ? { kind: 'whole', amount: exact } : partStep(terms, of, unused, true, exact);
  const rounding = roundingStep(of, exact);
  const rounded = exact.round(of.rounding);
  const taken = takenOf(derivation, rounded);
  const amount = Fraction.of(taken);
  const bounded: Step[] = taken === rounded ? [] : [{ kind: takesRest ? 'rest' : 'limit', amount }];
  const turned: Step = { kind: 'credit', amount: amount.negated() };
  return [priceStep(terms, of), part, rounding, ...bounded, turned];
};

/** The exact amount of what was served. */
const chargedOf = (terms: FlatTerms, of: RecurringDerivation): Fraction => {
  const whole = priced(terms);
  return isDivided(terms, of) ? shareOf(whole, of, of.served) : whole;
};

/** The exact amount of what is taken back; positive. */
const creditedOf = (terms: FlatTerms, { of, unused, share }: CreditDerivation): Fraction => {
  if (share === 'full') return chargedOf(terms, of);
  return isDivided(terms, of) ? shareOf(priced(terms), of, unused) : Fraction.of(0n);
};

/** The price of a whole period. */
const priced = (terms: FlatTerms): Fraction => {
  switch (terms.model) {
    case 'flat':
      return Fraction.of(BigInt(terms.amount));
  }
};

const priceStep = (terms: FlatTerms, { quantity }: RecurringDerivation): PriceStep => {
  const amount = priced(terms);
  return { kind: 'price', model: terms.model, quantity, unitAmount: amount, amount };
};
