// The names of metering that the package exports.

export type { ArchiveMeterInput } from '#application/metering/archive-meter.ts';
export type {
  CancelledUsage,
  CancelResult,
  CancelUsageInput,
} from '#application/metering/cancel-usage.ts';
export type {
  ListUsageEventsInput,
  UsageEventView,
} from '#application/metering/list-usage-events.ts';
export type { MeteringRepositories, MeterRepository } from '#application/metering/ports.ts';
export type { PricedMeters } from '#application/metering/priced-meters.ts';
export type {
  MeterFilter,
  MeteringReads,
  MeterQueries,
  MeterView,
} from '#application/metering/queries.ts';
export type { QueryUsageInput, UsageView } from '#application/metering/query-usage.ts';
export type {
  RecordedUsage,
  RecordUsageInput,
  UsageResult,
} from '#application/metering/record-usage.ts';
export type {
  CountedDays,
  DaysOfUsage,
  RolledUpDays,
  RollUpQueries,
} from '#application/metering/roll-up-queries.ts';
export type { UpdateMeterInput } from '#application/metering/update-meter.ts';
export type {
  InvoicedSince,
  StoredEvent,
  UsageCancellations,
} from '#application/metering/usage-cancellations.ts';
export type {
  BilledRange,
  CountableUsage,
  UsageCounts,
  UsagePages,
} from '#application/metering/usage-counts.ts';
export type {
  FoundUsageEvents,
  ListedUsageEvent,
  UsageEventFilter,
  UsageEventPlace,
  UsageEventQueries,
  UsageEventSlice,
} from '#application/metering/usage-event-queries.ts';
export type {
  Appended,
  ExpiringUsage,
  IntakeFacts,
  NamedByEvents,
  NamedSubjects,
  NamedTimes,
  Receipt,
  StoredUsage,
  SubjectZones,
  UsageQueries,
  UsageRange,
  UsageStore,
  UsageSubject,
} from '#application/metering/usage-ports.ts';
export type {
  PositionedUsage,
  RecountedHours,
  TalliedRange,
  UsageRollUps,
  UsageTallies,
  UsageToRollUpNext,
} from '#application/metering/usage-tallies.ts';
export type {
  UsageNews,
  UsageRetry,
  UsageToWatch,
  UsageWatches,
  WatchClaim,
  WatchedUsage,
} from '#application/metering/usage-watches.ts';
export type {
  GetMeterInput,
  ListMetersInput,
  MeterUseCases,
  UsageUseCases,
} from '#application/metering/use-cases.ts';
export type { UsageFault, UsageVerification } from '#application/metering/verify-usage.ts';
export type {
  CountingMeter,
  InvoicedSpan,
  KnownSubjects,
  UsageEvent,
} from '#domain/metering/admission.ts';
export type { Cancellation, CountedInvoice, EventKey } from '#domain/metering/cancellation.ts';
export type { OpenSpan, RollUpTime } from '#domain/metering/cover.ts';
export type {
  Aggregation,
  FilterValue,
  MeterDefinition,
  MeterDefinitionInput,
  MeterFilter as MeterEventFilter,
  MeterFilterInput,
  QuantityRounding,
  Removal,
} from '#domain/metering/definition.ts';
export * from '#domain/metering/errors.ts';
export type { JudgedByMeter } from '#domain/metering/judge.ts';
export type { EventData, UsageToCount } from '#domain/metering/measure.ts';
export type {
  ActiveMeter,
  ArchivedMeter,
  Meter,
  MeterChanges,
  MeterFacts,
  MeterInput,
  MeterStatus,
} from '#domain/metering/meter.ts';
export type { UsageTallying } from '#domain/metering/open-usage.ts';
export type {
  GroupQuantity,
  MeterPreview,
  MeterPreviewInput,
  PreviewPeriod,
  SampleEvent,
  SampleOutcome,
} from '#domain/metering/preview.ts';
export type { UsageGroup, WindowQuantity } from '#domain/metering/quantities.ts';
export type { RollUpFault, RollUpFaultCode } from '#domain/metering/roll-up-faults.ts';
export type {
  Counting,
  GroupTally,
  HourToRecount,
  RolledPart,
  RolledUp,
  RollUp,
  RollUpHours,
  TalliedUsage,
  UsageToRollUp,
} from '#domain/metering/rollup.ts';
export type {
  Latest as LatestValue,
  Step as LevelStep,
  Tally,
  Value as UniqueValue,
} from '#domain/metering/tally.ts';
export type { EventRefusal } from '#domain/metering/usage-event.ts';
export type { UsageWindow } from '#domain/metering/usage-windows.ts';
export type { Fraction } from '#domain/shared/fraction.ts';
