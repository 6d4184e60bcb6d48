import { countStored } from '#application/charging/count-late-usage.ts';
import type { Book, BookRepositories } from '#application/invoicing/documents/book.ts';
import { lockInvoice } from '#application/invoicing/documents/lock-invoice.ts';
import { openBook } from '#application/invoicing/documents/open-book.ts';
import { taxed } from '#application/invoicing/documents/taxing.ts';
import type { WrittenInvoiceView } from '#application/invoicing/queries.ts';
import { draftView } from '#application/invoicing/queries.ts';
import type { Run } from '#application/shared/ports.ts';
import { requireReadyClock } from '#application/tenants/require-ready-clock.ts';
import type { ChargeFacts, ChargeWithTerms, ManualCharge } from '#domain/charging/charge.ts';
import { withoutMet } from '#domain/charging/commitment-lines.ts';
import { InvoiceLineNotFound } from '#domain/invoicing/errors.ts';
import type { DraftInvoice } from '#domain/invoicing/invoice.ts';
import type { ManualLine, Writing } from '#domain/invoicing/manual-line.ts';
import { manualCharge, requireManual } from '#domain/invoicing/manual-line.ts';
import { requireDraft } from '#domain/invoicing/required-state.ts';
import { draftTotals } from '#domain/invoicing/totals.ts';
import type { InvoiceId, LineId } from '#domain/shared/ids.ts';
import type { SeenVersion } from '#domain/shared/version.ts';

/** A draft whose lines are changed, under the lock of its customer's account. */
export interface OpenDraft {
  readonly book: Book;
  readonly draft: DraftInvoice;
  /** Oldest first. */
  readonly lines: readonly ChargeFacts[];
}

/**
 * Opens a draft to change its lines.
 * @throws {InvoiceNotFound | VersionMismatch | InvoiceNotDraft | CustomerBusy}
 */
export const openDraft = async (
  repositories: BookRepositories,
  run: Run,
  hash: (text: string) => string,
  { invoiceId, version }: { readonly invoiceId: InvoiceId; readonly version: SeenVersion },
): Promise<OpenDraft> => {
  requireReadyClock(run);
  const { invoice, now } = await lockInvoice(repositories, invoiceId, version);
  const draft = requireDraft(invoice);
  const book = await openBook(repositories, { ...run, hash, now }, [draft.facts.customerId]);
  const lines = (await repositories.charges.onInvoices([invoiceId])).get(invoiceId) ?? [];
  return { book, draft, lines };
};

/** Writes a line of a draft; under the id of another it takes its place. */
export const writeLine = (
  { book: { settings, now, hash }, draft: { facts } }: OpenDraft,
  id: LineId,
  line: ManualLine,
): ChargeWithTerms<ManualCharge> => {
  const { id: invoiceId, customerId, currency } = facts;
  const { rounding } = settings.policy;
  const writing: Writing = { customerId, currency, invoiceId, rounding, now, hash };
  return manualCharge(id, line, writing);
};

/**
 * A line of the draft that a person wrote.
 * @throws {InvoiceLineNotFound | InvoiceLineNotManual}
 */
export const manualLineOf = async (
  { book, draft }: OpenDraft,
  lineId: LineId,
): Promise<ChargeWithTerms<ManualCharge>> => {
  const [found] = await book.repositories.charges.find([lineId]);
  if (found === undefined || found.charge.invoiceId !== draft.facts.id) {
    throw new InvoiceLineNotFound();
  }
  return requireManual(found);
};

/** Stores the sums that a draft has with other lines, and shows it with these. */
export const saveWithLines = async (
  { book, draft }: OpenDraft,
  lines: readonly ChargeFacts[],
): Promise<WrittenInvoiceView> => {
  const [withTaxes = []] = await taxed(book, [withoutMet(await countStored(book, lines))]);
  const totals = draftTotals(withTaxes, draft.facts.currency);
  const saved = await book.repositories.invoices.save(draft.withTotals(totals, book.now));
  return draftView(saved, withTaxes);
};
