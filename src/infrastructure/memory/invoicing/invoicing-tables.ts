import type { Balance, IssuedDocument, Payment } from '#application/invoicing/ports.ts';
import type { BalanceTransactionView } from '#application/invoicing/queries.ts';
import type { BillingIssueFacts } from '#domain/invoicing/billing-issue.ts';
import type { Invoice } from '#domain/invoicing/invoice.ts';
import type { CalendarDate } from '#domain/shared/time.ts';
import type { MemoryTable } from '#infrastructure/memory/memory-table.ts';

/** How far the numbers of a series have come. */
export interface NumberSeries {
  readonly series: string;
  readonly lastNumber: number;
  readonly lastIssuedOn: CalendarDate;
}

/** How far the invoices of a series were verified. */
export interface VerifiedSeries {
  readonly through: number;
}

/** The tables of invoicing in memory. */
export interface InvoicingTables {
  readonly invoices: MemoryTable<Invoice>;
  /** By the invoice's key. */
  readonly invoiceDocuments: MemoryTable<IssuedDocument>;
  readonly payments: MemoryTable<Payment>;
  readonly numberSeries: MemoryTable<NumberSeries>;
  /** By the key of the series. */
  readonly invoiceVerifications: MemoryTable<VerifiedSeries>;
  /** By the customer's key and the currency. */
  readonly balances: MemoryTable<Balance>;
  readonly balanceTransactions: MemoryTable<BalanceTransactionView>;
  readonly billingIssues: MemoryTable<BillingIssueFacts>;
}
