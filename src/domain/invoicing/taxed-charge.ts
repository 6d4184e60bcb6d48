import type { ChargeFacts } from '#domain/charging/charge.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { Money } from '#domain/shared/money.ts';
import type { LineTax, LineTaxes, RateTotal } from '#domain/taxes/line-taxes.ts';

/** A charge as a document has it: with its taxes. */
export type TaxedCharge = ChargeFacts & { readonly taxed: LineTaxes };

/** The amounts of a line. */
export interface LineSums {
  /** Before discounts and taxes, but for those that it includes. */
  readonly amount: Money;
  readonly discount: Money;
  /** Without any tax. */
  readonly net: Money;
  readonly tax: Money;
  /** With all taxes. */
  readonly total: Money;
}

export const lineSums = ({
  amount,
  currency,
  taxed: { taxes },
}: Pick<TaxedCharge, 'amount' | 'currency' | 'taxed'>): LineSums => {
  const zero = Money.zero(currency);
  if (taxes.length === 0) return { amount, discount: zero, net: amount, tax: zero, total: amount };
  const tax = sumOf(taxes, currency);
  const included = taxes.filter(({ isInclusive }) => isInclusive);
  const net = amount.minus(sumOf(included, currency));
  return { amount, discount: zero, net, tax, total: net.plus(tax) };
};

/** The sums of a line that nothing taxes. */
export const untaxedSums = (amount: Money): LineSums => {
  const zero = Money.zero(amount.currency);
  return { amount, discount: zero, net: amount, tax: zero, total: amount };
};

/** The taxes of a document by their rates, in the order in which its lines name them. */
export const rateTotals = (
  lines: readonly Pick<TaxedCharge, 'amount' | 'currency' | 'taxed'>[],
): readonly RateTotal[] => {
  const shares = lines.flatMap((line) =>
    line.taxed.taxes.map((tax) => ({ tax, net: lineSums(line).net })),
  );
  return [...Map.groupBy(shares, ({ tax }) => tax.taxRateId).values()].flatMap((ofRate) => {
    const [first] = ofRate;
    if (first === undefined) return [];
    const { currency } = first.net;
    const amount = sumOf(
      ofRate.map(({ tax }) => tax),
      currency,
    );
    const base = ofRate.reduce((sum, { net }) => sum.plus(net), Money.zero(currency));
    return [{ ...first.tax, base, amount }];
  });
};

const sumOf = (taxes: readonly Pick<LineTax, 'amount'>[], currency: CurrencyCode): Money =>
  taxes.reduce((sum, { amount }) => sum.plus(amount), Money.zero(currency));
