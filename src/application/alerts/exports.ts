// The names of usage alerts that the package exports.

export type { DeleteUsageAlertInput } from '#application/alerts/delete-usage-alert.ts';
export type * from '#application/alerts/ports.ts';
export type {
  ReachedView,
  UsageAlertDetail,
  UsageAlertFilter,
  UsageAlertQueries,
  UsageAlertReads,
  UsageAlertView,
} from '#application/alerts/queries.ts';
export type { UpdateUsageAlertInput } from '#application/alerts/update-usage-alert.ts';
export type {
  GetUsageAlertInput,
  ListUsageAlertsInput,
  UsageAlertUseCases,
} from '#application/alerts/use-cases.ts';
export * from '#domain/alerts/errors.ts';
export type {
  AlertPeriod,
  ReachedFacts,
  ReachedThreshold,
  UsageReading,
} from '#domain/alerts/reached-threshold.ts';
export type {
  AlertMeasure,
  DeletedUsageAlert,
  UsageAlert,
  UsageAlertChanges,
  UsageAlertFacts,
  UsageAlertInput,
} from '#domain/alerts/usage-alert.ts';
