import { linesText } from '#application/invoicing/documents/finalize.ts';
import type { InvoiceView, InvoicingReads } from '#application/invoicing/queries.ts';
import type { RecountReads } from '#application/invoicing/verification/recount-usage.ts';
import { recountUsage } from '#application/invoicing/verification/recount-usage.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { ReadAccess } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { isAmountCorrect } from '#domain/charging/charge.ts';
import type { ExplainableLine } from '#domain/invoicing/line-explanation.ts';
import { lineSums } from '#domain/invoicing/taxed-charge.ts';
import { totalsOf } from '#domain/invoicing/totals.ts';
import { wronglyTaxed } from '#domain/invoicing/verified-taxes.ts';
import type { InvoiceId, LineId } from '#domain/shared/ids.ts';
import { Money } from '#domain/shared/money.ts';

interface Dependencies {
  readonly reads: ReadAccess<InvoicingReads & RecountReads>;
  readonly hash: (text: string) => string;
}

export const invoiceFaultCodes = [
  'line_amount',
  'line_usage',
  'line_tax',
  'digest',
  'total',
  'gap',
] as const;

/** A fault of an issued invoice. */
export interface InvoiceFault {
  /** Null where it is about a series. */
  readonly invoiceId: InvoiceId | null;
  readonly number: string | null;
  /**
   * - `line_amount`: a line's amount is not what its derivation comes to.
   * - `line_usage`: the events behind a line do not come to its quantity.
   * - `line_tax`: a line's taxes are not what its amount and the rates on it come to.
   * - `digest`: the lines are not those that it was issued with.
   * - `total`: its amounts do not add up.
   * - `gap`: the number before it is missing in its series.
   */
  readonly code: (typeof invoiceFaultCodes)[number];
  /** For people. */
  readonly detail: string;
}

export interface InvoiceVerification {
  readonly invoices: number;
  readonly lines: number;
  /** Lines of usage that were not counted again, as events of their time are kept no more. */
  readonly linesWithoutEvents: number;
  readonly faults: readonly InvoiceFault[];
}

const pageMax = 100;
const faultsMax = 100;

/**
 * Computes every issued invoice of the tenant again from its lines' derivations, and compares
 * it with what was issued: amounts, taxes, digest, totals, numbers without a gap. Usage is counted
 * again as long as its events are kept.
 */
export class VerifyInvoices implements UseCase<Record<string, never>, InvoiceVerification> {
  readonly permission = 'invoices:read' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  async execute(context: RequestContext): Promise<InvoiceVerification> {
    const { reads, hash } = this.#dependencies;
    const faults: InvoiceFault[] = [];
    const numbers: InvoiceView[] = [];
    let [invoices, lines, linesWithoutEvents] = [0, 0, 0];
    let after: InvoiceId | null = null;
    for (;;) {
      const slice: { readonly limit: number; readonly after: InvoiceId | null } = {
        limit: pageMax,
        after,
      };
      const { page, explained, wrong, gone } = await reads.read(context, async (queries) => {
        const found = await queries.invoices.list({}, slice);
        return { page: found, ...(await provenLines(queries, found)) };
      });
      for (const invoice of page.filter(({ number }) => number !== null)) {
        const own = explained.get(invoice.id) ?? [];
        faults.push(...faultsOf(invoice, own, wrong, hash));
        numbers.push(invoice);
        invoices += 1;
        lines += own.length;
      }
      linesWithoutEvents += gone.size;
      after = page.at(-1)?.id ?? null;
      if (page.length < pageMax) break;
    }
    faults.push(...gapsIn(numbers));
    return { invoices, lines, linesWithoutEvents, faults: faults.slice(0, faultsMax) };
  }
}

/** The lines of issued invoices, with the usage behind them counted once more. */
export const provenLines = async (
  queries: Pick<InvoicingReads, 'invoices'> & RecountReads,
  invoices: readonly InvoiceView[],
) => {
  const issued = invoices.filter(({ number }) => number !== null);
  const explained = await queries.invoices.explained(issued.map(({ id }) => id));
  const recount = await recountUsage(queries, [...explained.values()].flat());
  return { explained, ...recount };
};

/** The faults of one invoice by itself: its lines, its digest, its sums. */
export const faultsOf = (
  invoice: InvoiceView,
  lines: readonly ExplainableLine[],
  wronglyCountedIds: ReadonlySet<LineId>,
  hash: (text: string) => string,
): readonly InvoiceFault[] => {
  const { id: invoiceId, number, currency } = invoice;
  const fault = (code: InvoiceFault['code'], detail: string): InvoiceFault => {
    return { invoiceId, number, code, detail };
  };
  const unproven = lines.filter(({ charge, terms }) => !isAmountCorrect(charge, terms));
  const charges = lines.map(({ charge }) => charge);
  const untaxable = wronglyTaxed(lines[0]?.taxRule ?? null, charges);
  const sums = totalsOf(charges.map(lineSums), currency, Money.zero(currency));
  const owed =
    invoice.status === 'voided'
      ? Money.zero(currency)
      : sums.total.minus(invoice.balanceApplied).minus(invoice.amountPaid);
  return [
    ...unproven.map(({ charge }) =>
      fault('line_amount', `The amount of ${charge.id} is not what its derivation comes to.`),
    ),
    ...charges
      .filter(({ id }) => wronglyCountedIds.has(id))
      .map(({ id }) => fault('line_usage', `The events behind ${id} do not come to its quantity.`)),
    ...untaxable.map(({ id }) =>
      fault('line_tax', `The taxes of ${id} are not what its amount and its rates come to.`),
    ),
    ...(hash(linesText(charges)) === invoice.digest
      ? []
      : [fault('digest', 'Its lines are not those that it was issued with.')]),
    ...(addedUp.every((sum) => sums[sum].isEqual(invoice[sum])) && owed.isEqual(invoice.amountDue)
      ? []
      : [fault('total', 'Its amounts do not add up.')]),
  ];
};

const addedUp = ['subtotal', 'discount', 'tax', 'movedToBalance', 'total'] as const;

/** The numbers that are missing up to the last of each series. */
const gapsIn = (invoices: readonly InvoiceView[]): readonly InvoiceFault[] => {
  const series = Map.groupBy(invoices, (invoice) => invoice.series ?? '');
  return [...series].flatMap(([name, ofSeries]) => {
    const counted = ofSeries.map(({ number }) => Number((number ?? '').slice(name.length)));
    const last = counted.reduce((most, each) => Math.max(most, each), 0);
    const missing = last - new Set(counted).size;
    if (missing === 0) return [];
    const detail = `${missing} numbers of the series ${name} are missing.`;
    return [{ invoiceId: null, number: null, code: 'gap' as const, detail }];
  });
};
