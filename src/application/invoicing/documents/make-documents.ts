import type { DraftWithLines } from '#application/invoicing/documents/attend-invoices.ts';
import { countDrafts, withLines } from '#application/invoicing/documents/attend-invoices.ts';
import type { Book } from '#application/invoicing/documents/book.ts';
import { countProposals } from '#application/invoicing/documents/count-proposals.ts';
import type { Finalizable } from '#application/invoicing/documents/finalize.ts';
import { finalize } from '#application/invoicing/documents/finalize.ts';
import { finalizesAtOf, isIssuedAtOnce } from '#application/invoicing/documents/settings.ts';
import { taxed } from '#application/invoicing/documents/taxing.ts';
import type { Balance } from '#application/invoicing/ports.ts';
import type { ChargeFacts } from '#domain/charging/charge.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import type { DraftInvoice, Invoice } from '#domain/invoicing/invoice.ts';
import { draftInvoice } from '#domain/invoicing/invoice.ts';
import type { Proposal } from '#domain/invoicing/proposal.ts';
import { compose } from '#domain/invoicing/proposal.ts';
import type { TaxedCharge } from '#domain/invoicing/taxed-charge.ts';
import { draftTotals } from '#domain/invoicing/totals.ts';
import type { InvoiceId, LineId } from '#domain/shared/ids.ts';
import type { Money } from '#domain/shared/money.ts';
import type { Instant } from '#domain/shared/time.ts';

/** The documents that were made of proposals. */
export interface MadeDocuments {
  readonly invoices: readonly Invoice[];
  /** The drafts that were due, as they were issued. */
  readonly issuedDrafts: readonly Invoice[];
  /** Whether they had to stay drafts, because the seller does not say what an invoice must. */
  readonly isSellerIncomplete: boolean;
}

/** All that documents are made of. */
interface DocumentNeeds {
  readonly proposals: readonly Proposal[];
  /** Those that the proposals' charges name, by their hash. */
  readonly terms: ReadonlyMap<string, PriceTerms>;
  /** How much of charges is credited by the proposals. */
  readonly credited: ReadonlyMap<LineId, Money>;
  /** Stored drafts that are to be issued. */
  readonly dueDrafts: readonly DraftInvoice[];
  /** Charges of the proposals' customers that wait for a document. */
  readonly waiting: readonly ChargeFacts[];
  /** Those of the customers of proposals and drafts. */
  readonly balances: readonly Balance[];
}

/**
 * Stores new charges and makes documents of them, with what had waited for one. They are issued at
 * once, or stay drafts where the tenant wants that. Drafts that are due are issued before them. The
 * tenant's numbers may be locked afterwards: nothing slow may follow in the run, and nothing that
 * waits for another one.
 * @param note writes what follows from the documents, and is sent along with them
 */
export const makeDocuments = async (
  book: Book,
  needs: DocumentNeeds,
  note: (invoices: readonly Invoice[]) => Promise<void>,
): Promise<MadeDocuments> => {
  const { invoices } = book.repositories;
  const { finalization, isSellerIncomplete } = book.settings;
  const isIssued = isIssuedAtOnce(book.settings);
  const dueDrafts = await countDrafts(book, await withLines(book, needs.dueDrafts));
  const proposals = await countProposals(book, { ...needs, isDraft: !isIssued });
  const { due, made } = await storeDrafted(book, { ...needs, proposals }, dueDrafts);
  const drafts = isIssued ? [] : made.map(({ draft }) => draft);
  await invoices.add(drafts);
  const finalizable = isIssued ? [...due, ...made] : due;
  const issued = await finalize(book, finalizable, needs.balances, async (issuing) => {
    const documents = issuing.map(({ invoice }) => invoice);
    // All are sent before whatever follows: it refers to them.
    await Promise.all([
      invoices.saveAll(documents.slice(0, due.length)),
      invoices.add(documents.slice(due.length)),
      note([...drafts, ...documents]),
    ]);
  });
  if (issued.length === 0) await note(drafts);
  const documents = issued.map(({ invoice }) => invoice);
  return {
    invoices: isIssued ? documents.slice(due.length) : drafts,
    issuedDrafts: documents.slice(0, due.length),
    isSellerIncomplete: isSellerIncomplete && finalization === 'automatic' && made.length > 0,
  };
};

/** Stores the charges, and gives the drafts that they stand on; all with their taxes. */
const storeDrafted = async (
  book: Book,
  { proposals, terms, credited, waiting }: DocumentNeeds,
  dueDrafts: readonly DraftWithLines[],
): Promise<{ readonly due: readonly Finalizable[]; readonly made: readonly Finalizable[] }> => {
  const { settings } = book;
  const composed = compose(proposals, waiting, settings.policy.zeroInvoices);
  // Drafts that are due are issued first: what is made now may credit what stands on them.
  const lines = await taxed(
    book,
    [...dueDrafts, ...composed].map((document) => document.lines),
    proposals.flatMap(({ charges }) => charges),
  );
  const finalizesAt = finalizesAtOf(settings, book.now);
  const due = dueDrafts.map(({ draft }, index) => ({ draft, lines: lines[index] ?? [] }));
  const made = composed.map(({ proposal }, index) =>
    draftOf(book, proposal, lines[dueDrafts.length + index] ?? [], finalizesAt),
  );
  await storeCharges(book, proposals, terms, invoiceByLine(made));
  if (credited.size > 0) await book.repositories.charges.credit(credited);
  await attachWaiting(book, made, waiting);
  return { due, made };
};

const draftOf = (
  { nextId, now }: Book,
  { customerId, currency, purchaseOrder }: Proposal,
  lines: readonly TaxedCharge[],
  finalizesAt: Instant | null,
): Finalizable => {
  const draft = draftInvoice({
    ...draftTotals(lines, currency),
    id: nextId('inv'),
    customerId,
    currency,
    finalizesAt,
    memo: null,
    footer: null,
    purchaseOrder,
    metadata: {},
    createdAt: now,
  });
  return { draft, lines };
};

const invoiceByLine = (made: readonly Finalizable[]): ReadonlyMap<LineId, InvoiceId> =>
  new Map(made.flatMap(({ draft, lines }) => lines.map(({ id }) => [id, draft.facts.id] as const)));

const storeCharges = async (
  { repositories }: Book,
  proposals: readonly Proposal[],
  terms: ReadonlyMap<string, PriceTerms>,
  invoiceOf: ReadonlyMap<LineId, InvoiceId>,
): Promise<void> => {
  const charges = proposals.flatMap((proposal) =>
    proposal.charges.map((charge) => ({ ...charge, invoiceId: invoiceOf.get(charge.id) ?? null })),
  );
  if (charges.length > 0) await repositories.charges.add(charges, terms);
};

const attachWaiting = async (
  { repositories }: Book,
  made: readonly Finalizable[],
  waiting: readonly ChargeFacts[],
): Promise<void> => {
  const waited = new Set(waiting.map(({ id }) => id));
  if (waited.size === 0) return;
  await Promise.all(
    made.map(async ({ draft, lines }) => {
      const lineIds = lines.map(({ id }) => id).filter((id) => waited.has(id));
      if (lineIds.length > 0) await repositories.charges.attach(lineIds, draft.facts.id);
    }),
  );
};
