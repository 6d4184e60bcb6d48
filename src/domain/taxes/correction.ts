import { Fraction } from '#domain/shared/fraction.ts';
import type { ChargeRounding } from '#domain/tenants/billing-policy.ts';

/** A credit of a taxed line, in minor units. */
export interface TaxCorrection {
  /** The line's amount less its discounts. */
  readonly charged: bigint;
  /** How much of that was credited before this credit, and is with it. */
  readonly before: bigint;
  readonly after: bigint;
  /** The line's taxes, one for each of its rates. */
  readonly taxes: readonly bigint[];
}

/**
 * The taxes that a credit takes back, none of them positive: of each tax as much as of the line.
 * They are the difference of two cumulated amounts, so that whatever the credits of a line are,
 * they take back just its taxes once they take back all of it.
 */
export const taxesTakenBack = (
  rounding: ChargeRounding,
  { charged, before, after, taxes }: TaxCorrection,
): readonly bigint[] => {
  if (charged === 0n) return taxes.map(() => 0n);
  const upTo = (tax: bigint, credited: bigint): bigint => {
    const product = charged > 0n ? tax * credited : -tax * credited;
    return Fraction.of(product, charged > 0n ? charged : -charged).round(rounding);
  };
  return taxes.map((tax) => upTo(tax, before) - upTo(tax, after));
};
