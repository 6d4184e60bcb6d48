import type { StairstepTier, Stored, TermsOf, UnitTier } from '#domain/catalog/pricing/model.ts';
import type { FlatStep, Priced, PricingStep, TierRange } from '#domain/catalog/pricing/step.ts';
import type { Digits } from '#domain/catalog/pricing/sum.ts';
import { minorOf, storedAmount, summed } from '#domain/catalog/pricing/sum.ts';
import { fractionOf } from '#domain/shared/decimal.ts';
import type { Fraction } from '#domain/shared/fraction.ts';

/** A tier with the bound that it begins at, and its own units of a quantity. */
export interface Portion<Tier> {
  readonly tier: Tier;
  readonly range: TierRange;
  readonly units: Fraction;
}

/**
 * The tiers that a quantity reaches, each with its own units. Zero units reach none, or the first
 * one where that charges at zero.
 */
export const portionsOf = <Tier extends { readonly upTo: string | null }>(
  tiers: readonly Tier[],
  quantity: Fraction,
  chargesAtZero: boolean,
): readonly Portion<Tier>[] => {
  const portions: Portion<Tier>[] = [];
  let above = '0';
  for (const tier of tiers) {
    const lower = fractionOf(above);
    const isReached = quantity.compare(lower) > 0 || (chargesAtZero && portions.length === 0);
    if (!isReached) break;
    const upper = tier.upTo === null ? quantity : lesser(quantity, fractionOf(tier.upTo));
    const range = { above, upTo: tier.upTo };
    portions.push({ tier, range, units: upper.minus(lower) });
    above = tier.upTo ?? above;
  }
  return portions;
};

/** Each tier its own units, and the flat amount of each tier reached. */
export const graduatedPrice = (
  { tiers, chargesAtZero }: TermsOf<'graduated'>,
  digits: Digits,
  quantity: string,
): Priced =>
  summed(
    portionsOf(tiers, fractionOf(quantity), chargesAtZero).flatMap(({ tier, range, units }) =>
      stepsOfTier(tier, digits, { range, units, quantity }),
    ),
  );

/** All units in the tier that the total reaches, and its flat amount. */
export const volumePrice = (
  { tiers, chargesAtZero }: TermsOf<'volume'>,
  digits: Digits,
  quantity: string,
): Priced => {
  const units = fractionOf(quantity);
  const reached = portionsOf(tiers, units, chargesAtZero).at(-1);
  if (reached === undefined) return summed([]);
  const { tier, range } = reached;
  return summed(stepsOfTier(tier, digits, { range, units, quantity }));
};

/** The flat amount of the tier that the total reaches. */
export const stairstepPrice = (
  { tiers, chargesAtZero }: TermsOf<'stairstep'>,
  quantity: string,
): Priced => {
  const reached = portionsOf(tiers, fractionOf(quantity), chargesAtZero).at(-1);
  return summed(reached === undefined ? [] : [flatStep(reached.tier, reached.range, quantity)]);
};

interface InTier {
  readonly range: TierRange;
  readonly units: Fraction;
  readonly quantity: string;
}

// A tier that has a flat amount and no unit amount, or the reverse, is one step.
const stepsOfTier = (
  tier: Stored<UnitTier>,
  digits: Digits,
  { range, units, quantity }: InTier,
): readonly PricingStep[] => {
  const unitAmount = minorOf(fractionOf(tier.unitAmount ?? '0'), digits);
  const flat = flatStepOf(tier, range, quantity);
  const hasFlat = !flat.amount.isZero();
  if (units.isZero() || (hasFlat && unitAmount.isZero())) return [flat];
  const amount = units.times(unitAmount);
  const own = {
    kind: 'units',
    quantity: units,
    unitAmount,
    tier: range,
    cell: null,
    amount,
  } as const;
  return hasFlat ? [own, flat] : [own];
};

/** The flat amount of a tier, which is nothing where it has none. */
export const flatStepOf = (
  { flatAmount }: Pick<Stored<UnitTier>, 'flatAmount'>,
  tier: TierRange,
  quantity: string,
): FlatStep => flatStep({ flatAmount: flatAmount ?? '0' }, tier, quantity);

const flatStep = (
  { flatAmount }: Pick<Stored<StairstepTier>, 'flatAmount'>,
  tier: TierRange,
  quantity: string,
): FlatStep => ({ kind: 'flat', quantity, tier, amount: storedAmount(flatAmount) });

const lesser = (one: Fraction, other: Fraction): Fraction =>
  one.compare(other) <= 0 ? one : other;
