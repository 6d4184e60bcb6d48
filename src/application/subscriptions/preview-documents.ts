import type { Balance } from '#application/invoicing/ports.ts';
import type { Totalled } from '#application/invoicing/total-documents.ts';
import { totalDocuments } from '#application/invoicing/total-documents.ts';
import { Terms } from '#application/subscriptions/agreements.ts';
import type { TrackedSubscription } from '#application/subscriptions/ports.ts';
import type { SubscriptionBook } from '#application/subscriptions/settle.ts';
import { settleDue } from '#application/subscriptions/settle.ts';
import { compose } from '#domain/invoicing/proposal.ts';
import type { Instant } from '#domain/shared/time.ts';

/**
 * The documents that runs would make of these subscriptions up to an instant, with what waits for
 * one. Nothing is written.
 * @param tracked all subscriptions of the book's customers that may still charge something
 * @param balances those of the book's customers; none is applied where none is given
 */
export const previewDocuments = async (
  book: SubscriptionBook,
  tracked: readonly TrackedSubscription[],
  until: Instant,
  balances: readonly Balance[],
): Promise<readonly Totalled[]> => {
  const { repositories, hash, settings, customers } = book;
  const terms = await Terms.of(
    repositories,
    tracked.map(({ facts }) => facts),
    hash,
  );
  const { proposals } = await settleDue(book, terms, tracked, until);
  const waiting = await repositories.charges.unbilled([...customers.keys()]);
  const composed = compose(proposals, waiting, settings.policy.zeroInvoices);
  return totalDocuments(
    book,
    composed,
    balances,
    proposals.flatMap(({ charges }) => charges),
  );
};
