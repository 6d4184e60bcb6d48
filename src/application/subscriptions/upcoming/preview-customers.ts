import { openBook } from '#application/invoicing/documents/open-book.ts';
import type { Totalled } from '#application/invoicing/documents/total-documents.ts';
import type { Run } from '#application/shared/ports.ts';
import type {
  SubscriptionRepositories,
  TrackedSubscription,
} from '#application/subscriptions/ports.ts';
import type { Setback } from '#application/subscriptions/runs/setbacks.ts';
import { failedSetback, isForGood } from '#application/subscriptions/runs/setbacks.ts';
import { previewDocuments } from '#application/subscriptions/upcoming/preview-documents.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/** The documents of some customers, and who of them would be set aside instead. */
export interface PreviewedCustomers {
  readonly documents: readonly Totalled[];
  readonly setbacks: readonly Setback[];
}

interface Previewing {
  readonly repositories: SubscriptionRepositories;
  readonly run: Run & { readonly hash: (text: string) => string };
  /** All subscriptions of the customers that may still charge something. */
  readonly tracked: readonly TrackedSubscription[];
  readonly until: Instant;
}

/**
 * Shows what runs would make for some customers up to an instant. As in a run, one that cannot be
 * charged holds up no other: it is found by halving. Nothing is written.
 */
export const previewCustomers = async (
  previewing: Previewing,
  customerIds: readonly CustomerId[],
): Promise<PreviewedCustomers> => {
  const { repositories, run, tracked, until } = previewing;
  const book = await openBook(repositories, run, customerIds);
  const own = tracked.filter(({ facts }) => book.customers.has(facts.customerId));
  try {
    return { documents: await previewDocuments(book, own, until, []), setbacks: [] };
  } catch (error) {
    const [only] = customerIds;
    if (only === undefined || !isForGood(error)) throw error;
    if (customerIds.length === 1) return { documents: [], setbacks: [failedSetback(only, error)] };
  }
  const middle = customerIds.length >> 1;
  const first = await previewCustomers(previewing, customerIds.slice(0, middle));
  const second = await previewCustomers(previewing, customerIds.slice(middle));
  return {
    documents: [...first.documents, ...second.documents],
    setbacks: [...first.setbacks, ...second.setbacks],
  };
};
