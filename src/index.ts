export type { BillingUseCases, TenantBoundUseCases } from '#application/billing-use-cases.ts';
export type {
  PlanFilter,
  PlanView,
  ProductFilter,
  ProductView,
} from '#application/catalog/queries.ts';
export type { CustomerFilter, CustomerView } from '#application/customers/queries.ts';
export type { MeView } from '#application/identity/get-me.ts';
export type { IssuedInvitation } from '#application/identity/invite-user.ts';
export type { InvitationView, UserFilter, UserView } from '#application/identity/queries.ts';
export type { Tokens } from '#application/identity/session-starter.ts';
export type { SignedIn, SignUpInput } from '#application/identity/sign-up.ts';
export { Unavailable } from '#application/shared/errors.ts';
export type { InstantRange, Page, PageRequest } from '#application/shared/page.ts';
export { PermissionDenied } from '#application/shared/pipeline.ts';
export type { Clock, IdGenerator } from '#application/shared/ports.ts';
export type { TenantView } from '#application/tenants/queries.ts';
export * from '#domain/catalog/errors.ts';
export type { PlanChanges, PlanInput } from '#domain/catalog/plan.ts';
export type { Price, PriceInput } from '#domain/catalog/price.ts';
export type { ProductChanges, ProductInput } from '#domain/catalog/product.ts';
export type { CustomerChanges, CustomerInput } from '#domain/customers/customer.ts';
export * from '#domain/customers/errors.ts';
export * from '#domain/identity/errors.ts';
export type { Role } from '#domain/identity/role.ts';
export type { CurrencyCode } from '#domain/shared/currency.ts';
export { parseCurrencyCode } from '#domain/shared/currency.ts';
export type { ErrorDetails, ErrorKind, Fault } from '#domain/shared/errors.ts';
export { DomainError, InvalidValue, VersionMismatch } from '#domain/shared/errors.ts';
export type {
  CustomerId,
  Id,
  IdPrefix,
  InvitationId,
  MembershipId,
  PlanId,
  PriceId,
  ProductId,
  SessionId,
  TenantId,
  UserId,
} from '#domain/shared/ids.ts';
export { parseId } from '#domain/shared/ids.ts';
export { CurrencyMismatch, Money } from '#domain/shared/money.ts';
export type { Permission } from '#domain/shared/permissions.ts';
export { permissions } from '#domain/shared/permissions.ts';
export type { Rounding } from '#domain/shared/rate.ts';
export { parseRate, Rate } from '#domain/shared/rate.ts';
export type { EmailAddress } from '#domain/shared/text.ts';
export { parseEmailAddress } from '#domain/shared/text.ts';
export type { CalendarDate, Instant, TimeZone } from '#domain/shared/time.ts';
export {
  instantOf,
  parseCalendarDate,
  parseInstant,
  parseTimeZone,
} from '#domain/shared/time.ts';
export * from '#domain/tenants/errors.ts';
export type {
  Billing,
  BillingOptions,
  BillingStorage,
  HttpOptions,
  TenantBilling,
  TenantCaller,
} from '#interfaces/facade/create-billing.ts';
export { createBilling } from '#interfaces/facade/create-billing.ts';
export { BillingClosed } from '#interfaces/facade/door.ts';
