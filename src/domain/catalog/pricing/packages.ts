import type { PackageModel, Stored, TermsOf } from '#domain/catalog/pricing/model.ts';
import type { PackagesStep, Priced, PricingStep, TierRange } from '#domain/catalog/pricing/step.ts';
import { nothing, storedAmount, summed } from '#domain/catalog/pricing/sum.ts';
import { portionsOf } from '#domain/catalog/pricing/tiers.ts';
import { fractionOf } from '#domain/shared/decimal.ts';
import { Fraction } from '#domain/shared/fraction.ts';

/** Packages begun after the free units; or those begun in each tier, of the units in it. */
export const packagePrice = (terms: TermsOf<'package'>, quantity: string): Priced => {
  const units = fractionOf(quantity);
  if (!('tiers' in terms)) return onePackagePrice(terms, units);
  return summed(
    portionsOf(terms.tiers, units, terms.chargesAtZero).map(({ tier, range, units: own }) =>
      packagesStep(tier, range, atLeast(packagesIn(own, tier.packageSize), own.isZero() ? 1n : 0n)),
    ),
  );
};

const onePackagePrice = (terms: Stored<PackageModel>, units: Fraction): Priced => {
  const freeUnits = fractionOf(terms.freeUnits);
  const free = units.compare(freeUnits) < 0 ? units : freeUnits;
  const packages = packagesIn(units.minus(free), terms.packageSize);
  const owed = atLeast(packages, terms.chargesAtZero ? 1n : 0n);
  const steps: PricingStep[] = [];
  if (!free.isZero()) steps.push({ kind: 'free_units', quantity: free, amount: nothing });
  if (owed > 0n) steps.push(packagesStep(terms, null, owed));
  return summed(steps);
};

const packagesIn = (units: Fraction, packageSize: string): bigint => {
  const size = fractionOf(packageSize);
  const packages = Fraction.of(
    units.numerator * size.denominator,
    units.denominator * size.numerator,
  );
  return packages.round('ceiling');
};

const packagesStep = (
  { packageSize, amount: minor }: { readonly packageSize: string; readonly amount: string },
  tier: TierRange | null,
  packages: bigint,
): PackagesStep => {
  const unitAmount = storedAmount(minor);
  const amount = unitAmount.times(Fraction.of(packages));
  return { kind: 'packages', packages, packageSize, unitAmount, tier, amount };
};

const atLeast = (count: bigint, least: bigint): bigint => (count < least ? least : count);
