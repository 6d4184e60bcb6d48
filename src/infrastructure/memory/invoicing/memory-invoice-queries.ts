import type { InvoiceFilter, InvoiceQueries, InvoiceView } from '#application/invoicing/queries.ts';
import { invoiceView, isOverdue } from '#application/invoicing/queries.ts';
import type { ExplainableLine } from '#domain/invoicing/line-explanation.ts';
import type { TaxedCharge } from '#domain/invoicing/taxed-charge.ts';
import type { InvoiceId } from '#domain/shared/ids.ts';
import { untaxed } from '#domain/taxes/line-taxes.ts';
import { memoryQueries } from '#infrastructure/memory/aggregates.ts';
import type { ChargingTables } from '#infrastructure/memory/charging/charging-tables.ts';
import { chargesOf, withTerms } from '#infrastructure/memory/charging/memory-charges.ts';
import type { InvoicingTables } from '#infrastructure/memory/invoicing/invoicing-tables.ts';
import { beginning, fits } from '#infrastructure/memory/list.ts';
import type { MemoryReader } from '#infrastructure/memory/transaction.ts';

type Reader = MemoryReader<ChargingTables & InvoicingTables>;

const invoicesIn = (reader: Reader) =>
  memoryQueries({
    table: ({ invoices }: InvoicingTables) => invoices,
    view: invoiceView,
    fits: (invoice: InvoiceView, filter: InvoiceFilter) =>
      fitsStates(invoice, filter) &&
      fits(filter.customerId, invoice.customerId) &&
      fits<string | null>(filter.number, invoice.number) &&
      fits(filter.currency, invoice.currency) &&
      isDueWithin(invoice, filter) &&
      isBetween(invoice.total.minor, filter.total) &&
      (filter.subscriptionId === undefined ||
        linesOf(reader, invoice.id).some(
          ({ subscriptionId }) => subscriptionId === filter.subscriptionId,
        )),
  })(reader);

const fitsStates = (invoice: InvoiceView, filter: InvoiceFilter): boolean =>
  fits(filter.status, invoice.status) &&
  fits(filter.paymentStatus, invoice.paymentStatus) &&
  fits(filter.isOverdue, isOverdue(invoice));

const isDueWithin = ({ dueOn: date }: InvoiceView, { dueOn }: InvoiceFilter): boolean =>
  (dueOn?.gte === undefined && dueOn?.lte === undefined) ||
  (date !== null && isBetween(date, dueOn));

const isBetween = <Value extends string | bigint>(
  value: Value,
  { gte, lte }: { readonly gte?: Value | undefined; readonly lte?: Value | undefined } = {},
): boolean => (gte === undefined || value >= gte) && (lte === undefined || value <= lte);

/** Reads of invoices in memory. */
export const memoryInvoiceQueries = (reader: Reader): InvoiceQueries => {
  const { find, list } = invoicesIn(reader);
  const { tables, tenantId } = reader;
  return {
    find: async (invoiceId) => {
      const view = await find(invoiceId);
      const document = tables.invoiceDocuments.get(`${tenantId}/${invoiceId}`);
      return (
        view && {
          ...view,
          seller: document?.seller ?? null,
          buyer: document?.buyer ?? null,
          taxRule: document?.taxRule ?? null,
          lines: linesOf(reader, invoiceId),
        }
      );
    },
    list,
    search: async (text, limit) => {
      const views = tables.invoices.under(`${tenantId}/`).map(invoiceView);
      const texts = [...new Set([text, text.toUpperCase()])];
      return beginning(views, ({ number }) => number, { prefix: 'inv', texts, limit });
    },
    linesOf: async (invoiceIds) => {
      const ofEach = invoiceIds.map((id) => [id, linesOf(reader, id)] as const);
      return new Map(ofEach.filter(([, lines]) => lines.length > 0));
    },
    numbered: async (numbers) => {
      const wanted = new Set<string | null>(numbers);
      return tables.invoices
        .under(`${tenantId}/`)
        .map(invoiceView)
        .filter(({ number }) => number !== null && wanted.has(number));
    },
    findLine: async (invoiceId, lineId) =>
      linesOf(reader, invoiceId)
        .filter(({ id }) => id === lineId)
        .map((line) => explainable(reader, line))[0],
    explained: async (invoiceIds) => explainedOf(reader, invoiceIds),
  };
};

/** Lines in the order in which they stand on the document; those of a draft by id. */
const linesOf = (reader: Reader, invoiceId: InvoiceId): readonly TaxedCharge[] => {
  const lines = chargesOf(reader).filter((charge) => charge.invoiceId === invoiceId);
  const document = reader.tables.invoiceDocuments.get(`${reader.tenantId}/${invoiceId}`);
  if (document === undefined) return lines.map((line) => ({ ...line, taxed: untaxed }));
  const places = new Map(document.lines.map(({ lineId }, place) => [lineId, place]));
  const taxes = new Map(document.lines.map(({ lineId, taxed }) => [lineId, taxed]));
  const placeOf = ({ id }: TaxedCharge): number => places.get(id) ?? places.size;
  return lines
    .map((line) => ({ ...line, taxed: taxes.get(line.id) ?? untaxed }))
    .toSorted((one, other) => placeOf(one) - placeOf(other));
};

const explainedOf = (
  reader: Reader,
  invoiceIds: readonly InvoiceId[],
): ReadonlyMap<InvoiceId, readonly ExplainableLine[]> => {
  const ofEach = invoiceIds.map((id) => {
    const lines = linesOf(reader, id).map((line) => explainable(reader, line));
    return [id, lines] as const;
  });
  return new Map(ofEach.filter(([, lines]) => lines.length > 0));
};

const explainable = (reader: Reader, charge: TaxedCharge): ExplainableLine => {
  const document = reader.tables.invoiceDocuments.get(`${reader.tenantId}/${charge.invoiceId}`);
  const { terms } = withTerms(reader, charge);
  return { charge, terms, taxRule: document?.taxRule ?? null };
};
