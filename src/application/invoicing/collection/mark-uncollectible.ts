import type { BookRepositories } from '#application/invoicing/documents/book.ts';
import { lockInvoice } from '#application/invoicing/documents/lock-invoice.ts';
import type { InvoiceView } from '#application/invoicing/queries.ts';
import { invoiceView } from '#application/invoicing/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { requireReadyClock } from '#application/tenants/require-ready-clock.ts';
import { requireExpected } from '#domain/invoicing/required-state.ts';
import type { InvoiceId } from '#domain/shared/ids.ts';
import type { SeenVersion } from '#domain/shared/version.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<BookRepositories>;
}

export interface MarkUncollectibleInput {
  readonly invoiceId: InvoiceId;
  /** The version that the caller saw. */
  readonly version: SeenVersion;
}

/** Gives up on an issued invoice. Should its money come in all the same, it can still be paid. */
export class MarkUncollectible implements UseCase<MarkUncollectibleInput, InvoiceView> {
  readonly permission = 'invoices:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvoiceNotFound | VersionMismatch | InvoiceNotIssued | InvoiceVoided}
   * @throws {InvoiceUncollectible | InvoicePaid | CustomerBusy}
   */
  execute(
    context: RequestContext,
    { invoiceId, version }: MarkUncollectibleInput,
  ): Promise<InvoiceView> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async (repositories, run) => {
      requireReadyClock(run);
      const { invoice, now } = await lockInvoice(repositories, invoiceId, version);
      const given = requireExpected(invoice).markUncollectible(now);
      return invoiceView(await repositories.invoices.save(given));
    });
  }
}
