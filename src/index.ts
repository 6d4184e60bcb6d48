// The exports of `billing-service`: a billing in this process, and what all modules share. The
// names of one module are exported by itself, as `billing-service/customers`: its `exports.ts`.

export type { BillingUseCases, TenantBoundUseCases } from '#application/billing-use-cases.ts';
export type {
  Actor,
  AnonymousContext,
  Client,
  RequestContext,
} from '#application/shared/context.ts';
export type {
  CreatedFilter,
  DateRange,
  ListRequest,
  TimeZoneReads,
} from '#application/shared/created-on.ts';
export { Unavailable } from '#application/shared/errors.ts';
export type { SequencedEvent } from '#application/shared/event-subscribers.ts';
export type { IdempotencyRequest } from '#application/shared/idempotency.ts';
export { IdempotencyKeyInFlight, IdempotencyKeyReused } from '#application/shared/idempotency.ts';
export type { Mail, Mailer, MailOrder, MailOutbox } from '#application/shared/mail.ts';
export type { InstantRange, Page, PageRequest } from '#application/shared/page.ts';
export { PermissionDenied } from '#application/shared/pipeline.ts';
export type { Clock, IdGenerator } from '#application/shared/ports.ts';
export type { OpenUseCase, UseCase } from '#application/shared/use-case.ts';
export type { Address, AddressInput } from '#domain/shared/address.ts';
export type { Alignment } from '#domain/shared/calendar/alignment.ts';
export type { Weekday } from '#domain/shared/calendar/days.ts';
export type { Period } from '#domain/shared/calendar/period.ts';
export type { CurrencyCode, MinorUnitDigits } from '#domain/shared/currency.ts';
export { parseCurrencyCode } from '#domain/shared/currency.ts';
export type { ErrorDetails, ErrorKind, Fault, RefusalClass } from '#domain/shared/errors.ts';
export { DomainError, InvalidValue, VersionMismatch } from '#domain/shared/errors.ts';
export type { Snapshot } from '#domain/shared/events.ts';
export type * from '#domain/shared/ids.ts';
export { parseId } from '#domain/shared/ids.ts';
export type { IntervalUnit } from '#domain/shared/interval.ts';
export { InvariantViolation } from '#domain/shared/invariant.ts';
export type { Iso4217Digits } from '#domain/shared/iso-4217.ts';
export type { Locale } from '#domain/shared/locale.ts';
export { parseLocale } from '#domain/shared/locale.ts';
export type { Metadata } from '#domain/shared/metadata.ts';
export { CurrencyMismatch, Money } from '#domain/shared/money.ts';
export type { Permission } from '#domain/shared/permissions.ts';
export { permissions } from '#domain/shared/permissions.ts';
export type { Rounding } from '#domain/shared/rate.ts';
export { parseRate, Rate } from '#domain/shared/rate.ts';
export type { Deleted } from '#domain/shared/resource-events.ts';
export type { SettingChanges } from '#domain/shared/settings.ts';
export type { TenantMode } from '#domain/shared/tenant-mode.ts';
export type { EmailAddress } from '#domain/shared/text.ts';
export { parseEmailAddress } from '#domain/shared/text.ts';
export type { CalendarDate, CalendarLength, Instant, TimeZone } from '#domain/shared/time.ts';
export {
  instantOf,
  parseCalendarDate,
  parseInstant,
  parseTimeZone,
} from '#domain/shared/time.ts';
export type { SeenVersion } from '#domain/shared/version.ts';
export type { Bound } from '#interfaces/facade/bind.ts';
export type {
  Billing,
  BillingOptions,
  BillingStorage,
  HttpOptions,
  TenantBilling,
  TenantCaller,
} from '#interfaces/facade/create-billing.ts';
export { createBilling } from '#interfaces/facade/create-billing.ts';
export { BillingClosed, BillingNotOpened } from '#interfaces/facade/running-calls.ts';
