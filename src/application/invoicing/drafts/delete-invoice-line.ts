import type { BookRepositories } from '#application/invoicing/documents/book.ts';
import {
  manualLineOf,
  openDraft,
  saveWithLines,
} from '#application/invoicing/drafts/draft-lines.ts';
import type { WrittenInvoiceView } from '#application/invoicing/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { InvoiceId, LineId } from '#domain/shared/ids.ts';
import type { SeenVersion } from '#domain/shared/version.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<BookRepositories>;
  readonly hash: (text: string) => string;
}

export interface DeleteInvoiceLineInput {
  readonly invoiceId: InvoiceId;
  readonly lineId: LineId;
  /** The version of the invoice that the caller saw. */
  readonly version: SeenVersion;
}

/** Deletes a line that a person wrote on a draft. */
export class DeleteInvoiceLine implements UseCase<DeleteInvoiceLineInput, WrittenInvoiceView> {
  readonly permission = 'invoices:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvoiceNotFound | VersionMismatch | InvoiceNotDraft}
   * @throws {InvoiceLineNotFound | InvoiceLineNotManual | CustomerBusy}
   */
  execute(
    context: RequestContext,
    { lineId, ...seen }: DeleteInvoiceLineInput,
  ): Promise<WrittenInvoiceView> {
    const { unitOfWork, hash } = this.#dependencies;

    return unitOfWork.run(context, async (repositories, run) => {
      const opened = await openDraft(repositories, run, hash, seen);
      await manualLineOf(opened, lineId);

      await repositories.charges.deleteManual([lineId]);
      return saveWithLines(
        opened,
        opened.lines.filter(({ id }) => id !== lineId),
      );
    });
  }
}
