// The names of tenants and test clocks that the package exports.

export type { AdvanceTestClockInput } from '#application/tenants/advance-test-clock.ts';
export type { TenantStartInput } from '#application/tenants/new-tenant.ts';
export type { TenantView, TestClockView } from '#application/tenants/queries.ts';
export type { StartAdvanceInput } from '#application/tenants/start-advance.ts';
export type { StoppedAccounts } from '#application/tenants/stopped-accounts.ts';
export type { UpdateTenantInput } from '#application/tenants/update-tenant.ts';
export type { TenantUseCases, TestClockUseCases } from '#application/tenants/use-cases.ts';
export type {
  BillingPolicy,
  BillingPolicyInput,
  PolicyField,
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
