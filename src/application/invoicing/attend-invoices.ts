import type { Book } from '#application/invoicing/book.ts';
import { finalize } from '#application/invoicing/finalize.ts';
import type { DraftInvoice, Invoice } from '#domain/invoicing/invoice.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/**
 * Gives invoices the attention that is due: drafts whose time has come are issued, and issued ones
 * fall overdue.
 * @returns the customers whose drafts stay, because the seller lacks what an invoice must say
 */
export const attendInvoices = async (
  book: Book,
  customerIds: readonly CustomerId[],
  through: Instant,
): Promise<readonly CustomerId[]> => {
  const { invoices } = book.repositories;
  const needing = await invoices.needingAttention(customerIds, through);
  const overdue = needing.filter((invoice) => invoice.status === 'finalized');
  await invoices.saveAll(overdue.map((invoice) => invoice.fallOverdue(book.now)));
  const drafts = needing.filter((invoice) => invoice.status === 'draft');
  if (book.settings.isSellerIncomplete) {
    return drafts.map(({ facts }) => facts.customerId);
  }
  await issueDrafts(book, drafts);
  return [];
};

/** Issues stored drafts, in the order given. */
export const issueDrafts = async (
  book: Book,
  drafts: readonly DraftInvoice[],
): Promise<readonly Invoice[]> => {
  const { charges, invoices } = book.repositories;
  if (drafts.length === 0) return [];
  const linesOf = await charges.onInvoices(drafts.map(({ facts }) => facts.id));
  const finalizable = drafts.map((draft) => ({ draft, lines: linesOf.get(draft.facts.id) ?? [] }));
  const stored: Invoice[] = [];
  await finalize(book, finalizable, async (issuing) => {
    stored.push(...(await invoices.saveAll(issuing.map(({ invoice }) => invoice))));
  });
  return stored;
};
