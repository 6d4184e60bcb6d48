// The names of the catalogue that the package exports.

export type { ArchivePlanInput } from '#application/catalog/archive-plan.ts';
export type { CreatePlanInput } from '#application/catalog/create-plan.ts';
export type { CreatePlanVersionInput } from '#application/catalog/create-plan-version.ts';
export type { DeletePlanVersionInput } from '#application/catalog/delete-plan-version.ts';
export type { DeleteProductInput } from '#application/catalog/delete-product.ts';
export type { DraftVersionInput } from '#application/catalog/lock-active-plan.ts';
export type { TaxedProduct } from '#application/catalog/ports.ts';
export type { PublishPlanVersionInput } from '#application/catalog/publish-plan-version.ts';
export type {
  PlanFilter,
  PlanVersionFilter,
  PlanVersionQueries,
  PlanVersionView,
  PlanView,
  ProductFilter,
  ProductView,
} from '#application/catalog/queries.ts';
export type { RestorePlanInput } from '#application/catalog/restore-plan.ts';
export type { UpdatePlanInput } from '#application/catalog/update-plan.ts';
export type { UpdatePlanVersionInput } from '#application/catalog/update-plan-version.ts';
export type { UpdateProductInput } from '#application/catalog/update-product.ts';
export type {
  GetPlanInput,
  GetPlanVersionInput,
  GetProductInput,
  ListPlansInput,
  ListPlanVersionsInput,
  ListProductsInput,
  PlanUseCases,
  PlanVersionUseCases,
  ProductUseCases,
} from '#application/catalog/use-cases.ts';
export type { CatalogEntryInput } from '#domain/catalog/entry.ts';
export * from '#domain/catalog/errors.ts';
export type { Feature, FeatureInput, FeatureKind, LimitFeature } from '#domain/catalog/feature.ts';
export type { Override, OverrideInput } from '#domain/catalog/override.ts';
export type { OfferedTerms, PlanChanges, PlanInput, PlanStatus } from '#domain/catalog/plan.ts';
export type { PlanTermsChanges, PlanTermsInput } from '#domain/catalog/plan-terms.ts';
export type {
  AnyPlanVersion,
  DeletedPlanVersion,
  DraftPlanVersion,
  NewPlanVersion,
  PlanVersion,
  PlanVersionFacts,
  PlanVersionStatus,
  PublishedPlanVersion,
} from '#domain/catalog/plan-version.ts';
export type {
  Billed,
  InTrial,
  Price,
  PriceFacts,
  PriceInput,
  PriceKind,
} from '#domain/catalog/price.ts';
export type { CarriedAmounts } from '#domain/catalog/pricing/dynamic.ts';
export type { HeldUnits } from '#domain/catalog/pricing/held.ts';
export type * from '#domain/catalog/pricing/input.ts';
export type * from '#domain/catalog/pricing/model.ts';
export type { PaidEvents } from '#domain/catalog/pricing/percentage.ts';
export type { ExplainedStep } from '#domain/catalog/pricing/words.ts';
export type { ProductChanges, ProductInput } from '#domain/catalog/product.ts';
export type { UsageInput } from '#domain/catalog/usage-price.ts';
export type { UsageThresholds, UsageThresholdsInput } from '#domain/catalog/usage-thresholds.ts';
