import { postgresBalanceQueries } from '#infrastructure/typeorm/invoicing/balance-queries.ts';
import { postgresBalances } from '#infrastructure/typeorm/invoicing/balances.ts';
import { postgresBillingIssues } from '#infrastructure/typeorm/invoicing/billing-issues.ts';
import { postgresBillingRunQueries } from '#infrastructure/typeorm/invoicing/billing-run-queries.ts';
import { postgresInvoiceVerifications } from '#infrastructure/typeorm/invoicing/invoice-verifications.ts';
import { postgresInvoices } from '#infrastructure/typeorm/invoicing/invoices.ts';
import {
  postgresBillingIssueQueries,
  postgresInvoiceQueries,
} from '#infrastructure/typeorm/invoicing/invoicing-queries.ts';
import { postgresNumberSeries } from '#infrastructure/typeorm/invoicing/number-series.ts';
import { postgresPayments } from '#infrastructure/typeorm/invoicing/payments.ts';

// The resources of invoicing in PostgreSQL.

export const invoices = { repository: postgresInvoices, queries: postgresInvoiceQueries };
export const numberSeries = { repository: postgresNumberSeries };
export const invoiceVerifications = { repository: postgresInvoiceVerifications };
export const payments = { repository: postgresPayments };
export const balances = { repository: postgresBalances, queries: postgresBalanceQueries };
export const billingIssues = {
  repository: postgresBillingIssues,
  queries: postgresBillingIssueQueries,
};
export const billingRuns = { queries: postgresBillingRunQueries };
