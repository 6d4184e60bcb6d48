import { Terms } from '#application/subscriptions/agreements.ts';
import type { TrackedSubscription } from '#application/subscriptions/ports.ts';
import type { SubscriptionBook } from '#application/subscriptions/settle.ts';
import { settleTracked } from '#application/subscriptions/settle.ts';
import type { Composed } from '#domain/invoicing/proposal.ts';
import { compose } from '#domain/invoicing/proposal.ts';
import type { Instant } from '#domain/shared/time.ts';

/**
 * The documents that runs would make of these subscriptions up to an instant, with what waits for
 * one. Nothing is written.
 * @param tracked all subscriptions of the book's customers that may still charge something
 */
export const previewDocuments = async (
  book: SubscriptionBook,
  tracked: readonly TrackedSubscription[],
  until: Instant,
): Promise<readonly Composed[]> => {
  const { repositories, hash, settings, customers } = book;
  const terms = await Terms.of(
    repositories,
    tracked.map(({ facts }) => facts),
    hash,
  );
  const { proposals } = settleTracked(book, terms, tracked, until);
  const waiting = await repositories.charges.unbilled([...customers.keys()]);
  return compose(proposals, waiting, settings.policy.zeroInvoices);
};
