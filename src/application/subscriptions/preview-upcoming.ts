import { openBook } from '#application/invoicing/open-book.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { SubscriptionRepositories } from '#application/subscriptions/ports.ts';
import { previewDocuments } from '#application/subscriptions/preview-documents.ts';
import type { ChargeFacts } from '#domain/charging/charge.ts';
import type { Totals } from '#domain/invoicing/totals.ts';
import { totalsInTurn } from '#domain/invoicing/totals.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type { CustomerId, SubscriptionId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { SubscriptionNotFound } from '#domain/subscriptions/errors.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<SubscriptionRepositories>;
  readonly hash: (text: string) => string;
}

export interface PreviewUpcomingInput {
  readonly subscriptionId: SubscriptionId;
}

/** An invoice as it will be, as far as is known today: without id, number and version. */
export interface InvoicePreview extends Totals {
  readonly customerId: CustomerId;
  readonly currency: CurrencyCode;
  /** When it will be made. */
  readonly at: Instant;
  readonly lines: readonly ChargeFacts[];
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
      const { customerId, currency } = found.facts;
      const tracked = await subscriptions.ofCustomers([customerId]);
      const own = tracked.find(({ facts }) => facts.id === subscriptionId);
      const through = own?.cursor.nextDueAt ?? null;
      if (through === null) return { next: null };
      const book = await openBook(repositories, { ...run, hash }, [customerId]);
      const documents = await previewDocuments(book, tracked, through);
      const totals = totalsInTurn(
        documents.map(({ proposal, lines }) => ({ of: proposal, lines })),
        await balances.of([customerId]),
      );
      for (const [index, { proposal, lines }] of documents.entries()) {
        const ofDocument = totals[index];
        const isNext = proposal.charges.some((charge) => charge.subscriptionId === subscriptionId);
        if (isNext && ofDocument !== undefined) {
          return { next: { ...ofDocument, customerId, currency, at: proposal.at, lines } };
        }
      }
      return { next: null };
    });
  }
}
