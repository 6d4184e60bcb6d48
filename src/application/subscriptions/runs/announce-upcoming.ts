import { countComposed } from '#application/invoicing/documents/count-proposals.ts';
import type { Totalled } from '#application/invoicing/documents/total-documents.ts';
import { totalDocuments } from '#application/invoicing/documents/total-documents.ts';
import type { TrackedSubscription } from '#application/subscriptions/ports.ts';
import type { Terms } from '#application/subscriptions/settlement/agreements.ts';
import type {
  SettledCursor,
  Settling,
  SubscriptionBook,
} from '#application/subscriptions/settlement/settle.ts';
import { settleDue } from '#application/subscriptions/settlement/settle.ts';
import type { Composed } from '#domain/invoicing/proposal.ts';
import { compose, withoutClosings } from '#domain/invoicing/proposal.ts';
import { upcomingNotice } from '#domain/invoicing/upcoming.ts';
import type { CustomerId, SubscriptionId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { noticeAt } from '#domain/subscriptions/settlement/notice.ts';

/**
 * Adds to what is settled the notices that are due: one event for each invoice to come, and the
 * cursors that say so. The invoices are computed as the runs will compute them, before anything of
 * this run is written; nothing of them is stored.
 * @param tracked the subscriptions as they were read, of these customers all that may still charge
 */
export const announceUpcoming = async (
  book: SubscriptionBook,
  terms: Terms,
  tracked: readonly TrackedSubscription[],
  settling: Settling,
  through: Instant,
): Promise<Settling> => {
  const due = settling.cursors.filter((each) => isNoticeDue(book, each, through));
  if (due.length === 0) return settling;
  const documents = await upcomingDocuments(book, terms, tracked, due);
  const cursors = new Map(settling.cursors.map((each) => [each.subscriptionId, each]));
  const dueIds = new Set(due.map(({ subscriptionId }) => subscriptionId));
  const told = documents.filter((each) => isNews(each, cursors, dueIds));
  const noticed = new Set([...dueIds, ...told.flatMap((each) => nextOf(each, cursors))]);
  return {
    ...settling,
    cursors: settling.cursors.map((each) =>
      noticed.has(each.subscriptionId) ? afterNotice(each) : each,
    ),
    notices: told.map((each) => noticeOf(book, each)),
  };
};

const isNoticeDue = (
  { settings }: SubscriptionBook,
  { cursor, timeZone }: SettledCursor,
  through: Instant,
): boolean => {
  const at = noticeAt(cursor, timeZone, settings.upcomingNoticeDays);
  return at !== null && at <= through;
};

/** All documents of these customers up to the last that a notice is due of. */
const upcomingDocuments = async (
  book: SubscriptionBook,
  terms: Terms,
  tracked: readonly TrackedSubscription[],
  due: readonly SettledCursor[],
): Promise<readonly Totalled[]> => {
  const { charges, balances } = book.repositories;
  const byCustomer = Map.groupBy(due, ({ customerId }) => customerId);
  const customerIds = [...byCustomer.keys()];
  const [waiting, ofCustomers] = await Promise.all([
    charges.unbilled(customerIds),
    balances.of(customerIds),
  ]);
  const settled = await Promise.all(
    customerIds.map((customerId) => {
      const own = tracked.filter(({ facts }) => facts.customerId === customerId);
      return settleDue(book, terms, own, horizonOf(byCustomer, customerId));
    }),
  );
  const proposals = withoutClosings(settled.flatMap((each) => each.proposals));
  const composed = compose(proposals, waiting, book.settings.policy.zeroInvoices);
  return totalDocuments(
    book,
    await countComposed(book, composed, terms.byHash()),
    ofCustomers,
    proposals.flatMap((each) => each.charges),
  );
};

const horizonOf = (
  due: ReadonlyMap<CustomerId, readonly SettledCursor[]>,
  customerId: CustomerId,
): Instant => {
  const moments = (due.get(customerId) ?? []).map(({ cursor }) => cursor.nextDueAt ?? 0);
  return Math.max(...moments) as Instant;
};

const subscriptionsOf = ({ proposal }: Composed): readonly SubscriptionId[] =>
  [...new Set(proposal.charges.map(({ subscriptionId }) => subscriptionId))].toSorted();

/**
 * Whether a document is the next one of a subscription whose notice is due, and nobody told of it:
 * the notice of one subscription on it is that of all.
 */
const isNews = (
  document: Composed,
  cursors: ReadonlyMap<SubscriptionId, SettledCursor>,
  dueIds: ReadonlySet<SubscriptionId>,
): boolean => {
  const { at } = document.proposal;
  const own = subscriptionsOf(document).flatMap((id) => cursors.get(id) ?? []);
  const isTold = own.some(({ cursor }) => cursor.noticedThrough === at);
  const isDue = own.some(
    ({ subscriptionId, cursor }) => cursor.nextDueAt === at && dueIds.has(subscriptionId),
  );
  return isDue && !isTold;
};

/** The subscriptions whose next invoice a document is. Others on it have one before. */
const nextOf = (
  document: Composed,
  cursors: ReadonlyMap<SubscriptionId, SettledCursor>,
): readonly SubscriptionId[] =>
  subscriptionsOf(document).filter(
    (id) => cursors.get(id)?.cursor.nextDueAt === document.proposal.at,
  );

const afterNotice = (settled: SettledCursor): SettledCursor => ({
  ...settled,
  cursor: { ...settled.cursor, noticedThrough: settled.cursor.nextDueAt },
});

const noticeOf = ({ now }: SubscriptionBook, document: Totalled) => {
  const { customerId, currency, at } = document.proposal;
  const subscriptionIds = subscriptionsOf(document);
  return upcomingNotice({ ...document.totals, customerId, currency, at, subscriptionIds }, now);
};
