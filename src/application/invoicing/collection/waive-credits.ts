import type { Book } from '#application/invoicing/documents/book.ts';
import type { ChargeFacts } from '#domain/charging/charge.ts';
import { InvoiceCredited } from '#domain/invoicing/errors.ts';
import type { InvoiceId, LineId } from '#domain/shared/ids.ts';
import { isId } from '#domain/shared/ids.ts';

/**
 * Waives credits for charges that are waived: nobody gets back what nobody owes. Those that wait
 * for an invoice wait no longer.
 * @param lines those of the voided invoice
 * @throws {InvoiceCredited} where another invoice credits one of them
 */
export const waiveCredits = async (
  book: Book,
  invoiceId: InvoiceId,
  lines: readonly ChargeFacts[],
): Promise<void> => {
  const { charges, invoices } = book.repositories;
  const correcting = await charges.crediting(await lineageOf(book, lines));
  // Usage that came late is owed by itself.
  const credits = correcting.filter(({ amount }) => !amount.isPositive());
  const elsewhere = new Set(credits.flatMap((credit) => credit.invoiceId ?? []));
  elsewhere.delete(invoiceId);
  for (const id of elsewhere) {
    const other = await invoices.find(id);
    if (other?.status !== 'voided') throw new InvoiceCredited();
  }
  const waiting = credits.filter(
    (credit) => credit.invoiceId === null && credit.amount.isNegative(),
  );
  if (waiting.length > 0) {
    await charges.credit(new Map(waiting.map(({ id, amount }) => [id, amount] as const)));
  }
};

/** The lines, and those of voided invoices that they were copied from: credits name either. */
const lineageOf = async (
  { repositories }: Book,
  lines: readonly ChargeFacts[],
): Promise<readonly LineId[]> => {
  const known = new Set<LineId>(lines.map(({ id }) => id));
  let copies = lines;
  while (copies.length > 0) {
    const origins = copies.flatMap(({ cause }) =>
      isId('line', cause) && !known.has(cause) ? [cause] : [],
    );
    if (origins.length === 0) break;
    for (const id of origins) known.add(id);
    copies = (await repositories.charges.find(origins)).map(({ charge }) => charge);
  }
  return [...known];
};
