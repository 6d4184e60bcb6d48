import {
  InvoiceHasCharges,
  InvoiceHasPayments,
  InvoiceNotDraft,
  InvoicePaid,
} from '#domain/invoicing/errors.ts';
import type { InvoiceFacts, Issue, Voiding } from '#domain/invoicing/invoice-facts.ts';
import { statusOf } from '#domain/invoicing/invoice-facts.ts';
import { deleted, happened, saysTheSame } from '#domain/invoicing/invoice-history.ts';
import type { InvoiceTextsChanges } from '#domain/invoicing/invoice-texts.ts';
import { changedTexts } from '#domain/invoicing/invoice-texts.ts';
import type { Totals } from '#domain/invoicing/totals.ts';
import type { DomainEvent } from '#domain/shared/events.ts';
import type { InvoiceId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { Money } from '#domain/shared/money.ts';
import type { Deleted } from '#domain/shared/resource-events.ts';
import type { Instant } from '#domain/shared/time.ts';

/** A document about what a customer owes. */
export type Invoice = DraftInvoice | IssuedInvoice;

/** One that has its number: its document never changes. */
export type IssuedInvoice = FinalizedInvoice | UncollectibleInvoice | VoidedInvoice;

/** One that may still change, and has no number. */
export class DraftInvoice {
  readonly status = 'draft' as const;
  readonly facts: InvoiceFacts & { readonly issue: null; readonly voided: null };
  readonly events: readonly DomainEvent[];

  constructor(facts: DraftInvoice['facts'], events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
  }

  /** Has the sums of other lines from now on. */
  withTotals(totals: Totals, now: Instant): DraftInvoice {
    const facts = { ...this.facts, ...totals, updatedAt: now };
    return new DraftInvoice(facts, [...this.events, happened('invoice.updated', now, this, facts)]);
  }

  /** Issues it: from now on nothing of it changes but what becomes of the money. */
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

  /**
   * Deletes it for good.
   * @param isManual whether all that stands on it was written by a person
   * @throws {InvoiceHasCharges}
   */
  delete(isManual: boolean, now: Instant): Deleted<InvoiceId> {
    if (!isManual) throw new InvoiceHasCharges();
    const { id, version } = this.facts;
    return { id, version, events: [...this.events, deleted(this, now)] };
  }
}

/** One that was issued, and whose money is expected. */
export class FinalizedInvoice {
  readonly status = 'finalized' as const;
  readonly facts: InvoiceFacts & { readonly issue: Issue };
  readonly events: readonly DomainEvent[];

  constructor(facts: IssuedInvoice['facts'], events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
    invariant(!facts.total.isNegative(), 'A document never goes below zero.');
  }

  /**
   * Takes in money that was received. What exceeds the amount due is not taken: it belongs to the
   * customer's balance.
   * @throws {InvoicePaid}
   */
  pay(amount: Money, now: Instant): PaidInvoice<FinalizedInvoice> {
    const { facts, events, ...paid } = takeIn(this, amount, now);
    return { ...paid, invoice: new FinalizedInvoice(facts, events) };
  }

  /** Says that it is overdue, once. */
  fallOverdue(now: Instant): FinalizedInvoice {
    const facts = { ...this.facts, overdueAt: null, updatedAt: now };
    return new FinalizedInvoice(facts, [
      ...this.events,
      happened('invoice.overdue', now, this, facts),
    ]);
  }

  /**
   * Gives up on what is left to pay. Should it come in all the same, it can still be paid.
   * @throws {InvoicePaid}
   */
  markUncollectible(now: Instant): UncollectibleInvoice {
    if (!this.facts.amountDue.isPositive()) throw new InvoicePaid();
    const facts = { ...this.facts, overdueAt: null, uncollectibleAt: now, updatedAt: now };
    return new UncollectibleInvoice(facts, [
      ...this.events,
      happened('invoice.marked_uncollectible', now, this, facts),
    ]);
  }

  /** @throws {InvoiceHasPayments} */
  void(voiding: Voiding): VoidedInvoice {
    return voided(this, voiding);
  }
}

/** One that was issued, and whose money nobody expects any more. */
export class UncollectibleInvoice {
  readonly status = 'uncollectible' as const;
  readonly facts: InvoiceFacts & { readonly issue: Issue };
  readonly events: readonly DomainEvent[];

  constructor(facts: IssuedInvoice['facts'], events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
  }

  /**
   * Takes in money that came after all, as a finalized one does. Once all is paid it is a finalized
   * invoice again.
   */
  pay(amount: Money, now: Instant): PaidInvoice<FinalizedInvoice | UncollectibleInvoice> {
    const { facts, events, ...paid } = takeIn(this, amount, now);
    const isPaid = facts.amountDue.isZero();
    const invoice = isPaid
      ? new FinalizedInvoice(facts, events)
      : new UncollectibleInvoice(facts, events);
    return { ...paid, invoice };
  }

  /** @throws {InvoiceHasPayments} */
  void(voiding: Voiding): VoidedInvoice {
    return voided(this, voiding);
  }
}

/** One that was issued, and counts no more. It keeps its number, and all that it said. */
export class VoidedInvoice {
  readonly status = 'voided' as const;
  readonly facts: InvoiceFacts & { readonly issue: Issue };
  readonly events: readonly DomainEvent[];

  constructor(facts: IssuedInvoice['facts'], events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
  }
}

/** An invoice that money was received for: the part that it takes, and what is too much. */
export interface PaidInvoice<Of extends IssuedInvoice> {
  readonly invoice: Of;
  readonly taken: Money;
  readonly excess: Money;
}

/** One whose money may still come in. */
export type OwedInvoice = FinalizedInvoice | UncollectibleInvoice;

const takeIn = (before: OwedInvoice, amount: Money, now: Instant) => {
  const { amountDue, amountPaid, overdueAt, uncollectibleAt } = before.facts;
  if (!amountDue.isPositive()) throw new InvoicePaid();
  const taken = amount.compare(amountDue) > 0 ? amountDue : amount;
  const left = amountDue.minus(taken);
  const isPaid = left.isZero();
  const facts = {
    ...before.facts,
    amountDue: left,
    amountPaid: amountPaid.plus(taken),
    overdueAt: isPaid ? null : overdueAt,
    uncollectibleAt: isPaid ? null : uncollectibleAt,
    updatedAt: now,
  };
  const type = isPaid ? 'invoice.paid' : 'invoice.partially_paid';
  const events = [...before.events, happened(type, now, before, facts)];
  return { facts, events, taken, excess: amount.minus(taken) };
};

const voided = (before: OwedInvoice, voiding: Voiding): VoidedInvoice => {
  if (before.facts.amountPaid.isPositive()) throw new InvoiceHasPayments();
  const facts = {
    ...before.facts,
    voided: voiding,
    amountDue: Money.zero(before.facts.currency),
    overdueAt: null,
    uncollectibleAt: null,
    updatedAt: voiding.at,
  };
  const event = happened('invoice.voided', voiding.at, before, facts);
  return new VoidedInvoice(facts, [...before.events, event]);
};

type FirstFacts = Omit<
  DraftInvoice['facts'],
  | 'version'
  | 'issue'
  | 'voided'
  | 'uncollectibleAt'
  | 'amountPaid'
  | 'overdueAt'
  | 'updatedAt'
  | 'paymentTermDays'
  | 'reissueOf'
> &
  Partial<Pick<InvoiceFacts, 'paymentTermDays' | 'reissueOf'>>;

/** A new document. It is a draft, until it is finalized in the same moment or later. */
export const draftInvoice = (facts: FirstFacts): DraftInvoice => {
  const drafted = {
    paymentTermDays: null,
    reissueOf: null,
    ...facts,
    version: 0,
    issue: null,
    voided: null,
    uncollectibleAt: null,
    amountPaid: Money.zero(facts.currency),
    overdueAt: null,
    updatedAt: facts.createdAt,
  };
  return new DraftInvoice(drafted, [happened('invoice.created', facts.createdAt, null, drafted)]);
};

/** The invoice with these facts, in the state that they tell. */
export const invoiceOf = (facts: InvoiceFacts, events: readonly DomainEvent[] = []): Invoice => {
  const { issue, voided: voiding } = facts;
  if (issue === null) return new DraftInvoice({ ...facts, issue, voided: null }, events);
  const issued = { ...facts, issue };
  if (voiding !== null) return new VoidedInvoice(issued, events);
  return statusOf(facts) === 'uncollectible'
    ? new UncollectibleInvoice(issued, events)
    : new FinalizedInvoice(issued, events);
};

/**
 * The invoice with other texts; the invoice itself where nothing differs. Of an issued one only the
 * metadata changes: they stand on no document.
 * @throws {InvalidValue} with every fault at once.
 * @throws {InvoiceNotDraft}
 */
export const changeTexts = (
  invoice: Invoice,
  { metadata, ...texts }: InvoiceTextsChanges,
  now: Instant,
): Invoice => {
  const isText = Object.values(texts).some((value) => value !== undefined);
  if (isText && invoice.status !== 'draft') throw new InvoiceNotDraft();
  const changed = { ...invoice.facts, ...changedTexts({ ...texts, metadata }) };
  if (saysTheSame(changed, invoice.facts)) return invoice;
  const facts = { ...changed, updatedAt: now };
  const event = happened('invoice.updated', now, invoice, facts);
  return invoiceOf(facts, [...invoice.events, event]);
};
