import type { InvoiceFilter, InvoiceView, InvoicingReads } from '#application/invoicing/queries.ts';
import { checkInvoiceFilter } from '#application/invoicing/views/invoice-filter.ts';
import type { ListRequest, TimeZoneReads } from '#application/shared/created-on.ts';
import { createdWithinDays } from '#application/shared/created-on.ts';
import type { Page } from '#application/shared/page.ts';
import { readPage } from '#application/shared/page.ts';
import type { ReadAccess } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { DocumentLine } from '#domain/invoicing/document-line.ts';
import { documentLines } from '#domain/invoicing/document-line.ts';

/** A line, with the invoice that it stands on. */
export interface InvoiceLineView extends DocumentLine {
  readonly invoice: Pick<
    InvoiceView,
    'id' | 'number' | 'status' | 'customerId' | 'currency' | 'issuedOn'
  >;
}

export type ListInvoiceLinesInput = InvoiceFilter & ListRequest;

/**
 * Lists the lines of invoices: the newest invoice first, its lines as they stand on it. A page has
 * all lines of up to `limit` invoices, so that none is cut in two.
 */
export const listLines = (
  reads: ReadAccess<InvoicingReads & TimeZoneReads>,
): UseCase<ListInvoiceLinesInput, Page<InvoiceLineView>> => ({
  permission: 'invoices:read',
  execute: async (context, { limit, cursor, ...asked }) => {
    checkInvoiceFilter(asked);
    return reads.read(context, async (queries) => {
      const { invoices } = queries;
      const filter = { ...asked, createdAt: await createdWithinDays(queries, asked) };
      const page = await readPage({ limit, cursor }, key, (slice) => invoices.list(filter, slice));
      const lines = await invoices.linesOf(page.data.map(({ id }) => id));
      const data = page.data.flatMap((invoice) =>
        documentLines(invoice, lines.get(invoice.id) ?? []).map(onInvoice(invoice)),
      );
      return { ...page, data };
    });
  },
});

const key = { prefix: 'inv', of: ({ id }: InvoiceView) => id } as const;

const onInvoice = ({ id, number, status, customerId, currency, issuedOn }: InvoiceView) => {
  const invoice = { id, number, status, customerId, currency, issuedOn };
  return (line: DocumentLine): InvoiceLineView => ({ ...line, invoice });
};
