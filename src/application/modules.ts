// All groups of use cases, a line for each, under the names that callers know. The use cases, and
// the repositories and queries that they need of a storage, follow from this list.

export { usageAlertUseCases as usageAlerts } from '#application/alerts/use-cases.ts';
export { auditUseCases as audit } from '#application/audit/use-cases.ts';
export {
  planUseCases as plans,
  planVersionUseCases as planVersions,
  productUseCases as products,
} from '#application/catalog/use-cases.ts';
export { priceUseCases as prices } from '#application/charging/use-cases.ts';
export { customerUseCases as customers } from '#application/customers/use-cases.ts';
export { eventUseCases as events } from '#application/events/use-cases.ts';
export {
  accountUseCases as account,
  apiKeyUseCases as apiKeys,
  authenticationUseCases as authentication,
  invitationUseCases as invitations,
  userUseCases as users,
} from '#application/identity/use-cases.ts';
export { balanceUseCases as balances } from '#application/invoicing/collection/balance-use-cases.ts';
export { invoiceUseCases as invoices } from '#application/invoicing/use-cases.ts';
export {
  meterUseCases as meters,
  usageUseCases as usage,
} from '#application/metering/use-cases.ts';
export { searchUseCases as search } from '#application/operations/search.ts';
export { entitlementUseCases as entitlements } from '#application/subscriptions/entitlements.ts';
export { planMigrationUseCases as planMigrations } from '#application/subscriptions/plan-migrations/migration-use-cases.ts';
export { subscriptionUseCases as subscriptions } from '#application/subscriptions/use-cases.ts';
export { taxRateUseCases as taxRates } from '#application/taxes/use-cases.ts';
export {
  tenantUseCases as tenant,
  testClockUseCases as testClock,
} from '#application/tenants/use-cases.ts';
export {
  webhookDeliveryUseCases as webhookDeliveries,
  webhookEndpointUseCases as webhookEndpoints,
} from '#application/webhooks/use-cases.ts';
