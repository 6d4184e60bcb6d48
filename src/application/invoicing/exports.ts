// The names of balances, and of the taxes of documents, that the package exports.

export type { AdjustBalanceInput } from '#application/invoicing/adjust-balance.ts';
export type {
  BalanceUseCases,
  GetBalanceInput,
  ListBalanceTransactionsInput,
} from '#application/invoicing/balance-use-cases.ts';
export type { BalanceTransaction, IssuedLine } from '#application/invoicing/ports.ts';
export type {
  BalanceQueries,
  BalanceTransactionFilter,
  BalanceTransactionView,
  CustomerBalanceView,
} from '#application/invoicing/queries.ts';
export type { BalanceAdjustmentInput, BalanceMove } from '#domain/invoicing/balance.ts';
export type { ExplainableLine } from '#domain/invoicing/line-explanation.ts';
export type { CreditedCharge } from '#domain/invoicing/tax-documents.ts';
export type { LineSums, TaxedCharge } from '#domain/invoicing/taxed-charge.ts';
export type { TaxRateId } from '#domain/shared/ids.ts';
export type { AppliedRate, TaxRule } from '#domain/taxes/applied-rate.ts';
export type { TaxCorrection } from '#domain/taxes/correction.ts';
export type { LineTax, LineTaxes } from '#domain/taxes/line-taxes.ts';
