import type { BookRepositories } from '#application/invoicing/documents/book.ts';
import { lockInvoice } from '#application/invoicing/documents/lock-invoice.ts';
import type { InvoiceView } from '#application/invoicing/queries.ts';
import { invoiceView } from '#application/invoicing/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { requireReadyClock } from '#application/tenants/require-ready-clock.ts';
import { changeTexts } from '#domain/invoicing/invoice.ts';
import type { InvoiceTextsChanges } from '#domain/invoicing/invoice-texts.ts';
import type { InvoiceId } from '#domain/shared/ids.ts';
import type { SeenVersion } from '#domain/shared/version.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<BookRepositories>;
}

export interface UpdateInvoiceInput {
  readonly invoiceId: InvoiceId;
  /** The version that the caller saw. */
  readonly version: SeenVersion;
  readonly changes: InvoiceTextsChanges;
}

/** Changes what people write on a draft beside its lines; of an issued invoice only metadata. */
export class UpdateInvoice implements UseCase<UpdateInvoiceInput, InvoiceView> {
  readonly permission = 'invoices:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue | InvoiceNotFound | VersionMismatch | InvoiceNotDraft | CustomerBusy} */
  execute(
    context: RequestContext,
    { invoiceId, version, changes }: UpdateInvoiceInput,
  ): Promise<InvoiceView> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async (repositories, run) => {
      requireReadyClock(run);
      const { invoice, now } = await lockInvoice(repositories, invoiceId, version);

      const changed = changeTexts(invoice, changes, now);
      // Nothing changed, so there is nothing to store and no version to count.
      if (changed === invoice) return invoiceView(invoice);
      return invoiceView(await repositories.invoices.save(changed));
    });
  }
}
