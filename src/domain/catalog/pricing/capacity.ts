import type { TermsOf } from '#domain/catalog/pricing/model.ts';
import { fieldOf } from '#domain/catalog/pricing/model.ts';
import type { Priced } from '#domain/catalog/pricing/step.ts';
import { storedAmount, summed } from '#domain/catalog/pricing/sum.ts';
import { fractionOf } from '#domain/shared/decimal.ts';
import { invariant } from '#domain/shared/invariant.ts';

/**
 * The flat amount of the first tier in which every meter fits.
 * @param quantities decimals by the codes of meters; one that is absent is zero
 */
export const capacityPrice = (
  { tiers, chargesAtZero }: TermsOf<'capacity'>,
  quantities: Readonly<Record<string, string>>,
): Priced => {
  const isUnused = Object.values(quantities).every((quantity) => fractionOf(quantity).isZero());
  if (isUnused && !chargesAtZero) return summed([]);
  const tier = tiers.find(({ upTo }) => upTo === null || fits(quantities, upTo));
  invariant(tier !== undefined, 'The last tier takes everything.');
  const amount = storedAmount(tier.flatAmount);
  return summed([{ kind: 'capacity', quantities, upTo: tier.upTo, amount }]);
};

const fits = (
  quantities: Readonly<Record<string, string>>,
  upTo: Readonly<Record<string, string>>,
): boolean =>
  Object.entries(upTo).every(
    ([meter, bound]) =>
      fractionOf(fieldOf(quantities, meter) ?? '0').compare(fractionOf(bound)) <= 0,
  );
