// The names of usage alerts that the package exports.

export type { DeleteUsageAlertInput } from '#application/alerts/delete-usage-alert.ts';
export type * from '#application/alerts/ports.ts';
export type {
  AlertFailureView,
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
export type { AlertFailure, ReadPlace } from '#domain/alerts/alert-failure.ts';
export * from '#domain/alerts/errors.ts';
export type {
  AlertPeriod,
  ReachedFacts,
  ReachedThreshold,
  UsagePlace,
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
