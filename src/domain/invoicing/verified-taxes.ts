import type { TaxedCharge } from '#domain/invoicing/taxed-charge.ts';
import type { TaxRule } from '#domain/taxes/applied-rate.ts';
import { taxesTakenBack } from '#domain/taxes/correction.ts';
import { taxesOf } from '#domain/taxes/document-taxes.ts';

/**
 * The lines of an issued document whose taxes are not what they come to: computed anew of what was
 * fixed with it, and of nothing else.
 * @param rule null on a document that nothing taxes
 */
export const wronglyTaxed = (
  rule: TaxRule | null,
  lines: readonly TaxedCharge[],
): readonly TaxedCharge[] => {
  if (rule === null) return lines.filter(({ taxed }) => taxed.taxes.length > 0);
  const ordinary = lines.filter(({ taxed }) => taxed.correction === null);
  const anew = taxesOf(
    rule,
    ordinary.map(({ amount, taxed }) => ({ base: amount.minor, rates: taxed.taxes })),
  );
  const expected = new Map(ordinary.map(({ id }, index) => [id, anew[index] ?? []]));
  return lines.filter((line) => {
    const amounts = expected.get(line.id) ?? takenBack(rule, line);
    return line.taxed.taxes.some(({ amount }, at) => amount.minor !== amounts[at]);
  });
};

/** Nothing where what it takes back is not the part of its charge that it says. */
const takenBack = (
  rule: TaxRule,
  { amount, derivation, taxed }: TaxedCharge,
): readonly bigint[] => {
  const { correction } = taxed;
  if (correction === null || derivation.kind !== 'credit') return [];
  const { charged, before, after } = correction;
  const isItsPart = charged - before === BigInt(derivation.left) && before - after === amount.minor;
  return isItsPart ? taxesTakenBack(rule.rounding, correction) : [];
};
