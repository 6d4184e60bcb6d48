import { countStored } from '#application/charging/count-late-usage.ts';
import type { Book } from '#application/invoicing/documents/book.ts';
import { finalize } from '#application/invoicing/documents/finalize.ts';
import { taxed } from '#application/invoicing/documents/taxing.ts';
import type { ChargeFacts } from '#domain/charging/charge.ts';
import { withoutMet } from '#domain/charging/commitment-lines.ts';
import { isUncounted } from '#domain/charging/counted-usage.ts';
import type { DraftInvoice, Invoice } from '#domain/invoicing/invoice.ts';
import type { CustomerId } from '#domain/shared/ids.ts';

/** Drafts whose time has come. */
export interface DueDrafts {
  /** They are to be issued, in this order. */
  readonly drafts: readonly DraftInvoice[];
  /** The customers whose drafts stay, because the seller lacks what an invoice must say. */
  readonly waiting: readonly CustomerId[];
}

/**
 * Gives invoices the attention that is due: issued ones fall overdue, and drafts whose time has
 * come are found. Those are not issued yet, as that locks the tenant's numbers: it is the last
 * thing that a run does.
 * @param needing those that need it by now
 */
export const attendInvoices = async (
  book: Book,
  needing: readonly Invoice[],
): Promise<DueDrafts> => {
  const { invoices } = book.repositories;
  const overdue = needing.filter((invoice) => invoice.status === 'finalized');
  await invoices.saveAll(overdue.map((invoice) => invoice.fallOverdue(book.now)));
  const drafts = needing.filter((invoice) => invoice.status === 'draft');
  return book.settings.isSellerIncomplete
    ? { drafts: [], waiting: drafts.map(({ facts }) => facts.customerId) }
    : { drafts, waiting: [] };
};

/** Issues stored drafts, in the order given. */
export const issueDrafts = async (
  book: Book,
  drafts: readonly DraftWithLines[],
): Promise<readonly Invoice[]> => {
  const stored: Invoice[] = [];
  const customerIds = new Set(drafts.map(({ draft }) => draft.facts.customerId));
  const [lines, balances] = await Promise.all([
    taxed(
      book,
      drafts.map((each) => each.lines),
    ),
    book.repositories.balances.of([...customerIds]),
  ]);
  const finalizable = drafts.map(({ draft }, index) => ({ draft, lines: lines[index] ?? [] }));
  await finalize(book, finalizable, balances, async (issuing) => {
    stored.push(
      ...(await book.repositories.invoices.saveAll(issuing.map(({ invoice }) => invoice))),
    );
  });
  return stored;
};

/**
 * Counts the usage on drafts that are issued now, once and for all, and stores the lines as they
 * were counted in place of those that waited.
 */
export const countDrafts = async (
  book: Book,
  drafts: readonly DraftWithLines[],
): Promise<readonly DraftWithLines[]> => {
  const byCustomer = Map.groupBy(drafts, ({ draft }) => draft.facts.customerId);
  const counted = await Promise.all([...byCustomer.values()].map((own) => countInTurn(book, own)));
  return counted.flat();
};

/** Counts drafts of one customer: which usage came late depends on the drafts before. */
const countInTurn = async (
  book: Book,
  drafts: readonly DraftWithLines[],
): Promise<readonly DraftWithLines[]> => {
  const { charges } = book.repositories;
  const counted: DraftWithLines[] = [];
  for (const { draft, lines } of drafts) {
    const known = new Set(lines);
    const now = await countStored(book, lines);
    const shown = withoutMet(now);
    const waited = lines.filter(isUncounted).map(({ id }) => id);
    if (waited.length > 0) {
      await charges.deleteUncounted(waited);
      const added = now
        .filter((line) => !known.has(line))
        .map((line) => (shown.includes(line) ? line : { ...line, invoiceId: null }));
      // Their terms are stored with what they replace.
      await charges.add(added, new Map());
    }
    counted.push({ draft, lines: shown });
  }
  return counted;
};

/** A draft and the lines that stand on it, before their taxes. */
export interface DraftWithLines {
  readonly draft: DraftInvoice;
  readonly lines: readonly ChargeFacts[];
}

/** Stored drafts with the lines that stand on them. */
export const withLines = async (
  { repositories }: Book,
  drafts: readonly DraftInvoice[],
): Promise<readonly DraftWithLines[]> => {
  if (drafts.length === 0) return [];
  const linesOf = await repositories.charges.onInvoices(drafts.map(({ facts }) => facts.id));
  return drafts.map((draft) => ({ draft, lines: linesOf.get(draft.facts.id) ?? [] }));
};
