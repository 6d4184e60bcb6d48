import type { ExplainedStep } from '#domain/catalog/pricing/words.ts';
import { inMajorUnits } from '#domain/catalog/pricing/words.ts';
import type { ChargeWithTerms } from '#domain/charging/charge.ts';
import type { Derivation } from '#domain/charging/derivation.ts';
import { evaluate } from '#domain/charging/evaluate.ts';
import { explain } from '#domain/charging/words.ts';
import { minorUnitDigits } from '#domain/shared/currency.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { Money } from '#domain/shared/money.ts';

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
  readonly amount: Money;
  /** From the price to the amount. */
  readonly steps: readonly ExplainedStep[];
}

/** Computes the amount of a charge once more, and tells each step. */
export const explainCharge = ({ charge, terms }: ChargeWithTerms): LineExplanation => {
  const { derivation } = charge;
  const { exact, amount } = evaluate(terms, derivation);
  return {
    derivation,
    exact: inMajorUnits(terms, exact),
    amount: Money.of(amount, charge.currency),
    steps: explain(terms, derivation),
  };
};

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
