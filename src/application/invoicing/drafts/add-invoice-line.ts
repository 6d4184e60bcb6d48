import type { BookRepositories } from '#application/invoicing/documents/book.ts';
import { openDraft, saveWithLines, writeLine } from '#application/invoicing/drafts/draft-lines.ts';
import type { WrittenInvoiceView } from '#application/invoicing/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { requireTaxRates } from '#application/tenants/known-tax-rates.ts';
import { TooManyInvoiceLines } from '#domain/invoicing/errors.ts';
import type { ManualLineInput } from '#domain/invoicing/manual-line.ts';
import { manualLineLimits, parseManualLine } from '#domain/invoicing/manual-line.ts';
import type { InvoiceId } from '#domain/shared/ids.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<BookRepositories>;
  readonly hash: (text: string) => string;
}

export interface AddInvoiceLineInput extends ManualLineInput {
  readonly invoiceId: InvoiceId;
}

/** Adds a line to a draft, also to one that a run made. */
export class AddInvoiceLine implements UseCase<AddInvoiceLineInput, WrittenInvoiceView> {
  readonly permission = 'invoices:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue | InvoiceNotFound | InvoiceNotDraft | TooManyInvoiceLines} */
  execute(
    context: RequestContext,
    { invoiceId, ...input }: AddInvoiceLineInput,
  ): Promise<WrittenInvoiceView> {
    const { unitOfWork, hash } = this.#dependencies;
    const line = parseManualLine(input);

    return unitOfWork.run(context, async (repositories, run) => {
      const opened = await openDraft(repositories, run, hash, { invoiceId, version: 'any' });
      if (opened.lines.length >= manualLineLimits.ofInvoice) throw new TooManyInvoiceLines();
      await requireTaxRates(repositories.taxRates, input.taxRateIds, '/taxRateIds');
      const { charge, terms } = writeLine(opened, run.nextId('line'), line);

      await repositories.charges.add([charge], new Map([[charge.termsHash, terms]]));
      return saveWithLines(opened, [...opened.lines, charge]);
    });
  }
}
