import type { CurrencyCode } from '#domain/shared/currency.ts';
import { Money } from '#domain/shared/money.ts';
import type { AppliedRate } from '#domain/taxes/applied-rate.ts';
import type { LineTaxes } from '#domain/taxes/line-taxes.ts';
import { untaxed } from '#domain/taxes/line-taxes.ts';

/** The taxes of a line within its row. Amounts are texts: JSON numbers do not hold every bigint. */
export interface LineTaxesRow {
  readonly taxes: readonly (AppliedRate & { readonly amount: string })[] | null;
  readonly taxCorrection: {
    readonly charged: string;
    readonly before: string;
    readonly after: string;
    readonly taxes: readonly string[];
  } | null;
}

/** The columns of `invoice_lines l`, by the names of the row; null on lines of drafts. */
export const lineTaxesColumns = 'l.taxes, l.tax_correction as "taxCorrection"';

export const toLineTaxes = (
  { taxes, taxCorrection }: LineTaxesRow,
  currency: CurrencyCode,
): LineTaxes => {
  if (taxes === null || taxes.length === 0) return untaxed;
  return {
    taxes: taxes.map((tax) => ({ ...tax, amount: Money.of(BigInt(tax.amount), currency) })),
    correction: taxCorrection && {
      charged: BigInt(taxCorrection.charged),
      before: BigInt(taxCorrection.before),
      after: BigInt(taxCorrection.after),
      taxes: taxCorrection.taxes.map(BigInt),
    },
  };
};

/** The text of the column `taxes`. */
export const taxesText = ({ taxes }: LineTaxes): string =>
  JSON.stringify(
    taxes.map(({ taxRateId, name, rate, isInclusive, amount }) => {
      return { taxRateId, name, rate, isInclusive, amount: String(amount.minor) };
    }),
  );

/** The text of the column `tax_correction`. */
export const correctionText = ({ correction }: LineTaxes): string | null =>
  correction &&
  JSON.stringify({
    charged: String(correction.charged),
    before: String(correction.before),
    after: String(correction.after),
    taxes: correction.taxes.map(String),
  });
