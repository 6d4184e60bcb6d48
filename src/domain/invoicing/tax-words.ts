import type { ExplainedStep } from '#domain/catalog/pricing/words.ts';
import type { TaxedCharge } from '#domain/invoicing/taxed-charge.ts';
import { lineSums } from '#domain/invoicing/taxed-charge.ts';
import { minorUnitDigits } from '#domain/shared/currency.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { Money } from '#domain/shared/money.ts';
import type { TaxRule } from '#domain/taxes/applied-rate.ts';
import type { LineTax } from '#domain/taxes/line-taxes.ts';

/** The steps from the amount of a line to its total; none where nothing taxes it. */
export const explainTaxes = (rule: TaxRule | null, line: TaxedCharge): readonly ExplainedStep[] => {
  const { taxes } = line.taxed;
  if (taxes.length === 0) return [];
  const { net, total } = lineSums(line);
  return [
    ...taxes.map((tax, at) => ({
      text: taxText(rule, line, tax, at),
      amount: decimal(tax.amount),
    })),
    { text: `${total.toString()} in all, ${net.toString()} without tax`, amount: decimal(total) },
  ];
};

const taxText = (rule: TaxRule | null, line: TaxedCharge, tax: LineTax, at: number): string => {
  const { amount, name, rate, isInclusive } = tax;
  const { correction } = line.taxed;
  if (correction !== null) {
    const [whole, charged, part] = [
      correction.taxes[at] ?? 0n,
      correction.charged,
      correction.after - correction.before,
    ].map((minor) => Money.of(minor, line.currency).toString());
    const share = `the part of ${whole} that goes with ${part} of ${charged}`;
    return `${amount.toString()} of ${name}: ${share}`;
  }
  const of = isInclusive
    ? `${rate} of the net amount, included in ${line.amount.toString()}`
    : `${rate} of ${lineSums(line).net.toString()}`;
  const where = rule === null ? '' : `, rounded ${placeOf[rule.taxRounding]}`;
  return `${amount.toString()} of ${name}: ${of}${where}`;
};

const placeOf: Readonly<Record<TaxRule['taxRounding'], string>> = {
  per_line: 'on each line',
  per_rate: 'once over all lines of this rate',
  per_document: 'once over the whole document',
};

const decimal = ({ minor, currency }: Money): string =>
  Fraction.of(minor, 10n ** BigInt(minorUnitDigits(currency))).toText();
