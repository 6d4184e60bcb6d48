// The modules over HTTP, a line for each. The router, the document and the tests that walk
// all endpoints are made from this list.

export { usageAlertHttp } from '#interfaces/http/alerts/usage-alerts.controller.ts';
export { auditHttp } from '#interfaces/http/audit/audit.controller.ts';
export { planVersionHttp } from '#interfaces/http/catalog/plan-versions.controller.ts';
export { planHttp } from '#interfaces/http/catalog/plans.controller.ts';
export { productHttp } from '#interfaces/http/catalog/products.controller.ts';
export { priceHttp } from '#interfaces/http/charging/prices.controller.ts';
export { customerHttp } from '#interfaces/http/customers/customers.controller.ts';
export { eventHttp } from '#interfaces/http/events/events.controller.ts';
export { apiKeyHttp, authenticationHttp, memberHttp } from '#interfaces/http/identity/identity.ts';
export { balanceHttp } from '#interfaces/http/invoicing/balances.controller.ts';
export { invoiceHttp } from '#interfaces/http/invoicing/invoices.controller.ts';
export { meterHttp } from '#interfaces/http/metering/meters.controller.ts';
export { usageHttp } from '#interfaces/http/metering/usage.controller.ts';
export { searchHttp } from '#interfaces/http/operations/search.controller.ts';
export { entitlementHttp } from '#interfaces/http/subscriptions/entitlements.controller.ts';
export { planMigrationHttp } from '#interfaces/http/subscriptions/plan-migrations.controller.ts';
export { subscriptionHttp } from '#interfaces/http/subscriptions/subscriptions.controller.ts';
export { taxRateHttp } from '#interfaces/http/taxes/tax-rates.controller.ts';
export { tenantHttp } from '#interfaces/http/tenants/tenants.controller.ts';
export { webhookHttp } from '#interfaces/http/webhooks/webhooks.ts';
