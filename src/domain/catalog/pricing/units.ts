import type { TermsOf } from '#domain/catalog/pricing/model.ts';
import type { Priced } from '#domain/catalog/pricing/step.ts';
import type { Digits } from '#domain/catalog/pricing/sum.ts';
import { minorOf, storedAmount } from '#domain/catalog/pricing/sum.ts';
import { fractionOf } from '#domain/shared/decimal.ts';

/** The amount, whatever the quantity. */
export const flatPrice = ({ amount: minor }: TermsOf<'flat'>, quantity: string): Priced => {
  const amount = storedAmount(minor);
  return { exact: amount, steps: [{ kind: 'flat', quantity, tier: null, amount }] };
};

/** The quantity times the unit amount. */
export const perUnitPrice = (
  terms: TermsOf<'per_unit'>,
  digits: Digits,
  decimal: string,
): Priced => {
  const quantity = fractionOf(decimal);
  const unitAmount = minorOf(fractionOf(terms.unitAmount), digits);
  const amount = quantity.times(unitAmount);
  const step = { kind: 'units', quantity, unitAmount, tier: null, cell: null, amount } as const;
  return { exact: amount, steps: [step] };
};
