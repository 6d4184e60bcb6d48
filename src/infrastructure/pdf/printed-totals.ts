import type { RenderedInvoice } from '#application/invoicing/views/render-invoice.ts';
import { Money } from '#domain/shared/money.ts';
import type { Labels } from '#infrastructure/pdf/labels/labels.ts';
import type { PrintedFact } from '#infrastructure/pdf/printed-texts.ts';
import { amountIn, percentIn } from '#infrastructure/pdf/printed-texts.ts';

/** The sums under the lines, from that of the lines to the amount due when it was issued. */
export const totalRows = (invoice: RenderedInvoice, labels: Labels): readonly PrintedFact[] => {
  const { lines, currency, discount, total, balanceApplied } = invoice;
  const zero = Money.zero(currency);
  const subtotal = lines.reduce((sum, { amount }) => sum.plus(amount), zero);
  const row = (label: string, amount: Money): PrintedFact => ({
    label,
    value: amountIn(labels, amount),
  });
  const withCurrency = (label: string, amount: Money): PrintedFact => ({
    label,
    value: `${currency} ${amountIn(labels, amount)}`,
    isStrong: true,
  });
  return [
    row(labels.subtotal, subtotal),
    ...(discount.isZero() ? [] : [row(labels.discount, discount.negated())]),
    ...taxRows(invoice, labels),
    withCurrency(labels.total, total),
    ...(balanceApplied.isZero() ? [] : [row(labels.balanceApplied, balanceApplied.negated())]),
    withCurrency(labels.amountDue, total.minus(balanceApplied)),
  ];
};

interface TaxSum {
  readonly name: string;
  readonly rate: string | undefined;
  readonly base: Money;
  readonly amount: Money;
}

// A row for each rate; one for all where no line tells of rates.
const taxRows = (invoice: RenderedInvoice, labels: Labels): readonly PrintedFact[] => {
  const sums = taxSums(invoice);
  if (sums.length === 0) {
    const { tax } = invoice;
    return tax.isZero() ? [] : [{ label: labels.tax, value: amountIn(labels, tax) }];
  }
  return sums.map(({ name, rate, base, amount }) => {
    const percent = rate === undefined ? '' : ` ${percentIn(labels, rate)}`;
    const label = `${name}${percent} ${labels.on(amountIn(labels, base))}`;
    return { label, value: amountIn(labels, amount) };
  });
};

const taxSums = ({ lines }: RenderedInvoice): readonly TaxSum[] => {
  const sums = new Map<string, TaxSum>();
  for (const { taxes, net } of lines) {
    for (const tax of taxes) {
      const { name, amount } = tax;
      const rate = 'rate' in tax && typeof tax.rate === 'string' ? tax.rate : undefined;
      const key = JSON.stringify([name, rate]);
      const sum = sums.get(key);
      sums.set(key, {
        name,
        rate,
        base: sum === undefined ? net : sum.base.plus(net),
        amount: sum === undefined ? amount : sum.amount.plus(amount),
      });
    }
  }
  return [...sums.values()];
};
