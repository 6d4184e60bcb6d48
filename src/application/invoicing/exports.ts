// The names of invoices, their taxes and balances that the package exports.

export type { AdjustBalanceInput } from '#application/invoicing/collection/adjust-balance.ts';
export type {
  BalanceUseCases,
  GetBalanceInput,
  ListBalanceTransactionsInput,
} from '#application/invoicing/collection/balance-use-cases.ts';
export type { QuotedInvoicePreview } from '#application/invoicing/documents/invoice-preview.ts';
export type { BalanceTransaction, IssuedLine } from '#application/invoicing/ports.ts';
export type {
  AmountRange,
  BalanceQueries,
  BalanceTransactionFilter,
  BalanceTransactionView,
  BillingIssueFilter,
  BillingStanding,
  CustomerBalanceView,
  InvoiceDocumentView,
  InvoiceFilter,
  InvoiceView,
  WrittenInvoiceView,
} from '#application/invoicing/queries.ts';
export type {
  ListBillingIssuesInput,
  ListInvoicesInput,
} from '#application/invoicing/use-cases.ts';
export type {
  InvoiceLineView,
  ListInvoiceLinesInput,
} from '#application/invoicing/views/list-lines.ts';
export type {
  InvoiceFile,
  RenderInvoiceInput,
} from '#application/invoicing/views/render-invoice.ts';
export type { BalanceAdjustmentInput, BalanceMove } from '#domain/invoicing/balance.ts';
export type { BillingIssueCode, BillingIssueFacts } from '#domain/invoicing/billing-issue.ts';
export type { DocumentLanguage, Paper } from '#domain/invoicing/document-form.ts';
export type { DocumentLine } from '#domain/invoicing/document-line.ts';
export * from '#domain/invoicing/errors.ts';
export type {
  DraftInvoice,
  FinalizedInvoice,
  Invoice,
  IssuedInvoice,
  PaidInvoice,
  UncollectibleInvoice,
  VoidedInvoice,
} from '#domain/invoicing/invoice.ts';
export type {
  InvoiceFacts,
  InvoiceStatus,
  Issue as InvoiceIssue,
  PaymentStatus,
  Voiding as InvoiceVoiding,
} from '#domain/invoicing/invoice-facts.ts';
export type { ExplainableLine } from '#domain/invoicing/line-explanation.ts';
export type { Buyer } from '#domain/invoicing/parties.ts';
export type { CreditedCharge } from '#domain/invoicing/tax-documents.ts';
export type { LineSums, TaxedCharge } from '#domain/invoicing/taxed-charge.ts';
export type { Totals } from '#domain/invoicing/totals.ts';
export type { AppliedRate, TaxRule } from '#domain/taxes/applied-rate.ts';
export type { TaxCorrection } from '#domain/taxes/correction.ts';
export type { LineTax, LineTaxes, RateTotal } from '#domain/taxes/line-taxes.ts';
