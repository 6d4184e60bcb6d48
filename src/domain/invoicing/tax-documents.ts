import type { ChargeFacts } from '#domain/charging/charge.ts';
import type { TaxedCharge } from '#domain/invoicing/taxed-charge.ts';
import type { LineId } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';
import type { AppliedRate, TaxRule } from '#domain/taxes/applied-rate.ts';
import type { TaxCorrection } from '#domain/taxes/correction.ts';
import { taxesTakenBack } from '#domain/taxes/correction.ts';
import { taxesOf } from '#domain/taxes/document-taxes.ts';
import type { LineTax, LineTaxes } from '#domain/taxes/line-taxes.ts';
import { untaxed } from '#domain/taxes/line-taxes.ts';

/** A charge that credits take back, and its taxes once it is issued. */
export interface CreditedCharge {
  readonly charge: ChargeFacts;
  /** Null where it is not issued: its taxes are not fixed yet. */
  readonly taxes: readonly LineTax[] | null;
}

/** All that the taxes of documents follow from beside their lines. */
export interface Taxing {
  readonly rule: TaxRule;
  /** The rates that apply to a charge. */
  readonly ratesOf: (charge: ChargeFacts) => readonly AppliedRate[];
  /** Stored charges that the documents' credits take back. */
  readonly credited: ReadonlyMap<LineId, CreditedCharge>;
}

/**
 * Taxes documents, in the order in which they are issued. A credit is not taxed anew: it takes back
 * of the taxes of its charge as much as of the charge.
 * @returns the lines of each document, in their order
 */
export const taxDocuments = (
  taxing: Taxing,
  documents: readonly (readonly ChargeFacts[])[],
): readonly (readonly TaxedCharge[])[] => {
  const charges = new Map(documents.flat().map((charge) => [charge.id, charge]));
  const fixed = new Map<LineId, CreditedCharge>(taxing.credited);
  return documents.map((lines) => {
    const ordinary = lines.filter((line) => creditOf(line) === null);
    const taxes = new Map<LineId, LineTaxes>();
    for (const [index, ofLine] of taxAnew(taxing, ordinary).entries()) {
      const charge = ordinary[index];
      if (charge === undefined) continue;
      taxes.set(charge.id, ofLine);
      fixed.set(charge.id, { charge, taxes: ofLine.taxes });
    }
    return lines.map((line) => {
      const taxed = taxes.get(line.id) ?? taxedCredit(taxing, line, { charges, fixed });
      return { ...line, taxed };
    });
  });
};

/** The taxes of charges that are on one document, and no credits. */
const taxAnew = (taxing: Taxing, charges: readonly ChargeFacts[]): readonly LineTaxes[] => {
  const lines = charges.map((charge) => ({
    base: charge.amount.minor,
    rates: taxing.ratesOf(charge),
  }));
  const amounts = taxesOf(taxing.rule, lines);
  return lines.map(({ rates }, index) => {
    const currency = charges[index]?.currency;
    if (rates.length === 0 || currency === undefined) return untaxed;
    const ofLine = amounts[index] ?? [];
    const taxes = rates.map((rate, at) => ({
      ...rate,
      amount: Money.of(ofLine[at] ?? 0n, currency),
    }));
    return { taxes, correction: null };
  });
};

const creditOf = ({ corrects, derivation }: ChargeFacts) =>
  corrects !== null && derivation.kind === 'credit' ? { corrects, derivation } : null;

const taxedCredit = (
  taxing: Taxing,
  line: ChargeFacts,
  {
    charges,
    fixed,
  }: {
    readonly charges: ReadonlyMap<LineId, ChargeFacts>;
    readonly fixed: ReadonlyMap<LineId, CreditedCharge>;
  },
): LineTaxes => {
  const credit = creditOf(line);
  const known = credit && fixed.get(credit.corrects);
  const charge = known?.charge ?? (credit && charges.get(credit.corrects));
  // Nobody here sees the charge that it takes back: it waits, in a preview of others.
  if (!credit || !charge) return taxAnew(taxing, [line])[0] ?? untaxed;
  // Where the charge is issued later, its taxes are those that it would have by itself.
  const taxes = known?.taxes ?? taxAnew(taxing, [charge])[0]?.taxes ?? [];
  if (taxes.length === 0) return untaxed;
  const charged = charge.amount.minor;
  const before = charged - BigInt(credit.derivation.left);
  const correction: TaxCorrection = {
    charged,
    before,
    after: before - line.amount.minor,
    taxes: taxes.map(({ amount }) => amount.minor),
  };
  const back = taxesTakenBack(taxing.rule.rounding, correction);
  return {
    taxes: taxes.map((tax, at) => ({ ...tax, amount: Money.of(back[at] ?? 0n, line.currency) })),
    correction,
  };
};
