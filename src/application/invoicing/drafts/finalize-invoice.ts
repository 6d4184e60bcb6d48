import {
  countDrafts,
  issueDrafts,
  withLines,
} from '#application/invoicing/documents/attend-invoices.ts';
import type { BookRepositories } from '#application/invoicing/documents/book.ts';
import { lockInvoice, scheduleBy } from '#application/invoicing/documents/lock-invoice.ts';
import { openBook } from '#application/invoicing/documents/open-book.ts';
import type { InvoiceView } from '#application/invoicing/queries.ts';
import { invoiceView } from '#application/invoicing/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { requireReadyClock } from '#application/tenants/require-ready-clock.ts';
import { InvoiceWithoutLines, SellerIncomplete } from '#domain/invoicing/errors.ts';
import { requireDraft } from '#domain/invoicing/required-state.ts';
import type { InvoiceId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { SeenVersion } from '#domain/shared/version.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<BookRepositories>;
  readonly hash: (text: string) => string;
}

export interface FinalizeInvoiceInput {
  readonly invoiceId: InvoiceId;
  /** The version that the caller saw. */
  readonly version: SeenVersion;
}

/** Issues a draft: it gets its number, and does not change any more. */
export class FinalizeInvoice implements UseCase<FinalizeInvoiceInput, InvoiceView> {
  readonly permission = 'invoices:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvoiceNotFound | VersionMismatch | InvoiceNotDraft | InvoiceWithoutLines}
   * @throws {SellerIncomplete | CustomerBusy}
   */
  execute(
    context: RequestContext,
    { invoiceId, version }: FinalizeInvoiceInput,
  ): Promise<InvoiceView> {
    const { unitOfWork, hash } = this.#dependencies;

    return unitOfWork.run(context, async (repositories, run) => {
      requireReadyClock(run);
      const locked = await lockInvoice(repositories, invoiceId, version);
      const { now } = locked;
      const draft = requireDraft(locked.invoice);
      const book = await openBook(repositories, { ...run, hash, now }, [draft.facts.customerId]);
      if (book.settings.isSellerIncomplete) throw new SellerIncomplete();
      const finalizable = await withLines(book, [draft]);
      if (finalizable.every(({ lines }) => lines.length === 0)) throw new InvoiceWithoutLines();

      const [issued] = await issueDrafts(book, await countDrafts(book, finalizable));
      invariant(issued !== undefined, 'A draft that is issued is an invoice.');
      await scheduleBy(repositories, locked, [issued.facts.overdueAt]);
      return invoiceView(issued);
    });
  }
}
