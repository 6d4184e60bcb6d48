import type { BalanceTransaction } from '#application/invoicing/ports.ts';
import type { DateRange, TimeZoneReads } from '#application/shared/created-on.ts';
import type { InstantRange, Slice } from '#application/shared/page.ts';
import type { BillingIssueFacts } from '#domain/invoicing/billing-issue.ts';
import type { DocumentLine } from '#domain/invoicing/document-line.ts';
import { documentLines } from '#domain/invoicing/document-line.ts';
import type { Invoice } from '#domain/invoicing/invoice.ts';
import type {
  InvoiceFacts,
  InvoiceStatus,
  PaymentStatus,
} from '#domain/invoicing/invoice-facts.ts';
import { paymentStatusOf, statusOf } from '#domain/invoicing/invoice-facts.ts';
import type { ExplainableLine } from '#domain/invoicing/line-explanation.ts';
import type { Buyer } from '#domain/invoicing/parties.ts';
import type { TaxedCharge } from '#domain/invoicing/taxed-charge.ts';
import { rateTotals } from '#domain/invoicing/taxed-charge.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type {
  BalanceTransactionId,
  CustomerId,
  InvoiceId,
  LineId,
  SubscriptionId,
} from '#domain/shared/ids.ts';
import type { Money } from '#domain/shared/money.ts';
import type { CalendarDate, Instant } from '#domain/shared/time.ts';
import type { TaxRule } from '#domain/taxes/applied-rate.ts';
import type { RateTotal } from '#domain/taxes/line-taxes.ts';
import type { Seller } from '#domain/tenants/billing-settings.ts';

/** An invoice as the tenant's people see it, without its lines. */
export interface InvoiceView extends Omit<InvoiceFacts, 'issue' | 'voided'> {
  readonly status: InvoiceStatus;
  readonly paymentStatus: PaymentStatus;
  readonly number: string | null;
  /** The series that its number belongs to. */
  readonly series: string | null;
  readonly issuedOn: CalendarDate | null;
  readonly dueOn: CalendarDate | null;
  /** When it was issued. */
  readonly finalizedAt: Instant | null;
  /** SHA-256 of what the lines of an issued one say. */
  readonly digest: string | null;
  readonly voidedAt: Instant | null;
  readonly voidReason: string | null;
  /** The invoice that replaces a voided one; null where its charges were waived. */
  readonly reissuedAs: InvoiceId | null;
}

/** With its lines and, once it is issued, with who stands on it. */
export interface InvoiceDocumentView extends InvoiceView {
  readonly seller: Seller | null;
  readonly buyer: Buyer | null;
  /** In the order in which they stand on it. */
  readonly lines: readonly TaxedCharge[];
  /** How its taxes are rounded; null where nothing taxes it. */
  readonly taxRule: TaxRule | null;
}

export const invoiceView = ({ facts }: Invoice): InvoiceView => invoiceViewOf(facts);

export const invoiceViewOf = ({ issue, voided, ...facts }: InvoiceFacts): InvoiceView => ({
  ...facts,
  status: statusOf({ ...facts, issue, voided }),
  paymentStatus: paymentStatusOf({ ...facts, issue, voided }),
  number: issue?.number ?? null,
  series: issue?.series ?? null,
  issuedOn: issue?.issuedOn ?? null,
  dueOn: issue?.dueOn ?? null,
  finalizedAt: issue?.finalizedAt ?? null,
  digest: issue?.digest ?? null,
  voidedAt: voided?.at ?? null,
  voidReason: voided?.reason ?? null,
  reissuedAs: voided?.reissuedAs ?? null,
});

/** A draft as a call that writes it answers, with its lines as they are shown. */
export interface WrittenInvoiceView extends InvoiceView {
  /** Nobody stands on it yet. */
  readonly seller: null;
  readonly buyer: null;
  readonly lines: readonly DocumentLine[];
  /** Of the document, by rate. */
  readonly taxes: readonly RateTotal[];
}

export const draftView = (draft: Invoice, lines: readonly TaxedCharge[]): WrittenInvoiceView => ({
  ...invoiceView(draft),
  seller: null,
  buyer: null,
  lines: documentLines(draft.facts, lines),
  taxes: rateTotals(lines),
});

/** A span of amounts in minor units, both ends in it; each may be missing. */
export interface AmountRange {
  readonly gte?: bigint | undefined;
  readonly lte?: bigint | undefined;
}

export interface InvoiceFilter {
  readonly status?: InvoiceStatus | undefined;
  readonly paymentStatus?: PaymentStatus | undefined;
  readonly customerId?: CustomerId | undefined;
  /** Those with a line of this subscription. */
  readonly subscriptionId?: SubscriptionId | undefined;
  readonly number?: string | undefined;
  readonly currency?: CurrencyCode | undefined;
  /** Drafts have no due date. */
  readonly dueOn?: DateRange | undefined;
  /** Of invoices in `currency`, which must be given with it. */
  readonly total?: AmountRange | undefined;
  /** Those that were not paid by their due date, as `invoice.overdue` told; or all others. */
  readonly isOverdue?: boolean | undefined;
  readonly createdAt?: InstantRange | undefined;
}

/** Whether an invoice was not paid by its due date, as `invoice.overdue` told. */
export const isOverdue = ({ status, amountDue, overdueAt }: InvoiceView): boolean =>
  status === 'finalized' && amountDue.isPositive() && overdueAt === null;

/**
 * Reads of one tenant's invoices. 1. Newest first. 2. Up to `slice.limit` after `slice.after`.
 * 3. `search`: those whose number begins so, as it is written or in capital letters, or whose id
 * does: up to `limit` for each way.
 */
export interface InvoiceQueries {
  find(invoiceId: InvoiceId): Promise<InvoiceDocumentView | undefined>;
  list(filter: InvoiceFilter, slice: Slice<InvoiceId>): Promise<readonly InvoiceView[]>;
  search(text: string, limit: number): Promise<readonly InvoiceView[]>;
  /** The lines of these, in the order in which they stand on each; of those without any, none. */
  linesOf(
    invoiceIds: readonly InvoiceId[],
  ): Promise<ReadonlyMap<InvoiceId, readonly TaxedCharge[]>>;
  /** Those with these numbers, in no order; a number that nobody has is left out. */
  numbered(numbers: readonly string[]): Promise<readonly InvoiceView[]>;
  findLine(invoiceId: InvoiceId, lineId: LineId): Promise<ExplainableLine | undefined>;
  /** All lines of issued documents with their terms, in steps: for whoever verifies them. */
  explained(
    invoiceIds: readonly InvoiceId[],
  ): Promise<ReadonlyMap<InvoiceId, readonly ExplainableLine[]>>;
}

export interface BillingIssueFilter {
  readonly customerId?: CustomerId | undefined;
  /** Those that wait for a person, where absent. */
  readonly status?: 'open' | 'resolved' | 'all' | undefined;
  readonly createdAt?: InstantRange | undefined;
}

/** 1. Newest first. 2. Up to `slice.limit` after `slice.after`. */
export interface BillingIssueQueries {
  list(
    filter: BillingIssueFilter,
    slice: Slice<BillingIssueFacts['id']>,
  ): Promise<readonly BillingIssueFacts[]>;
}

/** How the billing of a tenant stands. */
export interface BillingStanding {
  /** Customers with something due by the tenant's business time, and not set aside. */
  readonly due: number;
  /** When something is due next, or since when it is; null where nothing is. */
  readonly nextDueAt: Instant | null;
  /** Customers that the runs leave out. */
  readonly parked: number;
  readonly openIssues: number;
}

/** How the runs of one tenant stand. 1. `standing` counts what there is now. */
export interface BillingRunQueries {
  standing(): Promise<BillingStanding>;
}

/** The balances of a customer, an amount for each currency that there ever was one in. */
export interface CustomerBalanceView {
  readonly balances: readonly Money[];
}

export interface BalanceTransactionFilter {
  readonly customerId: CustomerId;
  readonly createdAt?: InstantRange | undefined;
}

export interface BalanceTransactionView extends BalanceTransaction {
  /** The balance once it was made. */
  readonly balanceAfter: Money;
}

/**
 * Reads of customers' balances.
 *
 * 1. `of` gives an amount for each currency, by its code.
 * 2. `transactions` gives those of a customer in all currencies, newest first: up to `slice.limit`
 *    after `slice.after`.
 */
export interface BalanceQueries {
  of(customerId: CustomerId): Promise<readonly Money[]>;
  transactions(
    filter: BalanceTransactionFilter,
    slice: Slice<BalanceTransactionId>,
  ): Promise<readonly BalanceTransactionView[]>;
}

export interface InvoicingReads extends TimeZoneReads {
  readonly balances: BalanceQueries;
  readonly invoices: InvoiceQueries;
  readonly billingRuns: BillingRunQueries;
  readonly billingIssues: BillingIssueQueries;
}
