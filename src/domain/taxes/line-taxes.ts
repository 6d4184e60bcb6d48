import type { Money } from '#domain/shared/money.ts';
import type { AppliedRate } from '#domain/taxes/applied-rate.ts';
import type { TaxCorrection } from '#domain/taxes/correction.ts';

/** The tax of one line at one rate; negative on a credit. */
export interface LineTax extends AppliedRate {
  readonly amount: Money;
}

/** The taxes of one line, with all that they follow from beside its amount. */
export interface LineTaxes {
  readonly taxes: readonly LineTax[];
  /** Of a credit of a taxed line; null on all others. */
  readonly correction: TaxCorrection | null;
}

/** The taxes of a line that nothing taxes. */
export const untaxed: LineTaxes = { taxes: [], correction: null };

/** The tax of a document at one rate, for all its lines. */
export interface RateTotal extends LineTax {
  /** The net amounts of its lines. */
  readonly base: Money;
}
