import type { ExplainedStep } from '#domain/catalog/pricing/words.ts';
import { amountText, inMajorUnits } from '#domain/catalog/pricing/words.ts';
import { isLate } from '#domain/charging/counted-usage.ts';
import type { Derivation } from '#domain/charging/derivation.ts';
import { evaluate } from '#domain/charging/evaluate.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import { explain } from '#domain/charging/words.ts';
import { explainTaxes } from '#domain/invoicing/tax-words.ts';
import type { TaxedCharge } from '#domain/invoicing/taxed-charge.ts';
import { minorUnitDigits } from '#domain/shared/currency.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { Money } from '#domain/shared/money.ts';
import type { TaxRule } from '#domain/taxes/applied-rate.ts';

/** The derivation of the line that closes a document below zero. */
export interface BalanceDerivation {
  readonly version: 1;
  readonly kind: 'balance';
  /** The sum of all other lines, in minor units as a text. */
  readonly others: string;
}

/** How the amount of a line comes to be. */
export interface LineExplanation {
  /** All that the amount follows from, beside the terms of the price. */
  readonly derivation: Derivation | BalanceDerivation;
  /** In major units, unrounded: a decimal or, where none ends, a fraction: `10/3`. */
  readonly exact: string;
  /** Before discounts and taxes. */
  readonly amount: Money;
  /** From the price to the amount, and from there to the total. */
  readonly steps: readonly ExplainedStep[];
}

/** A line of a document, with all that it follows from. */
export interface ExplainableLine {
  readonly charge: TaxedCharge;
  readonly terms: PriceTerms;
  /** Null on a document that nothing taxes. */
  readonly taxRule: TaxRule | null;
}

/** Computes the amount of a charge once more, and tells each step up to its total. */
export const explainCharge = ({ charge, terms, taxRule }: ExplainableLine): LineExplanation => {
  const { derivation } = charge;
  const { exact, amount } = evaluate(terms, derivation);
  return {
    derivation,
    exact: inMajorUnits(terms, exact),
    amount: Money.of(amount, charge.currency),
    steps: [
      ...explain(terms, derivation),
      ...(isLate(charge) ? [lateStep(terms, Fraction.of(amount))] : []),
      ...explainTaxes(taxRule, charge),
    ],
  };
};

const lateStep = (terms: PriceTerms, amount: Fraction): ExplainedStep => ({
  text:
    `${amountText(terms, amount)} for usage that came or was cancelled after its period ` +
    'was invoiced',
  amount: inMajorUnits(terms, amount),
});

/** Tells why a document that would go below zero ends with a line of this amount. */
export const explainClosing = (amount: Money): LineExplanation => {
  const others = amount.negated();
  const exact = majorUnits(amount);
  const closing = `${amount.toString()} moved to the balance, as a document does not go below zero`;
  return {
    derivation: { version: 1, kind: 'balance', others: String(others.minor) },
    exact,
    amount,
    steps: [
      { text: `${others.toString()} for all other lines`, amount: majorUnits(others) },
      { text: closing, amount: exact },
    ],
  };
};

const majorUnits = ({ minor, currency }: Money): string =>
  Fraction.of(minor, 10n ** BigInt(minorUnitDigits(currency))).toText();
