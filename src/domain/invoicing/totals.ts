import type { CurrencyCode } from '#domain/shared/currency.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import { money } from '#domain/shared/snapshot.ts';

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

/** How snapshots keep them. */
export const totalsFields = {
  subtotal: money,
  discount: money,
  tax: money,
  movedToBalance: money,
  total: money,
  balanceApplied: money,
  amountDue: money,
} as const;

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

/** Whose balance it is, in which currency. */
interface BalanceHolder {
  readonly customerId: CustomerId;
  readonly currency: CurrencyCode;
}

/**
 * Adds documents up, one after the other: the balance that one applies, the next does not have.
 * @param balances those of the documents' customers; there is none where none is given
 * @returns the totals of the documents, in their order
 */
export const totalsInTurn = (
  documents: readonly {
    readonly of: BalanceHolder;
    readonly lines: readonly { readonly amount: Money }[];
  }[],
  balances: readonly (BalanceHolder & { readonly amount: Money })[],
): readonly Totals[] => {
  const left = new Map(balances.map((balance) => [holderKey(balance), balance.amount]));
  return documents.map(({ of, lines }) => {
    const balance = left.get(holderKey(of)) ?? Money.zero(of.currency);
    const amounts = lines.map(({ amount }) => amount);
    const totals = totalsOf(amounts, of.currency, balance);
    left.set(holderKey(of), balance.plus(totals.movedToBalance).minus(totals.balanceApplied));
    return totals;
  });
};

const holderKey = ({ customerId, currency }: BalanceHolder): string => `${customerId}/${currency}`;
