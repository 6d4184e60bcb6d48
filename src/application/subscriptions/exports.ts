// The names of subscriptions that the package exports.

export type { InvoicePreview } from '#application/invoicing/documents/invoice-preview.ts';
export type { Quoted } from '#application/shared/quote.ts';
export type { CurrentUsage, CurrentUsageInput } from '#application/subscriptions/current-usage.ts';
export type {
  CustomerFeatures,
  EntitlementQueries,
  EntitlementReads,
} from '#application/subscriptions/entitlement-queries.ts';
export type {
  CheckEntitlementInput,
  CheckedEntitlement,
  Entitlement,
  EntitlementExtent,
  EntitlementRefusal,
  EntitlementUseCases,
  ListEntitlementsInput,
} from '#application/subscriptions/entitlements.ts';
export type { AdvanceMigrationInput } from '#application/subscriptions/plan-migrations/advance-migration.ts';
export type { PlanMigrationInput } from '#application/subscriptions/plan-migrations/choose-subscriptions.ts';
export type {
  PlanMigrationRepositories,
  PlanMigrationRepository,
} from '#application/subscriptions/plan-migrations/migration-ports.ts';
export type {
  MigratedSubscriptionFilter,
  MigratedSubscriptionView,
  PlanMigrationFilter,
  PlanMigrationQueries,
  PlanMigrationReads,
  PlanMigrationView,
} from '#application/subscriptions/plan-migrations/migration-queries.ts';
export type {
  GetPlanMigrationInput,
  ListMigratedSubscriptionsInput,
  ListPlanMigrationsInput,
  PlanMigrationUseCases,
} from '#application/subscriptions/plan-migrations/migration-use-cases.ts';
export type {
  MigrationPreview,
  PreviewedMove,
  PreviewMigrationInput,
} from '#application/subscriptions/plan-migrations/preview-migration.ts';
export type { StartMigrationInput } from '#application/subscriptions/plan-migrations/start-migration.ts';
export type { SelectedSubscription } from '#application/subscriptions/ports.ts';
export type {
  ChargePlace,
  ChargeSlice,
  ItemDeltaView,
  SubscriptionChangeFilter,
  SubscriptionChangeView,
  SubscriptionFilter,
  SubscriptionView,
  TimelineCharge,
} from '#application/subscriptions/queries.ts';
export type { UpdateSubscriptionInput } from '#application/subscriptions/update-subscription.ts';
export type { ListSubscriptionsInput } from '#application/subscriptions/use-cases.ts';
export type { ServedPeriod } from '#domain/subscriptions/agreement/current-period.ts';
export type { Mark } from '#domain/subscriptions/agreement/mark.ts';
export type { ShownPause } from '#domain/subscriptions/agreement/pause.ts';
export type {
  AgreedPlan,
  BegunBy,
  SettlementTerms,
  SubscriptionItem,
  SubscriptionSegment,
} from '#domain/subscriptions/agreement/segments.ts';
export type {
  SubscriptionFacts,
  SubscriptionStatus,
} from '#domain/subscriptions/agreement/subscription-facts.ts';
export type { Renewal, Term } from '#domain/subscriptions/agreement/term.ts';
export type {
  ChangeKind,
  ChangeStatus,
  ItemDelta,
  SubscriptionChange,
} from '#domain/subscriptions/changes/change.ts';
export type { Effective, EffectiveInput } from '#domain/subscriptions/changes/effective.ts';
export type { GivingSubscription } from '#domain/subscriptions/entitlements.ts';
export * from '#domain/subscriptions/errors.ts';
export type {
  CompletedPlanMigration,
  MigratedSubscription,
  MigrationOutcome,
  MigrationReport,
  MigrationStatus,
  PlanMigration,
  PlanMigrationFacts,
  RunningPlanMigration,
} from '#domain/subscriptions/plan-migration.ts';
export type { Refusal } from '#domain/subscriptions/refusal.ts';
export type { Cursor } from '#domain/subscriptions/settlement/settlement.ts';
export type { ShownItem } from '#domain/subscriptions/shown-item.ts';
export type {
  ActiveSubscription,
  Agreed,
  EndedSubscription,
  PausedSubscription,
  RunningSubscription,
  ScheduledSubscription,
  Subscription,
  TrialingSubscription,
} from '#domain/subscriptions/subscription.ts';
export type {
  SubscriptionTexts,
  SubscriptionTextsChanges,
  SubscriptionTextsInput,
} from '#domain/subscriptions/subscription-texts.ts';
