import type { CurrencyCode } from '#domain/shared/currency.ts';
import { Money } from '#domain/shared/money.ts';

/** The sums of a document. */
export interface Totals {
  /** Of the lines that were charged or credited, before discount and tax. */
  readonly subtotal: Money;
  readonly discount: Money;
  readonly tax: Money;
  /**
   * The amount that moves to the balance from a document that would go below zero: that of the
   * line that closes it. Zero on all others.
   */
  readonly movedToBalance: Money;
  /** Of all lines, with the one that closes it: never below zero. */
  readonly total: Money;
  readonly balanceApplied: Money;
  readonly amountDue: Money;
}

/**
 * Adds a document up. A sum owed to the customer goes to their balance; one they owe is taken
 * from there first.
 * @param balance the customer's credit in this currency, not negative
 */
export const totalsOf = (
  amounts: readonly Money[],
  currency: CurrencyCode,
  balance: Money,
): Totals => {
  const zero = Money.zero(currency);
  const subtotal = amounts.reduce((sum, amount) => sum.plus(amount), zero);
  const movedToBalance = subtotal.isNegative() ? subtotal.negated() : zero;
  const total = subtotal.plus(movedToBalance);
  const balanceApplied = balance.compare(total) < 0 ? balance : total;
  const amountDue = total.minus(balanceApplied);
  return { subtotal, discount: zero, tax: zero, movedToBalance, total, balanceApplied, amountDue };
};
