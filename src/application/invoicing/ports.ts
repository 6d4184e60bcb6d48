import type { BalanceMove } from '#domain/invoicing/balance.ts';
import type { BillingIssueFacts } from '#domain/invoicing/billing-issue.ts';
import type { Invoice } from '#domain/invoicing/invoice.ts';
import type { Buyer } from '#domain/invoicing/parties.ts';
import type { CreditedCharge } from '#domain/invoicing/tax-documents.ts';
import type { LineSums } from '#domain/invoicing/taxed-charge.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import type { Recordable } from '#domain/shared/events.ts';
import type {
  BalanceTransactionId,
  CustomerId,
  InvoiceId,
  LineId,
  PaymentId,
} from '#domain/shared/ids.ts';
import type { Money } from '#domain/shared/money.ts';
import type { Deleted } from '#domain/shared/resource-events.ts';
import type { CalendarDate, Instant } from '#domain/shared/time.ts';
import type { TaxRule } from '#domain/taxes/applied-rate.ts';
import type { LineTaxes } from '#domain/taxes/line-taxes.ts';
import type { Seller } from '#domain/tenants/billing-settings.ts';

/** The part of an invoice that is stored once and for ever, when it is issued. */
export interface IssuedDocument {
  readonly invoiceId: InvoiceId;
  readonly seller: Seller;
  readonly buyer: Buyer;
  readonly issuedAt: Instant;
  /** In the order in which they stand on it. */
  readonly lines: readonly IssuedLine[];
  /** How its taxes were rounded; null where nothing taxes it. */
  readonly taxRule: TaxRule | null;
}

/** The part of a line that is fixed with its document. */
export interface IssuedLine extends Pick<LineSums, 'discount' | 'tax' | 'total'> {
  readonly lineId: LineId;
  readonly taxed: LineTaxes;
}

/** When an invoice needs attention next: it is to be finalized, or falls overdue. */
export interface PendingInvoice {
  readonly customerId: CustomerId;
  readonly at: Instant;
}

/**
 * The invoices of the tenant.
 *
 * 1. `find` gives what was last stored, in the state it was stored in, or nothing.
 * 2. `add` stores new ones, `save` and `saveAll` changed ones, one version on; all record what
 *    happened to them.
 * 3. `save` and `saveAll` of a state whose version is not the stored one change nothing and throw.
 * 4. No two share a number; those of two tenants may.
 * 5. `countSince` counts those that were made since an instant in real time.
 * 6. `issue` fixes documents, each once, and a line stands on one: what it stored cannot be
 *    changed by anybody.
 * 7. `pending` gives for each customer the next instant at which an invoice of theirs needs
 *    attention, but for some invoices, and nothing for those who have none; `needingAttention`
 *    those that do by then, by the ids of customer and invoice.
 * 8. `credited` gives those of these charges that there are, with the taxes that they were issued
 *    with; in any order.
 * 9. `delete` deletes a draft in the version that was found, and records that. Another version, an
 *    issued one, or one that a line stands on is not deleted, and it throws.
 */
export interface InvoiceRepository {
  find(invoiceId: InvoiceId): Promise<Invoice | undefined>;
  /** @throws {InvoiceNumberTaken} */
  add(invoices: readonly Invoice[]): Promise<void>;
  /** @throws {VersionMismatch | InvoiceNumberTaken} */
  save(invoice: Invoice): Promise<Invoice>;
  /** @throws {VersionMismatch | InvoiceNumberTaken} when one of them cannot be saved. */
  saveAll(invoices: readonly Invoice[]): Promise<readonly Invoice[]>;
  /** @throws {VersionMismatch} */
  delete(draft: Deleted<InvoiceId>): Promise<void>;
  issue(documents: readonly IssuedDocument[]): Promise<void>;
  countSince(instant: Instant): Promise<number>;
  credited(lineIds: readonly LineId[]): Promise<readonly CreditedCharge[]>;
  /**
   * The next instant for each customer at which one of their invoices needs attention.
   * @param except those that are given it just now
   */
  pending(
    customerIds: readonly CustomerId[],
    except: readonly InvoiceId[],
  ): Promise<readonly PendingInvoice[]>;
  /** Those that need attention by then: drafts to finalize, issued ones that fall overdue. */
  needingAttention(
    customerIds: readonly CustomerId[],
    through: Instant,
  ): Promise<readonly Invoice[]>;
}

/**
 * Numbers of invoices.
 *
 * 1. Numbers of a series follow each other without a gap, from 1, whatever fails.
 * 2. `issuedOn` is never before that of a number before: it is given back as it may be used.
 */
export interface NumberSeriesRepository {
  take(
    series: string,
    count: number,
    issuedOn: CalendarDate,
  ): Promise<{ readonly first: number; readonly issuedOn: CalendarDate }>;
}

/** Money received, recorded by a person. */
export interface Payment {
  readonly id: PaymentId;
  readonly invoiceId: InvoiceId;
  readonly amount: Money;
  readonly paidOn: CalendarDate;
  readonly reference: string | null;
  readonly createdAt: Instant;
}

/** 1. A payment of nothing is refused, and so is one for an invoice that there is not. */
export interface PaymentRepository {
  add(payment: Payment): Promise<void>;
}

/** One change of what a tenant owes to a customer. */
export interface BalanceTransaction {
  readonly id: BalanceTransactionId;
  readonly customerId: CustomerId;
  /** Positive: more for the customer. */
  readonly amount: Money;
  readonly kind: BalanceMove;
  readonly reason: string | null;
  readonly invoiceId: InvoiceId | null;
  readonly createdAt: Instant;
}

/** The balance of a customer in one currency: their credit, never below zero. */
export interface Balance {
  readonly customerId: CustomerId;
  readonly currency: CurrencyCode;
  readonly amount: Money;
}

/**
 * The balances of customers: their credit with the tenant.
 *
 * 1. A balance is the sum of its transactions, in each currency by itself. There is none before the
 *    first.
 * 2. It never goes below zero: the transaction that would take it there is refused.
 * 3. `move` records the events that it is given along with the transactions.
 */
export interface BalanceRepository {
  of(customerIds: readonly CustomerId[]): Promise<readonly Balance[]>;
  /** @throws {BalanceBelowZero} */
  move(transactions: readonly BalanceTransaction[], told?: readonly Recordable[]): Promise<void>;
}

/**
 * The faults in the billing of customers, which wait for a person.
 *
 * 1. `find` gives what was last stored, or nothing; what is added is open.
 * 2. `resolve` of one that is resolved, or has another version, changes nothing and throws.
 */
export interface BillingIssueRepository {
  add(issue: BillingIssueFacts): Promise<void>;
  find(issueId: BillingIssueFacts['id']): Promise<BillingIssueFacts | undefined>;
  /** @throws {VersionMismatch} */
  resolve(issue: BillingIssueFacts, at: Instant): Promise<void>;
}

/** How far the numbers of a series have come, and how far its invoices were verified. */
export interface SeriesStanding {
  readonly series: string;
  /** The last number that was given. */
  readonly lastNumber: number;
  /** All up to this one were verified; 0 where none was. */
  readonly verifiedThrough: number;
}

/**
 * How far issued invoices were verified. Numbers are given in the order of the commits, so none can
 * be issued later and stand before the last one.
 *
 * 1. `standing` gives all series of the tenant, by their names.
 * 2. `moveOn` says how far a series is verified by now, and whether it stood where it was said to:
 *    where another moved it meanwhile, it changes nothing.
 */
export interface InvoiceVerificationRepository {
  standing(): Promise<readonly SeriesStanding[]>;
  moveOn(series: string, from: number, through: number): Promise<boolean>;
}

export interface InvoicingRepositories {
  readonly invoiceVerifications: InvoiceVerificationRepository;
  readonly invoices: InvoiceRepository;
  readonly numberSeries: NumberSeriesRepository;
  readonly payments: PaymentRepository;
  readonly balances: BalanceRepository;
  readonly billingIssues: BillingIssueRepository;
}
