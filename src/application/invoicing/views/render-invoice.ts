import type { CustomerReads } from '#application/customers/queries.ts';
import type { BookRepositories } from '#application/invoicing/documents/book.ts';
import type { InvoiceDocumentView, InvoicingReads } from '#application/invoicing/queries.ts';
import { taxedDraft } from '#application/invoicing/views/show-invoice.ts';
import type { Ports } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { TenantQueries, TenantReads } from '#application/tenants/ports.ts';
import type { DocumentLanguage, Paper } from '#domain/invoicing/document-form.ts';
import { languageOf, paperOf } from '#domain/invoicing/document-form.ts';
import type { DocumentLine } from '#domain/invoicing/document-line.ts';
import { documentLines } from '#domain/invoicing/document-line.ts';
import { InvoiceNotFound } from '#domain/invoicing/errors.ts';
import type { Buyer } from '#domain/invoicing/parties.ts';
import { buyerOf } from '#domain/invoicing/parties.ts';
import type { InvoiceId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { Seller } from '#domain/tenants/billing-settings.ts';
import { standardBilling } from '#domain/tenants/billing-settings.ts';

/** How an invoice is printed. */
export interface InvoiceForm {
  readonly language: DocumentLanguage;
  readonly paper: Paper;
}

/** An invoice as it is printed: as it was issued, and nothing that happened since but a void. */
export interface RenderedInvoice
  extends Pick<
    InvoiceDocumentView,
    | 'id'
    | 'number'
    | 'status'
    | 'currency'
    | 'issuedOn'
    | 'dueOn'
    | 'discount'
    | 'tax'
    | 'total'
    | 'balanceApplied'
    | 'memo'
    | 'footer'
    | 'purchaseOrder'
  > {
  readonly seller: Seller;
  /** The seller's logo, a PNG of opaque points. */
  readonly logo: Uint8Array | null;
  readonly buyer: Buyer;
  readonly lines: readonly DocumentLine[];
  /** When it was issued, or last changed as long as it is a draft. */
  readonly writtenAt: Instant;
}

/** Prints invoices as PDF. 1. The same invoice in the same form gives the same bytes. */
export interface InvoiceRenderer {
  render(invoice: RenderedInvoice, form: InvoiceForm): Promise<Uint8Array>;
}

export interface RenderInvoiceInput {
  readonly invoiceId: InvoiceId;
  /** The customer's where nobody chooses, or the seller's. */
  readonly language?: DocumentLanguage | undefined;
  /** The seller's where nobody chooses. */
  readonly paper?: Paper | undefined;
}

/** A file, and the name to store it under. */
export interface InvoiceFile {
  readonly filename: string;
  readonly content: Uint8Array;
}

/**
 * Prints an invoice as PDF. A draft is printed with seller and buyer as they are now, and says on
 * each page that it is one. `InvoiceNotFound` is thrown.
 */
export const renderInvoice = (
  ports: Ports<BookRepositories, TenantReads & InvoicingReads & CustomerReads> & {
    readonly hash: (text: string) => string;
    readonly invoiceRenderer: InvoiceRenderer;
  },
): UseCase<RenderInvoiceInput, InvoiceFile> => ({
  permission: 'invoices:read',
  execute: async (context, { invoiceId, language, paper }) => {
    const { reads, invoiceRenderer } = ports;
    const found = await reads.read(context, ({ invoices }) => invoices.find(invoiceId));
    if (found === undefined) throw new InvoiceNotFound();
    const shown = found.status === 'draft' ? await taxedDraft(ports, context, found) : found;
    const invoice = await reads.read(context, (queries) => withParties(queries, shown));
    if (invoice === undefined) throw new InvoiceNotFound();
    const { seller, buyer } = invoice;
    const form = {
      language: language ?? languageOf(buyer.locale, seller.address),
      paper: paper ?? paperOf(seller.address),
    };
    const content = await invoiceRenderer.render(invoice, form);
    return { filename: `${invoice.number ?? invoice.id}.pdf`, content };
  },
});

const withParties = async (
  { customers, tenants }: TenantReads & CustomerReads,
  invoice: InvoiceDocumentView,
): Promise<RenderedInvoice | undefined> => {
  const lines = documentLines(invoice, invoice.lines);
  const { seller, buyer, finalizedAt, updatedAt } = invoice;
  if (seller !== null && buyer !== null && finalizedAt !== null) {
    const logo = await logoOf(tenants, seller);
    return { ...invoice, seller, logo, buyer, lines, writtenAt: finalizedAt };
  }
  const [tenant, customer] = await Promise.all([
    tenants.find(),
    customers.find(invoice.customerId),
  ]);
  if (customer === undefined) return undefined;
  const { seller: now } = tenant?.billing ?? standardBilling;
  const parties = { seller: now, logo: await logoOf(tenants, now), buyer: buyerOf(customer) };
  return { ...invoice, ...parties, lines, writtenAt: updatedAt };
};

const logoOf = async (tenants: TenantQueries, { logo }: Seller): Promise<Uint8Array | null> =>
  (logo === null ? undefined : await tenants.findLogo(logo)) ?? null;
