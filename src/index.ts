export * from '#application/alerts/exports.ts';
export type { AuditRepositories, AuditVerificationRepository } from '#application/audit/ports.ts';
export type {
  AuditEntryFilter,
  StoredVerification,
  Verification,
} from '#application/audit/queries.ts';
export type { AuditUseCases, ListAuditEntriesInput } from '#application/audit/use-cases.ts';
export type { VerifyAuditChainInput } from '#application/audit/verify-audit-chain.ts';
export type { BillingUseCases, TenantBoundUseCases } from '#application/billing-use-cases.ts';
export * from '#application/catalog/exports.ts';
export * from '#application/customers/exports.ts';
export type { EventPage, ReadEventsInput } from '#application/events/read-events.ts';
export type { EventUseCases } from '#application/events/use-cases.ts';
export type { AcceptInvitationInput } from '#application/identity/accept-invitation.ts';
export type { ChangePasswordInput } from '#application/identity/change-password.ts';
export type { IssuedApiKey } from '#application/identity/create-api-key.ts';
export type { CreateOwnTenantInput } from '#application/identity/create-own-tenant.ts';
export type { EndSessionInput } from '#application/identity/end-session.ts';
export type { MeView, OwnTenant } from '#application/identity/get-me.ts';
export type { InviteUserInput, IssuedInvitation } from '#application/identity/invite-user.ts';
export type { ListUsersInput } from '#application/identity/list-users.ts';
export type {
  InvitationPreview,
  InvitationTokenInput,
} from '#application/identity/preview-invitation.ts';
export type {
  ApiKeyView,
  InvitationView,
  SessionView,
  UserFilter,
  UserView,
} from '#application/identity/queries.ts';
export type { RefreshTokenInput } from '#application/identity/refresh-session.ts';
export type { RemoveUserInput } from '#application/identity/remove-user.ts';
export type { RenameApiKeyInput } from '#application/identity/rename-api-key.ts';
export type { PasswordResetRequestInput } from '#application/identity/request-password-reset.ts';
export type { ResetPasswordInput } from '#application/identity/reset-password.ts';
export type { RevokeApiKeyInput } from '#application/identity/revoke-api-key.ts';
export type { RotateApiKeyInput } from '#application/identity/rotate-api-key.ts';
export type { SignedIn, Tokens } from '#application/identity/session-starter.ts';
export type { SignInInput } from '#application/identity/sign-in.ts';
export type { SignUpInput } from '#application/identity/sign-up.ts';
export type { SwitchTenantInput } from '#application/identity/switch-tenant.ts';
export type { UpdateAccountInput } from '#application/identity/update-account.ts';
export type { UpdateUserInput } from '#application/identity/update-user.ts';
export type {
  AccountUseCases,
  ApiKeyUseCases,
  AuthenticationUseCases,
  GetApiKeyInput,
  GetUserInput,
  InvitationUseCases,
  UserUseCases,
} from '#application/identity/use-cases.ts';
export type { VerifyEmailInput } from '#application/identity/verify-email.ts';
export type { CallerView } from '#application/identity/who-am-i.ts';
export type { WithdrawInvitationInput } from '#application/identity/withdraw-invitation.ts';
export * from '#application/invoicing/exports.ts';
export * from '#application/metering/exports.ts';
export type {
  SearchedKind,
  SearchInput,
  SearchResult,
  SearchUseCases,
} from '#application/operations/search.ts';
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
export * from '#application/subscriptions/exports.ts';
export * from '#application/taxes/exports.ts';
export type { AdvanceTestClockInput } from '#application/tenants/advance-test-clock.ts';
export type { TenantStartInput } from '#application/tenants/new-tenant.ts';
export type { TenantView, TestClockView } from '#application/tenants/queries.ts';
export type { StartAdvanceInput } from '#application/tenants/start-advance.ts';
export type { StoppedAccounts } from '#application/tenants/stopped-accounts.ts';
export type { UpdateTenantInput } from '#application/tenants/update-tenant.ts';
export type { TenantUseCases, TestClockUseCases } from '#application/tenants/use-cases.ts';
export * from '#application/webhooks/exports.ts';
export type { AuditEntry, Breach, BreachReason, ChainHead } from '#domain/audit/audit-entry.ts';
export * from '#domain/audit/errors.ts';
export type {
  ChargeBasis,
  ChargeFacts,
  ChargeWithTerms,
  ManualCharge,
  SubscriptionCharge,
} from '#domain/charging/charge.ts';
export type {
  ChargeRounding,
  CountedBy,
  CountedEvents,
  CreditDerivation,
  CreditShare,
  Derivation,
  DerivationVersion,
  EventBasis,
  ManualDerivation,
  MeterQuantity,
  PeriodDerivation,
  PeriodKind,
  RecurringDerivation,
  StoredSpan,
  UsageDerivation,
} from '#domain/charging/derivation.ts';
export * from '#domain/charging/errors.ts';
export type {
  CommitmentTerms,
  CommonTerms,
  FlatTerms,
  OtherTerms,
  PriceTerms,
} from '#domain/charging/terms.ts';
export * from '#domain/events/errors.ts';
export type { ApiKeyFacts, ApiKeyInput } from '#domain/identity/api-key.ts';
export * from '#domain/identity/errors.ts';
export type { GrantorId } from '#domain/identity/rights.ts';
export type { Role } from '#domain/identity/role.ts';
export type { SessionClient } from '#domain/identity/session.ts';
export type { BillingIssueCode, BillingIssueFacts } from '#domain/invoicing/billing-issue.ts';
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
export type { Buyer } from '#domain/invoicing/parties.ts';
export type { Totals } from '#domain/invoicing/totals.ts';
export type { Address, AddressInput } from '#domain/shared/address.ts';
export type { Alignment } from '#domain/shared/calendar/alignment.ts';
export type { Weekday } from '#domain/shared/calendar/days.ts';
export type { Period } from '#domain/shared/calendar/period.ts';
export type { CurrencyCode, MinorUnitDigits } from '#domain/shared/currency.ts';
export { parseCurrencyCode } from '#domain/shared/currency.ts';
export type { ErrorDetails, ErrorKind, Fault, RefusalClass } from '#domain/shared/errors.ts';
export { DomainError, InvalidValue, VersionMismatch } from '#domain/shared/errors.ts';
export type { Snapshot } from '#domain/shared/events.ts';
export type {
  ApiKeyId,
  AuditEntryId,
  BalanceTransactionId,
  BillingIssueId,
  EventId,
  Id,
  IdPrefix,
  InvitationId,
  InvoiceId,
  LineId,
  MembershipId,
  MeterId,
  PaymentId,
  PlanId,
  PlanMigrationId,
  PlanVersionId,
  PriceId,
  ProductId,
  SessionId,
  SubscriptionChangeId,
  SubscriptionId,
  SubscriptionItemId,
  TenantId,
  UsageAlertId,
  UserId,
  WebhookDeliveryId,
  WebhookEndpointId,
} from '#domain/shared/ids.ts';
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
export type {
  BillingPolicy,
  BillingPolicyInput,
  PolicyField,
  PresetName,
  StatedPolicy,
} from '#domain/tenants/billing-policy.ts';
export type {
  BillingChanges,
  BillingSettings,
  Seller,
  SellerChanges,
} from '#domain/tenants/billing-settings.ts';
export * from '#domain/tenants/errors.ts';
export type { TenantChanges } from '#domain/tenants/tenant.ts';
export type { AdvanceReport } from '#domain/tenants/test-clock.ts';
export type { UsageChanges, UsageSettings } from '#domain/tenants/usage-settings.ts';
export * from '#domain/webhooks/errors.ts';
export type {
  Attempt,
  DeliveryStatus,
  MadeAttempt,
  WebhookDeliveryFacts,
} from '#domain/webhooks/webhook-delivery.ts';
export type {
  DisabledReason,
  PreviousSecret,
  SealedSecret,
  WebhookEndpointChanges,
  WebhookEndpointFacts,
  WebhookEndpointInput,
} from '#domain/webhooks/webhook-endpoint.ts';
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
