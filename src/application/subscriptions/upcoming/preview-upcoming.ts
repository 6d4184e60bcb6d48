import type { InvoicePreview } from '#application/invoicing/documents/invoice-preview.ts';
import { openBook } from '#application/invoicing/documents/open-book.ts';
import { previewOf } from '#application/invoicing/documents/total-documents.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import { previewNext } from '#application/subscriptions/upcoming/preview-documents.ts';
import type { SubscriptionId } from '#domain/shared/ids.ts';
import { SubscriptionNotFound } from '#domain/subscriptions/errors.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<SubscriptionRepositories>;
  readonly hash: (text: string) => string;
}

export interface PreviewUpcomingInput {
  readonly subscriptionId: SubscriptionId;
}

/**
 * Shows the next invoice of a subscription: computed as the run will compute it, and not written.
 * There is none where nothing is charged any more.
 */
export class PreviewUpcomingInvoice
  implements UseCase<PreviewUpcomingInput, { readonly next: InvoicePreview | null }>
{
  readonly permission = 'subscriptions:read' as const;
  readonly isRead = true;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {SubscriptionNotFound} */
  execute(
    context: RequestContext,
    { subscriptionId }: PreviewUpcomingInput,
  ): Promise<{ readonly next: InvoicePreview | null }> {
    const { unitOfWork, hash } = this.#dependencies;

    return unitOfWork.run(context, async (repositories, run) => {
      const { subscriptions, balances } = repositories;
      const found = await subscriptions.find(subscriptionId, run.now);
      if (found === undefined) throw new SubscriptionNotFound();
      const { customerId } = found.facts;
      const tracked = await subscriptions.ofCustomers([customerId]);
      const book = await openBook(repositories, { ...run, hash }, [customerId]);
      const credit = await balances.of([customerId]);
      const documents = await previewNext(book, tracked, subscriptionId, credit);
      const next = documents.find(({ proposal }) =>
        proposal.charges.some((charge) => charge.subscriptionId === subscriptionId),
      );
      return { next: next === undefined ? null : previewOf(next) };
    });
  }
}
