// The names of taxes that the package exports.

export type { ArchiveTaxRateInput } from '#application/taxes/archive-tax-rate.ts';
export type { TaxRateRepository, TaxRepositories } from '#application/taxes/ports.ts';
export type { TaxRateFilter, TaxRateView } from '#application/taxes/queries.ts';
export type { UpdateTaxRateInput } from '#application/taxes/update-tax-rate.ts';
export type {
  GetTaxRateInput,
  ListTaxRatesInput,
  TaxRateUseCases,
} from '#application/taxes/use-cases.ts';
export type { KnownTaxRates } from '#application/tenants/known-tax-rates.ts';
export * from '#domain/taxes/errors.ts';
export type {
  ActiveTaxRate,
  ArchivedTaxRate,
  TaxRate,
  TaxRateChanges,
  TaxRateFacts,
  TaxRateInput,
  TaxRateStatus,
} from '#domain/taxes/tax-rate.ts';
