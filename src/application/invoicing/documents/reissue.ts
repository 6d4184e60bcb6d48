import type { Book } from '#application/invoicing/documents/book.ts';
import { finalize } from '#application/invoicing/documents/finalize.ts';
import { finalizesAtOf, isIssuedAtOnce } from '#application/invoicing/documents/settings.ts';
import { taxed } from '#application/invoicing/documents/taxing.ts';
import type { ChargeFacts } from '#domain/charging/charge.ts';
import type { Invoice, VoidedInvoice } from '#domain/invoicing/invoice.ts';
import { draftInvoice } from '#domain/invoicing/invoice.ts';
import { reissuedCharges } from '#domain/invoicing/reissue.ts';
import { draftTotals } from '#domain/invoicing/totals.ts';
import type { InvoiceId } from '#domain/shared/ids.ts';

/**
 * Makes the invoice that replaces a voided one, of copies of its charges. It is issued at once, or
 * stays a draft, as all documents of the tenant.
 * @param lines those of the voided invoice
 */
export const reissue = async (
  book: Book,
  { facts: voided }: VoidedInvoice,
  lines: readonly ChargeFacts[],
  id: InvoiceId,
): Promise<Invoice['facts']> => {
  const { repositories, nextId, now, settings } = book;
  const { customerId, currency, memo, footer, purchaseOrder, paymentTermDays, metadata } = voided;
  const nextLineId = () => nextId('line');
  const copies = reissuedCharges(lines, { nextLineId, invoiceId: id, now });
  const [taxedCopies = []] = await taxed(book, [copies]);
  const draft = draftInvoice({
    ...draftTotals(taxedCopies, currency),
    id,
    customerId,
    currency,
    finalizesAt: finalizesAtOf(settings, now),
    memo,
    footer,
    purchaseOrder,
    paymentTermDays,
    metadata,
    reissueOf: voided.id,
    createdAt: now,
  });
  // Their terms are stored with what they copy.
  await repositories.charges.add(copies, new Map());
  if (!isIssuedAtOnce(settings)) {
    await repositories.invoices.add([draft]);
    return draft.facts;
  }
  const balances = await repositories.balances.of([customerId]);
  const [issued] = await finalize(book, [{ draft, lines: taxedCopies }], balances, (issuing) =>
    repositories.invoices.add(issuing.map(({ invoice }) => invoice)),
  );
  return (issued?.invoice ?? draft).facts;
};
