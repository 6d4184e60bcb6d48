import type { BookRepositories } from '#application/invoicing/documents/book.ts';
import {
  manualLineOf,
  openDraft,
  saveWithLines,
  writeLine,
} from '#application/invoicing/drafts/draft-lines.ts';
import type { WrittenInvoiceView } from '#application/invoicing/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { requireTaxRates } from '#application/tenants/known-tax-rates.ts';
import type { ManualLineChanges } from '#domain/invoicing/manual-line.ts';
import { changedManualLine } from '#domain/invoicing/manual-line.ts';
import type { InvoiceId, LineId } from '#domain/shared/ids.ts';
import type { SeenVersion } from '#domain/shared/version.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<BookRepositories>;
  readonly hash: (text: string) => string;
}

export interface UpdateInvoiceLineInput {
  readonly invoiceId: InvoiceId;
  readonly lineId: LineId;
  /** The version of the invoice that the caller saw. */
  readonly version: SeenVersion;
  readonly changes: ManualLineChanges;
}

/**
 * Changes a line that a person wrote on a draft. It is written anew under its id: nothing that an
 * amount follows from is ever changed.
 */
export class UpdateInvoiceLine implements UseCase<UpdateInvoiceLineInput, WrittenInvoiceView> {
  readonly permission = 'invoices:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvalidValue | InvoiceNotFound | VersionMismatch | InvoiceNotDraft}
   * @throws {InvoiceLineNotFound | InvoiceLineNotManual | CustomerBusy}
   */
  execute(
    context: RequestContext,
    { lineId, changes, ...seen }: UpdateInvoiceLineInput,
  ): Promise<WrittenInvoiceView> {
    const { unitOfWork, hash } = this.#dependencies;

    return unitOfWork.run(context, async (repositories, run) => {
      const opened = await openDraft(repositories, run, hash, seen);
      const known = await manualLineOf(opened, lineId);
      await requireTaxRates(repositories.taxRates, changes.taxRateIds, '/taxRateIds');
      const { charge, terms } = writeLine(opened, lineId, changedManualLine(known, changes));
      const { cause, createdAt } = known.charge;
      const written = { ...charge, cause, createdAt };

      await repositories.charges.deleteManual([lineId]);
      await repositories.charges.add([written], new Map([[charge.termsHash, terms]]));
      const lines = opened.lines.map((line) => (line.id === lineId ? written : line));
      return saveWithLines(opened, lines);
    });
  }
}
