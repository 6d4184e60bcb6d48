import { countStored } from '#application/charging/count-late-usage.ts';
import type { BookRepositories } from '#application/invoicing/documents/book.ts';
import { openBook } from '#application/invoicing/documents/open-book.ts';
import { taxed } from '#application/invoicing/documents/taxing.ts';
import type { InvoiceDocumentView, InvoicingReads } from '#application/invoicing/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { Ports } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { withoutMet } from '#domain/charging/commitment-lines.ts';
import { InvoiceNotFound } from '#domain/invoicing/errors.ts';
import { draftTotals } from '#domain/invoicing/totals.ts';
import type { InvoiceId } from '#domain/shared/ids.ts';
import { taxRuleOf } from '#domain/taxes/applied-rate.ts';

interface Dependencies extends Ports<BookRepositories, InvoicingReads> {
  readonly hash: (text: string) => string;
}

export interface GetInvoiceInput {
  readonly invoiceId: InvoiceId;
}

/** Shows an invoice with its lines: a draft as it would be issued now, another as it was. */
export class ShowInvoice implements UseCase<GetInvoiceInput, InvoiceDocumentView> {
  readonly permission = 'invoices:read' as const;
  readonly isRead = true;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvoiceNotFound} */
  async execute(
    context: RequestContext,
    { invoiceId }: GetInvoiceInput,
  ): Promise<InvoiceDocumentView> {
    const { reads } = this.#dependencies;
    const found = await reads.read(context, ({ invoices }) => invoices.find(invoiceId));
    if (found === undefined) throw new InvoiceNotFound();
    return found.status === 'draft' ? taxedDraft(this.#dependencies, context, found) : found;
  }
}

/** A draft with the usage and the taxes of now: they are fixed when it is issued. */
export const taxedDraft = (
  { unitOfWork, hash }: Dependencies,
  context: RequestContext,
  draft: InvoiceDocumentView,
): Promise<InvoiceDocumentView> =>
  unitOfWork.run(context, async (repositories, run) => {
    const book = await openBook(repositories, { ...run, hash }, [draft.customerId]);
    const [lines = []] = await taxed(book, [withoutMet(await countStored(book, draft.lines))]);
    const { currency } = draft;
    const totals = draftTotals(lines, currency);
    return { ...draft, ...totals, lines, taxRule: taxRuleOf(book.settings.policy) };
  });
