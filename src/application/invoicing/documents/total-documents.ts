import type { Book } from '#application/invoicing/documents/book.ts';
import type { InvoicePreview } from '#application/invoicing/documents/invoice-preview.ts';
import { taxed } from '#application/invoicing/documents/taxing.ts';
import type { Balance } from '#application/invoicing/ports.ts';
import type { ChargeFacts } from '#domain/charging/charge.ts';
import type { Composed } from '#domain/invoicing/proposal.ts';
import type { TaxedCharge } from '#domain/invoicing/taxed-charge.ts';
import type { Totals } from '#domain/invoicing/totals.ts';
import { totalsInTurn } from '#domain/invoicing/totals.ts';

/** A document that is not made yet, with its taxes and sums. */
export interface Totalled extends Composed {
  readonly lines: readonly TaxedCharge[];
  readonly totals: Totals;
}

/** A document as a preview shows it. */
export const previewOf = ({ proposal, lines, totals }: Totalled): InvoicePreview => {
  const { customerId, currency, at } = proposal;
  return { ...totals, customerId, currency, at, lines };
};

/**
 * Taxes documents and adds them up, one after the other, as they will be issued.
 * @param balances those of the documents' customers; none is applied where none is given
 * @param others charges that are not stored yet and stand on none of these documents
 */
export const totalDocuments = async (
  book: Book,
  composed: readonly Composed[],
  balances: readonly Balance[],
  others: readonly ChargeFacts[] = [],
): Promise<readonly Totalled[]> => {
  const lines = await taxed(
    book,
    composed.map((document) => document.lines),
    others,
  );
  const documents = composed.map((document, index) => ({
    ...document,
    lines: lines[index] ?? [],
  }));
  const totals = totalsInTurn(
    documents.map((document) => ({ of: document.proposal, lines: document.lines })),
    balances,
  );
  return documents.flatMap((document, index) => {
    const ofDocument = totals[index];
    return ofDocument === undefined ? [] : [{ ...document, totals: ofDocument }];
  });
};
