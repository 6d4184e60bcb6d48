import { countComposed, countProposals } from '#application/invoicing/documents/count-proposals.ts';
import type { Totalled } from '#application/invoicing/documents/total-documents.ts';
import { totalDocuments } from '#application/invoicing/documents/total-documents.ts';
import type { Balance } from '#application/invoicing/ports.ts';
import { proposalsToNext } from '#application/subscriptions/changes/settle-next.ts';
import type { TrackedSubscription } from '#application/subscriptions/ports.ts';
import { Terms } from '#application/subscriptions/settlement/agreements.ts';
import type { SubscriptionBook } from '#application/subscriptions/settlement/settle.ts';
import { settleDue } from '#application/subscriptions/settlement/settle.ts';
import type { Composed, Proposal } from '#domain/invoicing/proposal.ts';
import { compose } from '#domain/invoicing/proposal.ts';
import type { SubscriptionId } from '#domain/shared/ids.ts';
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
  const terms = await termsOf(book, tracked);
  const settled = await settleDue(book, terms, tracked, until);
  const proposals = await countProposals(book, { ...settled, terms: terms.byHash() });
  return totalled(book, proposals, (await composer(book))(proposals), balances);
};

/**
 * The same, up to the next one with a line of a subscription. None where nothing more of it is
 * charged.
 */
export const previewNext = async (
  book: SubscriptionBook,
  tracked: readonly TrackedSubscription[],
  subscriptionId: SubscriptionId,
  balances: readonly Balance[],
): Promise<readonly Totalled[]> => {
  const terms = await termsOf(book, tracked);
  const composed = await composer(book);
  const lookout = { terms, tracked, isCounted: true, compose: composed };
  const proposals = await proposalsToNext(book, subscriptionId, lookout);
  const documents = await countComposed(book, composed(proposals), terms.byHash());
  return totalled(book, proposals, documents, balances);
};

const totalled = (
  book: SubscriptionBook,
  proposals: readonly Proposal[],
  documents: readonly Composed[],
  balances: readonly Balance[],
): Promise<readonly Totalled[]> =>
  totalDocuments(
    book,
    documents,
    balances,
    proposals.flatMap(({ charges }) => charges),
  );

const termsOf = (
  { repositories, hash }: SubscriptionBook,
  tracked: readonly TrackedSubscription[],
): Promise<Terms> =>
  Terms.of(
    repositories,
    tracked.map(({ facts }) => facts),
    hash,
  );

/** Composes proposals as they would be written now, with what waits for a document. */
const composer = async ({ repositories, settings, customers }: SubscriptionBook) => {
  const waiting = await repositories.charges.unbilled([...customers.keys()]);
  return (proposals: readonly Proposal[]) =>
    compose(proposals, waiting, settings.policy.zeroInvoices);
};
