import type { BookRepositories } from '#application/invoicing/documents/book.ts';
import { openDraft } from '#application/invoicing/drafts/draft-lines.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { InvoiceId } from '#domain/shared/ids.ts';
import type { SeenVersion } from '#domain/shared/version.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<BookRepositories>;
  readonly hash: (text: string) => string;
}

export interface DeleteInvoiceInput {
  readonly invoiceId: InvoiceId;
  /** The version that the caller saw. */
  readonly version: SeenVersion;
}

/** Deletes a draft for good, where all that stands on it was written by people. */
export class DeleteInvoice implements UseCase<DeleteInvoiceInput, void> {
  readonly permission = 'invoices:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvoiceNotFound | VersionMismatch | InvoiceNotDraft | InvoiceHasCharges}
   * @throws {CustomerBusy}
   */
  execute(context: RequestContext, seen: DeleteInvoiceInput): Promise<void> {
    const { unitOfWork, hash } = this.#dependencies;

    return unitOfWork.run(context, async (repositories, run) => {
      const { draft, lines, book } = await openDraft(repositories, run, hash, seen);
      const isManual = lines.every(({ kind }) => kind === 'manual');
      const deleted = draft.delete(isManual, book.now);

      await repositories.charges.deleteManual(lines.map(({ id }) => id));
      await repositories.invoices.delete(deleted);
    });
  }
}
