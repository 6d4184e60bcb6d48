import type { LineSums, TaxedCharge } from '#domain/invoicing/taxed-charge.ts';
import { lineSums } from '#domain/invoicing/taxed-charge.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import { Money, withinRange } from '#domain/shared/money.ts';
import { money } from '#domain/shared/snapshot.ts';

/** The sums of a document. */
export interface Totals {
  /**
   * Of the lines that were charged or credited, before discount and tax; with the taxes that their
   * prices include.
   */
  readonly subtotal: Money;
  readonly discount: Money;
  /** All taxes, those that prices include too. */
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
  lines: readonly LineSums[],
  currency: CurrencyCode,
  balance: Money,
): Totals => {
  const zero = Money.zero(currency);
  const sumOf = (of: (line: LineSums) => Money): Money =>
    lines.reduce((sum, line) => sum.plus(of(line)), zero);
  const sum = sumOf((line) => line.total);
  const movedToBalance = sum.isNegative() ? sum.negated() : zero;
  const total = sum.plus(movedToBalance);
  const balanceApplied = balance.compare(total) < 0 ? balance : total;
  const amountDue = total.minus(balanceApplied);
  return {
    subtotal: sumOf((line) => line.amount),
    discount: sumOf((line) => line.discount),
    tax: sumOf((line) => line.tax),
    movedToBalance,
    total,
    balanceApplied,
    amountDue,
  };
};

/**
 * Adds a draft up: no balance is applied before it is issued.
 * @throws {InvalidValue} `amount_out_of_range`
 */
export const draftTotals = (lines: readonly TaxedCharge[], currency: CurrencyCode): Totals => {
  return sayable(totalsOf(lines.map(lineSums), currency, Money.zero(currency)));
};

const sayable = (totals: Totals): Totals => {
  for (const amount of [totals.subtotal, totals.total, totals.movedToBalance]) withinRange(amount);
  return totals;
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
 * @throws {InvalidValue} `amount_out_of_range`
 */
export const totalsInTurn = (
  documents: readonly {
    readonly of: BalanceHolder;
    readonly lines: readonly TaxedCharge[];
  }[],
  balances: readonly (BalanceHolder & { readonly amount: Money })[],
): readonly Totals[] => {
  const left = new Map(balances.map((balance) => [holderKey(balance), balance.amount]));
  return documents.map(({ of, lines }) => {
    const balance = left.get(holderKey(of)) ?? Money.zero(of.currency);
    const totals = sayable(totalsOf(lines.map(lineSums), of.currency, balance));
    const after = balance.plus(totals.movedToBalance).minus(totals.balanceApplied);
    left.set(holderKey(of), withinRange(after));
    return totals;
  });
};

const holderKey = ({ customerId, currency }: BalanceHolder): string => `${customerId}/${currency}`;
