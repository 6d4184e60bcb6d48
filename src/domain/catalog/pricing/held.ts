import type { Stored, TermsOf, UnitTier } from '#domain/catalog/pricing/model.ts';
import type { AverageStep, Priced, PricingStep } from '#domain/catalog/pricing/step.ts';
import type { Digits } from '#domain/catalog/pricing/sum.ts';
import { minorOf, nothing, summed } from '#domain/catalog/pricing/sum.ts';
import { flatStepOf, portionsOf } from '#domain/catalog/pricing/tiers.ts';
import { fractionOf } from '#domain/shared/decimal.ts';
import { Fraction } from '#domain/shared/fraction.ts';

// Usage that is prorated by time: in each tier the unit amount times the time average of the units
// in it, and the flat amounts of the tiers that the highest level reaches, whole.

/** The models of usage that may be prorated by time: those whose units have each an amount. */
export const timedModels = ['per_unit', 'graduated'] as const;

/** Terms of usage that may be prorated by time. */
export type TimedTerms = TermsOf<(typeof timedModels)[number]>;

/** A level and for how long it was held: days or seconds, a whole number. */
export interface HeldLevel {
  /** A decimal; one below zero is nothing. */
  readonly quantity: string;
  readonly length: number;
}

/** Levels that were held, in sum: a price that is prorated by time follows from it exactly. */
export interface HeldUnits {
  /** The highest level; a decimal. */
  readonly peak: string;
  /**
   * For each tier that it reaches: its units, each counted as often as days, or seconds, it was
   * held. Decimals; without tiers there is one of all units.
   */
  readonly unitTimes: readonly string[];
}

/** Sums up levels as they come, in whatever order. */
export interface OpenHeldUnits {
  /** Takes a level, and for how long it was held: days or seconds, a whole number. */
  add(level: Fraction, length: number): void;
  /** The sum of all that were given. */
  close(): HeldUnits;
}

export const openHeldUnits = (terms: TimedTerms): OpenHeldUnits => {
  let peak = nothing;
  // There may be thousands of levels and a hundred tiers: each is cut into its tiers once.
  const unitTimes: Fraction[] = [];
  return {
    add: (given, length) => {
      if (length <= 0) return;
      const level = given.numerator < 0n ? nothing : given;
      if (level.compare(peak) > 0) peak = level;
      const times = Fraction.of(BigInt(length));
      for (const [index, { units }] of reachedBy(terms, level).entries()) {
        unitTimes[index] = (unitTimes[index] ?? nothing).plus(units.times(times));
      }
    },
    close: () => ({
      peak: peak.toText(),
      unitTimes: reachedBy(terms, peak).map((_, index) => (unitTimes[index] ?? nothing).toText()),
    }),
  };
};

/** Sums up levels that were held in turn, in whatever order. */
export const heldUnits = (terms: TimedTerms, levels: readonly HeldLevel[]): HeldUnits => {
  const held = openHeldUnits(terms);
  for (const { quantity, length } of levels) held.add(fractionOf(quantity), length);
  return held.close();
};

/** The time of a whole period. */
export interface PeriodLength {
  readonly length: number;
  readonly unit: 'day' | 'second';
}

/** The price of units that were held for some time of a period. */
export const priceOverTime = (
  terms: TimedTerms,
  digits: Digits,
  { peak, unitTimes }: HeldUnits,
  period: PeriodLength,
): Priced =>
  summed(
    reachedBy(terms, fractionOf(peak)).flatMap(({ tier, range }, index): PricingStep[] => {
      const unitAmount = minorOf(fractionOf(tier.unitAmount ?? '0'), digits);
      const flat = flatStepOf(tier, range, peak);
      const hasFlat = !flat.amount.isZero();
      const unitTime = unitTimes[index] ?? '0';
      const isFlatOnly = hasFlat && unitAmount.isZero();
      if (isFlatOnly || fractionOf(unitTime).isZero()) return [flat];
      const inTier = terms.model === 'graduated' ? range : null;
      const units = averageStep({ unitTime, unitAmount, tier: inTier }, period);
      return hasFlat ? [units, flat] : [units];
    }),
  );

const averageStep = (
  of: Pick<AverageStep, 'unitTime' | 'unitAmount' | 'tier'>,
  { length, unit }: PeriodLength,
): AverageStep => {
  const quantity = fractionOf(of.unitTime).times(Fraction.of(1n, BigInt(length)));
  const amount = quantity.times(of.unitAmount);
  return { kind: 'average', ...of, quantity, length, unit, amount };
};

/** The tiers that a level reaches; of a price per unit the only one. */
const reachedBy = (terms: TimedTerms, level: Fraction) => {
  if (terms.model === 'graduated') return portionsOf(terms.tiers, level, terms.chargesAtZero);
  const tier: Stored<UnitTier> = { upTo: null, unitAmount: terms.unitAmount, flatAmount: null };
  return portionsOf([tier], level, true);
};
