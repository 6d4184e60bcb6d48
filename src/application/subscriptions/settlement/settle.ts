import type { Book } from '#application/invoicing/documents/book.ts';
import type { MadeDocuments } from '#application/invoicing/documents/make-documents.ts';
import { makeDocuments } from '#application/invoicing/documents/make-documents.ts';
import type { PendingInvoice } from '#application/invoicing/ports.ts';
import type {
  MovedCursor,
  SubscriptionRepositories,
  TrackedSubscription,
} from '#application/subscriptions/ports.ts';
import type { Terms } from '#application/subscriptions/settlement/agreements.ts';
import type { ChargeWithTerms, SubscriptionCharge } from '#domain/charging/charge.ts';
import { isClosing } from '#domain/charging/counted-usage.ts';
import type { PriceTerms } from '#domain/charging/terms.ts';
import type { DraftInvoice, Invoice } from '#domain/invoicing/invoice.ts';
import type { Proposal } from '#domain/invoicing/proposal.ts';
import type { DomainEvent } from '#domain/shared/events.ts';
import type { CustomerId, LineId, SubscriptionId } from '#domain/shared/ids.ts';
import type { Money } from '#domain/shared/money.ts';
import type { Instant, TimeZone } from '#domain/shared/time.ts';
import { agreementOf } from '#domain/subscriptions/agreement/agreement-of.ts';
import { planAt } from '#domain/subscriptions/agreement/segments.ts';
import type { SubscriptionFacts } from '#domain/subscriptions/agreement/subscription-facts.ts';
import { netOf } from '#domain/subscriptions/changes/change-settlement.ts';
import {
  scheduledRecordedSince,
  settleThroughChanges,
} from '#domain/subscriptions/changes/scheduled-changes.ts';
import type { Credit, NewCharge } from '#domain/subscriptions/settlement/charges.ts';
import { attentionAt } from '#domain/subscriptions/settlement/notice.ts';
import type { SettledMoment } from '#domain/subscriptions/settlement/settlement.ts';
import { settle } from '#domain/subscriptions/settlement/settlement.ts';

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
  /** How much of charges is credited by then. */
  readonly credited: ReadonlyMap<LineId, Money>;
}

/** Charges and credits that changes which take effect go by, for each subscription. */
export type Recorded = ReadonlyMap<SubscriptionId, readonly ChargeWithTerms[]>;

/** Reads what scheduled changes go by that take effect up to an instant; most have none. */
export const readRecorded = async (
  { repositories }: SubscriptionBook,
  terms: Terms,
  tracked: readonly TrackedSubscription[],
  until: Instant,
): Promise<Recorded> => {
  const recorded = new Map<SubscriptionId, readonly ChargeWithTerms[]>();
  for (const { facts, cursor } of tracked) {
    if (facts.segments.length === 1) continue;
    const since = scheduledRecordedSince(agreementOf(facts, terms), cursor, until);
    if (since === null) continue;
    recorded.set(facts.id, await repositories.charges.endingAfter(facts.id, since));
  }
  return recorded;
};

/** Charges everything due up to an instant, with what scheduled changes go by. */
export const settleDue = async (
  book: SubscriptionBook,
  terms: Terms,
  tracked: readonly TrackedSubscription[],
  until: Instant,
): Promise<Settling> =>
  settleTracked(book, terms, tracked, until, await readRecorded(book, terms, tracked, until));

/**
 * Charges everything due for these subscriptions up to an instant, in memory. There is one proposal
 * for each moment of a customer, currency, purchase order, and subscription that is invoiced apart.
 */
export const settleTracked = (
  book: Book,
  terms: Terms,
  tracked: readonly TrackedSubscription[],
  until: Instant,
  recorded: Recorded,
): Settling => {
  const draw = (): LineId => book.nextId('line');
  const settled = tracked.map(({ facts, cursor }) => {
    const agreement = agreementOf(facts, terms);
    const known = recorded.get(facts.id);
    const settlement =
      known === undefined
        ? settle(agreement, cursor, until)
        : settleThroughChanges(agreement, cursor, until, known, draw);
    return { facts, ...settlement };
  });
  const cursors = settled.map(({ facts, cursor }) => movedCursor(facts, cursor));
  const goesOn = isGoingOn(settled);
  const parts = settled.flatMap(({ facts, moments }) =>
    moments.flatMap((moment) => partsOf(facts, moment, goesOn(facts))),
  );
  const credits = settled.flatMap(({ moments }) =>
    moments.flatMap(({ change }) => change?.credits ?? []),
  );
  return { proposals: proposalsOf(book, parts), cursors, credited: creditedBy(credits) };
};

/** How much of each charge these credits leave credited. */
export const creditedBy = (credits: readonly Credit[]): ReadonlyMap<LineId, Money> =>
  new Map(credits.map(({ of, credited }) => [of, credited] as const));

/** Lines of a subscription that belong on one document. */
export interface Part {
  readonly facts: SubscriptionFacts;
  readonly at: Instant;
  readonly lines: readonly NewCharge[];
  /** Whether they wait for the next document, should it come to less than zero. */
  readonly waits: boolean;
  /** Whether they wait for it in any case. */
  readonly isHeld: boolean;
}

/**
 * The money of a moment, as it is invoiced. A change above zero follows its `charge`, one below
 * zero its `creditAs`, and usage that came late of what ended waits; nothing waits where nothing
 * more will be charged. A period that is charged has its invoice, however large the credit that
 * waits for one: else a credit for years would keep all periods until then from being invoiced.
 */
export const partsOf = (
  facts: SubscriptionFacts,
  { at, charges, change }: SettledMoment,
  goesOn: boolean,
): readonly Part[] => {
  const waits = goesOn && facts.policy.creditAs === 'next_invoice' && netOf(charges, []) <= 0n;
  const isOnlyLate = charges.length > 0 && charges.every(isClosing);
  const ordinary = { facts, at, lines: charges, waits, isHeld: goesOn && isOnlyLate };
  if (change === undefined) return [ordinary];
  const lines = [...change.charges, ...change.credits.map(({ line }) => line)];
  const { charge, creditAs } = change.by;
  const isAbove = netOf(change.charges, change.credits) >= 0n;
  const isHeld = goesOn && (isAbove ? charge : creditAs) === 'next_invoice';
  if (isHeld) return [{ ...ordinary, lines, isHeld }, ...(charges.length > 0 ? [ordinary] : [])];
  return [{ ...ordinary, lines: [...charges, ...lines], waits: waits && isAbove }];
};

/** The documents that parts become, if they become some: those of one moment become one. */
export const proposalsOf = (book: Book, parts: readonly Part[]): readonly Proposal[] =>
  [...Map.groupBy(parts, documentKey).values()]
    .flatMap((ofDocument) => proposalOf(book, ofDocument))
    .toSorted((one, other) => one.at - other.at || heldFirst(one) - heldFirst(other));

const documentKey = ({ facts, at, isHeld }: Part): string =>
  JSON.stringify([
    facts.customerId,
    facts.currency,
    at,
    isHeld,
    facts.purchaseOrder,
    facts.isInvoicedApart ? facts.id : '',
  ]);

// The document of the same moment takes in what waits for the next one.
const heldFirst = ({ isHeld }: Proposal): number => (isHeld === true ? 0 : 1);

const proposalOf = (book: Book, parts: readonly Part[]): readonly Proposal[] => {
  const [first] = parts;
  if (first === undefined) return [];
  const { customerId, currency, purchaseOrder } = first.facts;
  return [
    {
      customerId,
      currency,
      at: first.at,
      charges: parts.flatMap(({ lines }) => lines.map((line) => stored(book, line))),
      waits: parts.every(({ waits }) => waits),
      ...(first.isHeld && { isHeld: true }),
      purchaseOrder,
    },
  ];
};

/** A charge as it is stored. */
const stored = ({ nextId, now }: Book, charge: NewCharge): SubscriptionCharge => ({
  ...charge,
  id: charge.id ?? nextId('line'),
  invoiceId: null,
  createdAt: now,
});

export const movedCursor = (
  facts: SubscriptionFacts,
  cursor: MovedCursor['cursor'],
): SettledCursor => {
  const { id: subscriptionId, customerId } = facts;
  const { timeZone } = planAt(facts, cursor.nextDueAt ?? facts.updatedAt);
  return { subscriptionId, customerId, timeZone, cursor };
};

const keyOf = ({ customerId, currency }: SubscriptionFacts): string => `${customerId}/${currency}`;

/** Tells whether the customer of a subscription will be charged again in its currency. */
export const isGoingOn = (
  moved: readonly TrackedSubscription[],
): ((facts: SubscriptionFacts) => boolean) => {
  const running = new Set(
    moved.flatMap(({ facts, cursor }) =>
      cursor.nextDueAt === null || isOver(facts, cursor) ? [] : [keyOf(facts)],
    ),
  );
  return (facts) => running.has(keyOf(facts));
};

// Only usage that came late may still be found of it: it has ended, or nobody says when it resumes.
const isOver = (
  { end, segments }: SubscriptionFacts,
  { settledThrough }: MovedCursor['cursor'],
): boolean => {
  const last = segments.at(-1);
  const over = last?.isPaused === true ? last.from : end;
  return over !== null && settledThrough !== null && over.at <= settledThrough;
};

/**
 * Writes what was settled, issues the drafts that are due, and says when each customer is due next.
 */
export const writeSettled = async (
  book: SubscriptionBook,
  { proposals, cursors, credited, notices = [] }: Settling,
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
  const needs = { proposals, terms, credited, dueDrafts, waiting, balances: credit };
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
