import type { Balance, IssuedDocument, Payment } from '#application/invoicing/ports.ts';
import type { BalanceTransactionView } from '#application/invoicing/queries.ts';
import type { BillingIssueFacts } from '#domain/invoicing/billing-issue.ts';
import type { Invoice } from '#domain/invoicing/invoice.ts';
import type {
  NumberSeries,
  VerifiedSeries,
} from '#infrastructure/memory/invoicing/invoicing-tables.ts';
import {
  memoryBalanceQueries,
  memoryBalances,
} from '#infrastructure/memory/invoicing/memory-balances.ts';
import {
  memoryBillingIssueQueries,
  memoryBillingIssues,
} from '#infrastructure/memory/invoicing/memory-billing-issues.ts';
import { memoryBillingRunQueries } from '#infrastructure/memory/invoicing/memory-billing-runs.ts';
import { memoryInvoiceQueries } from '#infrastructure/memory/invoicing/memory-invoice-queries.ts';
import { memoryInvoiceVerifications } from '#infrastructure/memory/invoicing/memory-invoice-verifications.ts';
import { memoryInvoices } from '#infrastructure/memory/invoicing/memory-invoices.ts';
import { memoryNumberSeries } from '#infrastructure/memory/invoicing/memory-number-series.ts';
import { memoryPayments } from '#infrastructure/memory/invoicing/memory-payments.ts';
import { MemoryTable } from '#infrastructure/memory/memory-table.ts';

// The resources of invoicing in memory.

export const invoices = {
  table: () => new MemoryTable<Invoice>(),
  repository: memoryInvoices,
  queries: memoryInvoiceQueries,
};
export const invoiceDocuments = { table: () => new MemoryTable<IssuedDocument>() };
export const payments = { table: () => new MemoryTable<Payment>(), repository: memoryPayments };
export const numberSeries = {
  table: () => new MemoryTable<NumberSeries>(),
  repository: memoryNumberSeries,
};
export const invoiceVerifications = {
  table: () => new MemoryTable<VerifiedSeries>(),
  repository: memoryInvoiceVerifications,
};
export const balances = {
  table: () => new MemoryTable<Balance>(),
  repository: memoryBalances,
  queries: memoryBalanceQueries,
};
export const balanceTransactions = { table: () => new MemoryTable<BalanceTransactionView>() };
export const billingIssues = {
  table: () => new MemoryTable<BillingIssueFacts>(),
  repository: memoryBillingIssues,
  queries: memoryBillingIssueQueries,
};
export const billingRuns = { queries: memoryBillingRunQueries };
