import type { Totals } from '#domain/invoicing/totals.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type { CustomerId, InvoiceId } from '#domain/shared/ids.ts';
import type { Metadata } from '#domain/shared/metadata.ts';
import type { Money } from '#domain/shared/money.ts';
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

/** The facts of an invoice that was voided. */
export interface Voiding {
  readonly at: Instant;
  /** For people; null where nobody gave one. */
  readonly reason: string | null;
  /** The invoice that its charges were copied to; null where they were waived. */
  readonly reissuedAs: InvoiceId | null;
}

export interface InvoiceFacts extends Totals {
  readonly id: InvoiceId;
  /** The stored version that this state was read from; 0 before the first. */
  readonly version: number;
  readonly customerId: CustomerId;
  readonly currency: CurrencyCode;
  /** Null as long as it is a draft. */
  readonly issue: Issue | null;
  /** Null where it was not voided. */
  readonly voided: Voiding | null;
  /** Since when nobody expects its money any more; null where somebody does, or it came in. */
  readonly uncollectibleAt: Instant | null;
  readonly amountPaid: Money;
  /** When a draft is finalized by itself; null where a person does it, or it is done. */
  readonly finalizesAt: Instant | null;
  /** When it will be overdue; null when it cannot be any more, or is said to be. */
  readonly overdueAt: Instant | null;
  /** The days to pay it in; null for those of the customer, or of the tenant. */
  readonly paymentTermDays: number | null;
  readonly memo: string | null;
  readonly footer: string | null;
  readonly purchaseOrder: string | null;
  readonly metadata: Metadata;
  /** The voided invoice whose charges were copied to it; null where it replaces none. */
  readonly reissueOf: InvoiceId | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

type StatusFacts = Pick<InvoiceFacts, 'issue' | 'voided' | 'uncollectibleAt'>;

export const statusOf = ({ issue, voided, uncollectibleAt }: StatusFacts): InvoiceStatus => {
  if (issue === null) return 'draft';
  if (voided !== null) return 'voided';
  return uncollectibleAt === null ? 'finalized' : 'uncollectible';
};

export const paymentStatusOf = ({
  issue,
  voided,
  amountDue,
  amountPaid,
}: Pick<InvoiceFacts, 'issue' | 'voided' | 'amountDue' | 'amountPaid'>): PaymentStatus => {
  if (issue !== null && voided === null && amountDue.isZero()) return 'paid';
  return amountPaid.isPositive() ? 'partially_paid' : 'unpaid';
};
