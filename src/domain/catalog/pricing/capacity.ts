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
  const index = tiers.findIndex(({ upTo }) => passedBy(quantities, upTo).length === 0);
  const tier = tiers[index];
  invariant(tier !== undefined, 'The last tier takes everything.');
  const { upTo, flatAmount } = tier;
  const passed = Object.fromEntries(passedBy(quantities, tiers[index - 1]?.upTo ?? null));
  const step = { kind: 'capacity', quantities: inOrder(quantities), passed } as const;
  const amount = storedAmount(flatAmount);
  return summed([{ ...step, upTo: upTo && inOrder(upTo), amount }]);
};

/** The bounds that quantities are above; the last tier has none. */
const passedBy = (
  quantities: Readonly<Record<string, string>>,
  upTo: Readonly<Record<string, string>> | null,
): readonly [meter: string, bound: string][] =>
  Object.entries(inOrder(upTo ?? {})).filter(
    ([meter, bound]) =>
      fractionOf(fieldOf(quantities, meter) ?? '0').compare(fractionOf(bound)) > 0,
  );

// A store may give names in another order.
const inOrder = (byMeter: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(byMeter).toSorted(([one], [other]) => (one < other ? -1 : 1)));
