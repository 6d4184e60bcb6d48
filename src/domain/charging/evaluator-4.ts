// The fourth version of the arithmetic: usage. Frozen like the others, and held by
// test/domain/charging/corpus-4.json.

import { capacityPrice } from '#domain/catalog/pricing/capacity.ts';
import { carriedPrice } from '#domain/catalog/pricing/dynamic.ts';
import type { HeldUnits } from '#domain/catalog/pricing/held.ts';
import { priceOverTime } from '#domain/catalog/pricing/held.ts';
import { paidPrice } from '#domain/catalog/pricing/percentage.ts';
import { priceOfEvents } from '#domain/catalog/pricing/priced.ts';
import type { Priced } from '#domain/catalog/pricing/step.ts';
import { summed } from '#domain/catalog/pricing/sum.ts';
import { evaluateBoundOfParts, stepsOfBoundOfParts } from '#domain/charging/bound-of-parts.ts';
import { evaluateCommitment, stepsOfCommitment } from '#domain/charging/commitment.ts';
import type { MeterQuantity, UsageDerivation } from '#domain/charging/derivation.ts';
import { lengthOf, roundingStep } from '#domain/charging/part-of-period.ts';
import type { Evaluation, Step, UsageBoundStep } from '#domain/charging/step.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import {
  hasParts,
  isOfQuantity,
  isTimed,
  isUsageInAdvance,
  unboundedPrice,
} from '#domain/charging/terms.ts';
import { boundsOf } from '#domain/charging/usage-bounds.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { invariant } from '#domain/shared/invariant.ts';

/**
 * `exact` and `amount` of a derivation of version 4: the rounded price of all that was counted,
 * less what was charged of it before. So the lines of a period add up to the rounded price of
 * the whole.
 */
export const evaluateVersion4 = (terms: PriceTerms, derivation: UsageDerivation): Evaluation => {
  if (derivation.counted === null) return { exact: nothing, amount: 0n };
  if (terms.model === 'commitment') return evaluateCommitment(terms, derivation);
  if (derivation.isBoundOfParts) return evaluateBoundOfParts(terms, derivation);
  const whole = wholeOf(terms, derivation);
  const before = BigInt(derivation.before);
  return {
    exact: whole.minus(Fraction.of(before)),
    amount: whole.round(derivation.rounding) - before,
  };
};

/** The steps of a derivation of version 4: the price, its bounds, the rounding, what is left. */
export const stepsOfVersion4 = (
  terms: PriceTerms,
  derivation: UsageDerivation,
): readonly Step[] => {
  if (derivation.counted === null) return [uncounted];
  if (terms.model === 'commitment') return stepsOfCommitment(terms, derivation);
  if (derivation.isBoundOfParts) return stepsOfBoundOfParts(terms, derivation);
  const priced = pricedOf(terms, derivation);
  const bounds = ownBounds(terms, derivation, priced.exact);
  const whole = bounds.at(-1)?.amount ?? priced.exact;
  const before = Fraction.of(BigInt(derivation.before));
  const amount = Fraction.of(whole.round(derivation.rounding)).minus(before);
  return [
    ...peakSteps(terms, derivation),
    ...priced.steps.map((step): Step => ({ kind: 'model', step, amount: step.amount })),
    ...bounds,
    roundingStep(derivation, whole),
    ...(before.isZero() ? [] : [{ kind: 'before', before, amount } as const]),
  ];
};

const nothing = Fraction.of(0n);
const uncounted: Step = {
  kind: 'model',
  step: { kind: 'nothing', amount: nothing },
  amount: nothing,
};

// Where each event has a price of its own, its model says how many there were.
const peakSteps = (
  terms: PriceTerms,
  { quantity, quantities = {} }: UsageDerivation,
): readonly Step[] => {
  if (!isUsageInAdvance(terms)) return [];
  if (terms.model === 'capacity') {
    const meters = Object.entries(quantities).toSorted(([one], [other]) => (one < other ? -1 : 1));
    return meters.map(([meter, each]) => peakOf(each.quantity, meter));
  }
  return isOfQuantity(terms) || terms.model === 'matrix' ? [peakOf(quantity, null)] : [];
};

const wholeOf = (terms: PriceTerms, derivation: UsageDerivation): Fraction => {
  const { exact } = pricedOf(terms, derivation);
  return ownBounds(terms, derivation, exact).at(-1)?.amount ?? exact;
};

// Those of a price with groups or cells hold for all of them, and have a line of their own.
const ownBounds = (
  terms: PriceTerms,
  derivation: UsageDerivation,
  exact: Fraction,
): readonly UsageBoundStep[] => (hasParts(terms) ? [] : boundsOf(terms, derivation, exact));

// More may have been taken away than was used: that is no debt of the seller.
const pricedOf = (terms: PriceTerms, derivation: UsageDerivation): Priced => {
  const { quantity, group, eventBasis, quantities = {}, held } = derivation;
  if (held !== undefined) return heldPrice(terms, derivation, held);
  if (terms.model === 'capacity') return capacityPrice(terms, valuesOf(quantities));
  const value = aboveZero(quantity);
  if (isOfQuantity(terms)) return unboundedPrice(terms, value);
  if (terms.model === 'matrix') {
    // The units of a cell cost what one event of so many would; a line without a cell is of none.
    const units = { value, amount: null, properties: group ?? {} };
    return priceOfEvents(terms, terms, group === undefined ? [] : [units]);
  }
  if (eventBasis === undefined) return summed([]);
  if (terms.model === 'percentage' && eventBasis.kind === 'paid') {
    return notBelowZero(paidPrice(terms, terms, eventBasis));
  }
  invariant(eventBasis.kind === 'carried', 'Events are summed up as their price needs them.');
  return notBelowZero(carriedPrice(terms, eventBasis));
};

const peakOf = (quantity: string, meter: string | null): Step => {
  return { kind: 'peak', quantity, meter, amount: nothing };
};

const aboveZero = (quantity: string): string => (quantity.startsWith('-') ? '0' : quantity);

const valuesOf = (
  quantities: Readonly<Record<string, MeterQuantity>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(quantities).map(([meter, { quantity }]) => [meter, aboveZero(quantity)]),
  );

// Where each period is owed whole it is at the highest level.
const heldPrice = (
  terms: PriceTerms,
  { countedBy, period }: UsageDerivation,
  held: HeldUnits,
): Priced => {
  invariant(isTimed(terms), 'Only units with an amount each are prorated by time.');
  if (countedBy === 'none') return unboundedPrice(terms, held.peak);
  const unit = countedBy === 'second' ? 'second' : 'day';
  return priceOverTime(terms, terms, held, { length: lengthOf(countedBy, period), unit });
};

const notBelowZero = (priced: Priced): Priced =>
  priced.exact.numerator < 0n
    ? { exact: nothing, steps: [...priced.steps, { kind: 'given_back', amount: nothing }] }
    : priced;
