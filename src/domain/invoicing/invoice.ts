import { InvoiceNotDraft, InvoiceNotPayable, InvoicePaid } from '#domain/invoicing/errors.ts';
import type { Totals } from '#domain/invoicing/totals.ts';
import { totalsFields } from '#domain/invoicing/totals.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type { DomainEvent } from '#domain/shared/events.ts';
import type { CustomerId, InvoiceId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { Metadata } from '#domain/shared/metadata.ts';
import { Money } from '#domain/shared/money.ts';
import {
  asStored,
  date,
  hidden,
  instant,
  mapOf,
  money,
  nullable,
  objectOf,
  onceStored,
  plain,
} from '#domain/shared/snapshot.ts';
import type { CalendarDate, Instant } from '#domain/shared/time.ts';

export const invoiceStatuses = ['draft', 'finalized', 'voided', 'uncollectible'] as const;
export type InvoiceStatus = (typeof invoiceStatuses)[number];

export const paymentStatuses = ['unpaid', 'partially_paid', 'paid'] as const;
export type PaymentStatus = (typeof paymentStatuses)[number];

/** The facts that are fixed when an invoice is issued. */
export interface Issue {
  readonly series: string;
  /** Unique in the tenant, without gaps in its series. */
  readonly number: string;
  /** The seller's local date. */
  readonly issuedOn: CalendarDate;
  readonly dueOn: CalendarDate;
  readonly finalizedAt: Instant;
  /** SHA-256 of what its lines say: proves that none was changed. */
  readonly digest: string;
}

export interface InvoiceFacts extends Totals {
  readonly id: InvoiceId;
  /** The stored version that this state was read from; 0 before the first. */
  readonly version: number;
  readonly customerId: CustomerId;
  readonly currency: CurrencyCode;
  /** Null as long as it is a draft. */
  readonly issue: Issue | null;
  readonly amountPaid: Money;
  /** When a draft is finalized by itself; null where a person does it, or it is done. */
  readonly finalizesAt: Instant | null;
  /** When it will be overdue; null when it cannot be any more, or is said to be. */
  readonly overdueAt: Instant | null;
  readonly memo: string | null;
  readonly footer: string | null;
  readonly purchaseOrder: string | null;
  readonly metadata: Metadata;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** A document about what a customer owes. */
export type Invoice = DraftInvoice | FinalizedInvoice;

/** One that may still change, and has no number. */
export class DraftInvoice {
  readonly status = 'draft' as const;
  readonly facts: InvoiceFacts & { readonly issue: null };
  readonly events: readonly DomainEvent[];

  constructor(facts: DraftInvoice['facts'], events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
  }

  /** Issues it: from now on nothing of it changes but what is paid. */
  finalize(issue: Issue, totals: Totals, overdueAt: Instant): FinalizedInvoice {
    const facts = {
      ...this.facts,
      ...totals,
      issue,
      finalizesAt: null,
      overdueAt: totals.amountDue.isPositive() ? overdueAt : null,
      updatedAt: issue.finalizedAt,
    };
    const before = this.events.length > 0 && this.facts.version === 0 ? null : this;
    const kept = before === null ? [] : this.events;
    const finalized = happened('invoice.finalized', issue.finalizedAt, before, facts);
    return new FinalizedInvoice(facts, [...kept, finalized]);
  }
}

/** One that was issued. */
export class FinalizedInvoice {
  readonly status = 'finalized' as const;
  readonly facts: InvoiceFacts & { readonly issue: Issue };
  readonly events: readonly DomainEvent[];

  constructor(facts: FinalizedInvoice['facts'], events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
    invariant(!facts.total.isNegative(), 'A document never goes below zero.');
  }

  /**
   * Takes in money that was received. What exceeds the amount due is not taken: it belongs to the
   * customer's balance.
   * @throws {InvoicePaid}
   */
  pay(
    amount: Money,
    now: Instant,
  ): { readonly invoice: FinalizedInvoice; readonly taken: Money; readonly excess: Money } {
    const { amountDue, amountPaid } = this.facts;
    if (!amountDue.isPositive()) throw new InvoicePaid();
    const taken = amount.compare(amountDue) > 0 ? amountDue : amount;
    const left = amountDue.minus(taken);
    const facts = {
      ...this.facts,
      amountDue: left,
      amountPaid: amountPaid.plus(taken),
      overdueAt: left.isZero() ? null : this.facts.overdueAt,
      updatedAt: now,
    };
    const type = left.isZero() ? 'invoice.paid' : 'invoice.partially_paid';
    const invoice = new FinalizedInvoice(facts, [...this.events, happened(type, now, this, facts)]);
    return { invoice, taken, excess: amount.minus(taken) };
  }

  /** Says that it is overdue, once. */
  fallOverdue(now: Instant): FinalizedInvoice {
    const facts = { ...this.facts, overdueAt: null, updatedAt: now };
    return new FinalizedInvoice(facts, [
      ...this.events,
      happened('invoice.overdue', now, this, facts),
    ]);
  }
}

/** A new document. It is a draft, until it is finalized in the same moment or later. */
export const draftInvoice = (
  facts: Omit<
    DraftInvoice['facts'],
    'version' | 'issue' | 'amountPaid' | 'overdueAt' | 'updatedAt'
  >,
): DraftInvoice => {
  const drafted = {
    ...facts,
    version: 0,
    issue: null,
    amountPaid: Money.zero(facts.currency),
    overdueAt: null,
    updatedAt: facts.createdAt,
  };
  return new DraftInvoice(drafted, [happened('invoice.created', facts.createdAt, null, drafted)]);
};

/** The invoice with these facts, in the state that they tell. */
export const invoiceOf = (facts: InvoiceFacts): Invoice => {
  const { issue } = facts;
  return issue === null
    ? new DraftInvoice({ ...facts, issue })
    : new FinalizedInvoice({ ...facts, issue });
};

/** @throws {InvoiceNotDraft} */
export const requireDraft = (invoice: Invoice): DraftInvoice => {
  if (invoice.status !== 'draft') throw new InvoiceNotDraft();
  return invoice;
};

/** @throws {InvoiceNotPayable} */
export const requireFinalized = (invoice: Invoice): FinalizedInvoice => {
  if (invoice.status !== 'finalized') throw new InvoiceNotPayable();
  return invoice;
};

export const statusOf = ({ issue }: Pick<InvoiceFacts, 'issue'>): InvoiceStatus =>
  issue === null ? 'draft' : 'finalized';

export const paymentStatusOf = ({
  issue,
  amountDue,
  amountPaid,
}: Pick<InvoiceFacts, 'issue' | 'amountDue' | 'amountPaid'>): PaymentStatus => {
  if (issue !== null && amountDue.isZero()) return 'paid';
  return amountPaid.isPositive() ? 'partially_paid' : 'unpaid';
};

/** An invoice as its events show it. */
const stated = ({ issue, ...facts }: InvoiceFacts) => ({
  ...facts,
  status: statusOf({ issue }),
  paymentStatus: paymentStatusOf({ ...facts, issue }),
  number: issue?.number ?? null,
  issuedOn: issue?.issuedOn ?? null,
  dueOn: issue?.dueOn ?? null,
  digest: issue?.digest ?? null,
});

const happened = (
  type: string,
  at: Instant,
  before: { readonly facts: InvoiceFacts; readonly events: readonly DomainEvent[] } | null,
  after: InvoiceFacts,
): DomainEvent => ({
  type,
  subjectId: after.id,
  occurredAt: at,
  before: before === null ? null : encoder.encode(stated(asStored(before))),
  after: encoder.encode(stated(onceStored(after))),
});

const encoder = objectOf<ReturnType<typeof stated>>({
  id: plain,
  version: plain,
  status: plain,
  number: plain,
  customerId: plain,
  currency: plain,
  issuedOn: nullable(date),
  dueOn: nullable(date),
  ...totalsFields,
  amountPaid: money,
  paymentStatus: plain,
  digest: plain,
  finalizesAt: nullable(instant),
  overdueAt: hidden(nullable(instant)),
  memo: plain,
  footer: plain,
  purchaseOrder: plain,
  metadata: mapOf(plain),
  createdAt: instant,
  updatedAt: instant,
});
