// The first version of the arithmetic, frozen: what it made of a derivation once, it makes for
// ever, and test/domain/charging/corpus.json holds it to that. It reads the calendar by itself, so
// that no change of zone data, of shared/calendar or of a currency changes what was billed.

import { epochDay, epochSecond, month30Day } from '#domain/charging/day-numbers.ts';
import type {
  CountedBy,
  CreditDerivation,
  Derivation,
  RecurringDerivation,
  StoredSpan,
} from '#domain/charging/derivation.ts';
import { Fraction } from '#domain/charging/fraction.ts';
import type { Evaluation, PriceStep, Step } from '#domain/charging/step.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';

/** `exact` and `amount` of a derivation of version 1. */
export const evaluateVersion1 = (terms: PriceTerms, derivation: Derivation): Evaluation => {
  switch (derivation.kind) {
    case 'recurring':
      return recurring(terms, derivation);
    case 'credit':
      return credit(terms, derivation);
  }
};

/** The steps of a derivation of version 1, from the price to the amount. */
export const stepsOfVersion1 = (terms: PriceTerms, derivation: Derivation): readonly Step[] => {
  switch (derivation.kind) {
    case 'recurring':
      return recurringSteps(terms, derivation);
    case 'credit':
      return creditSteps(terms, derivation);
  }
};

const recurring = (terms: PriceTerms, of: RecurringDerivation): Evaluation => {
  const exact = chargedOf(terms, of);
  return { exact, amount: exact.round(of.rounding) };
};

const credit = (terms: PriceTerms, derivation: CreditDerivation): Evaluation => {
  const exact = creditedOf(terms, derivation);
  const rounded = exact.round(derivation.of.rounding);
  return { exact: exact.negated(), amount: -takenOf(derivation, rounded) };
};

const recurringSteps = (terms: PriceTerms, of: RecurringDerivation): readonly Step[] => {
  const exact = chargedOf(terms, of);
  const part = partStep(terms, of, of.served, false, exact);
  return [priceStep(terms, of), part, roundingStep(of, exact)];
};

const creditSteps = (terms: PriceTerms, derivation: CreditDerivation): readonly Step[] => {
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
const chargedOf = (terms: PriceTerms, of: RecurringDerivation): Fraction => {
  const whole = priced(terms);
  return isDivided(terms, of) ? shareOf(whole, of, of.served) : whole;
};

/** The exact amount of what is taken back; positive. */
const creditedOf = (terms: PriceTerms, { of, unused, share }: CreditDerivation): Fraction => {
  if (share === 'full') return chargedOf(terms, of);
  return isDivided(terms, of) ? shareOf(priced(terms), of, unused) : Fraction.of(0n);
};

const takenOf = ({ left, takesRest }: CreditDerivation, rounded: bigint): bigint => {
  const rest = BigInt(left);
  return takesRest || rest < rounded ? rest : rounded;
};

/** The price of a whole period. */
const priced = (terms: PriceTerms): Fraction => {
  switch (terms.model) {
    case 'flat':
      return Fraction.of(BigInt(terms.amount));
  }
};

const isDivided = (terms: PriceTerms, { countedBy }: RecurringDerivation): boolean =>
  terms.isProrated && countedBy !== 'none';

const shareOf = (
  whole: Fraction,
  { countedBy, period }: RecurringDerivation,
  part: StoredSpan,
): Fraction => {
  // Most charges are for a whole period, and need no counting.
  if (isSame(part, period)) return whole;
  const counted = lengthOf(countedBy, part);
  return whole.times(Fraction.of(BigInt(counted), BigInt(lengthOf(countedBy, period))));
};

const isSame = (one: StoredSpan, other: StoredSpan): boolean =>
  one === other ||
  (one.start === other.start &&
    one.end === other.end &&
    one.startsAt === other.startsAt &&
    one.endsAt === other.endsAt);

const lengthOf = (countedBy: CountedBy, { start, end, startsAt, endsAt }: StoredSpan): number => {
  switch (countedBy) {
    case 'day':
      return epochDay(end) - epochDay(start);
    case 'second':
      return epochSecond(endsAt) - epochSecond(startsAt);
    case 'month_30':
      return month30Day(end) - month30Day(start);
    case 'none':
      return 1;
  }
};

const priceStep = (terms: PriceTerms, { quantity }: RecurringDerivation): PriceStep => {
  const amount = priced(terms);
  return { kind: 'price', model: terms.model, quantity, unitAmount: amount, amount };
};

const partStep = (
  terms: PriceTerms,
  of: RecurringDerivation,
  span: StoredSpan,
  isUnused: boolean,
  amount: Fraction,
): Step => {
  const { countedBy, period } = of;
  if (countedBy === 'none' || !terms.isProrated) {
    return { kind: 'undivided', span, isUnused, amount };
  }
  const counted = lengthOf(countedBy, span);
  const total = lengthOf(countedBy, period);
  return { kind: 'share', countedBy, counted, total, span, isUnused, amount };
};

const roundingStep = ({ rounding }: RecurringDerivation, exact: Fraction): Step => {
  return { kind: 'rounding', rounding, exact, amount: Fraction.of(exact.round(rounding)) };
};
