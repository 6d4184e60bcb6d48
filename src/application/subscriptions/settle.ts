import type { Book } from '#application/invoicing/book.ts';
import type { MadeDocuments } from '#application/invoicing/make-documents.ts';
import { makeDocuments } from '#application/invoicing/make-documents.ts';
import type { PendingInvoice } from '#application/invoicing/ports.ts';
import { agreementOf, type Terms } from '#application/subscriptions/agreements.ts';
import type {
  MovedCursor,
  SubscriptionRepositories,
  TrackedSubscription,
} from '#application/subscriptions/ports.ts';
import type { ChargeFacts } from '#domain/charging/charge.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import type { DraftInvoice, Invoice } from '#domain/invoicing/invoice.ts';
import type { Proposal } from '#domain/invoicing/proposal.ts';
import type { DomainEvent } from '#domain/shared/events.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import type { Instant, TimeZone } from '#domain/shared/time.ts';
import type { NewCharge } from '#domain/subscriptions/charges.ts';
import { attentionAt } from '#domain/subscriptions/notice.ts';
import { settle } from '#domain/subscriptions/settlement.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/subscription.ts';

/** All that decisions about subscriptions are made with. */
export type SubscriptionBook = Book<SubscriptionRepositories>;

/** How far the charges of a subscription go, and when it needs attention next. */
export interface SettledCursor extends MovedCursor {
  readonly timeZone: TimeZone;
}

/** The charges to be written for some customers, and how far they go. */
export interface Settling {
  readonly proposals: readonly Proposal[];
  readonly cursors: readonly SettledCursor[];
  /** Events that tell of invoices to come. */
  readonly notices?: readonly DomainEvent[];
}

/**
 * Charges everything due for these subscriptions up to an instant, in memory. There is one proposal
 * for each moment of a customer, currency, and subscription that is invoiced apart.
 */
export const settleTracked = (
  book: Book,
  terms: Terms,
  tracked: readonly TrackedSubscription[],
  until: Instant,
): Settling => {
  const settled = tracked.map(({ facts, cursor }) => ({
    facts,
    ...settle(agreementOf(facts, terms), cursor, until),
  }));
  const cursors = settled.map(({ facts, cursor }) => movedCursor(facts, cursor));
  const goesOn = isGoingOn(settled);
  const charged = settled.flatMap(({ facts, moments }) =>
    moments.map(({ at, charges }) => ({ facts, at, charges })),
  );
  const byDocument = Map.groupBy(charged, ({ facts, at }) => documentKey(facts, at));
  const proposals = [...byDocument.values()]
    .flatMap((parts) => proposalOf(book, parts, goesOn))
    .toSorted((one, other) => one.at - other.at);
  return { proposals, cursors };
};

interface Charged {
  readonly facts: SubscriptionFacts;
  readonly at: Instant;
  readonly charges: readonly NewCharge[];
}

const documentKey = (facts: SubscriptionFacts, at: Instant): string =>
  [facts.customerId, facts.currency, at, facts.isInvoicedApart ? facts.id : ''].join('/');

const proposalOf = (
  book: Book,
  parts: readonly Charged[],
  goesOn: (facts: SubscriptionFacts) => boolean,
): readonly Proposal[] => {
  const [first] = parts;
  if (first === undefined) return [];
  const charges = parts.flatMap((part) => part.charges.map((charge) => stored(book, charge)));
  return [proposalFor(first.facts, first.at, charges, goesOn(first.facts))];
};

/** The charges that become one document, if they become one. */
export const proposalFor = (
  { customerId, currency, policy }: SubscriptionFacts,
  at: Instant,
  charges: readonly ChargeFacts[],
  goesOn: boolean,
): Proposal => ({
  customerId,
  currency,
  at,
  charges,
  waits: goesOn && policy.creditAs === 'next_invoice',
  purchaseOrder: null,
});

/** A charge as it is stored. */
export const stored = ({ nextId, now }: Book, charge: NewCharge): ChargeFacts => ({
  ...charge,
  id: nextId('line'),
  invoiceId: null,
  createdAt: now,
});

export const movedCursor = (
  { id: subscriptionId, customerId, timeZone }: SubscriptionFacts,
  cursor: MovedCursor['cursor'],
): SettledCursor => ({ subscriptionId, customerId, timeZone, cursor });

const keyOf = ({ customerId, currency }: SubscriptionFacts): string => `${customerId}/${currency}`;

/** Tells whether the customer of a subscription will be charged again in its currency. */
export const isGoingOn = (
  moved: readonly TrackedSubscription[],
): ((facts: SubscriptionFacts) => boolean) => {
  const running = new Set(
    moved.flatMap(({ facts, cursor }) => (cursor.nextDueAt === null ? [] : [keyOf(facts)])),
  );
  return (facts) => running.has(keyOf(facts));
};

/**
 * Writes what was settled, issues the drafts that are due, and says when each customer is due next.
 */
export const writeSettled = async (
  book: SubscriptionBook,
  { proposals, cursors, notices = [] }: Settling,
  terms: ReadonlyMap<string, PriceTerms>,
  customerIds: readonly CustomerId[],
  dueDrafts: readonly DraftInvoice[] = [],
): Promise<MadeDocuments> => {
  const { subscriptionCursors, invoices, charges, balances } = book.repositories;
  const issuing = dueDrafts.map(({ facts }) => facts.id);
  // Read before the tenant's numbers are locked: what is made now is noted from memory.
  const [pending, waiting, credit] = await Promise.all([
    invoices.pending(customerIds, issuing),
    charges.unbilled(customerIds),
    balances.of(customerIds),
    cursors.length > 0 ? subscriptionCursors.save(cursors, [{ events: notices }]) : undefined,
  ]);
  const needs = { proposals, terms, dueDrafts, waiting, balances: credit };
  return makeDocuments(book, needs, (documents) =>
    schedule(book, { customerIds, cursors, pending, invoices: documents }),
  );
};

/** Notes for each customer the earliest instant at which something of theirs is due. */
const schedule = async (
  { repositories, settings }: SubscriptionBook,
  {
    customerIds,
    cursors,
    pending,
    invoices,
  }: {
    readonly customerIds: readonly CustomerId[];
    /** Of all their subscriptions that may still charge something. */
    readonly cursors: readonly SettledCursor[];
    /** The instants at which their stored invoices need attention. */
    readonly pending: readonly PendingInvoice[];
    /** Those that were made or issued just now: they are not among the stored ones yet. */
    readonly invoices: readonly Invoice[];
  },
): Promise<void> => {
  const dueAts = new Map<CustomerId, Instant | null>(customerIds.map((id) => [id, null]));
  const note = (customerId: CustomerId, at: Instant | null): void => {
    const known = dueAts.get(customerId) ?? null;
    if (at !== null && (known === null || at < known)) dueAts.set(customerId, at);
  };
  for (const { customerId, cursor, timeZone } of cursors) {
    note(customerId, attentionAt(cursor, timeZone, settings.upcomingNoticeDays));
  }
  for (const { customerId, at } of pending) note(customerId, at);
  for (const { facts } of invoices) {
    note(facts.customerId, facts.finalizesAt);
    note(facts.customerId, facts.overdueAt);
  }
  await repositories.billingAccounts.schedule(dueAts);
};
