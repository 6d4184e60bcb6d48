// All resources in PostgreSQL, a line for each, under the names that use cases know. The
// tables, repositories and queries of all modules are made from this list.

export { usageAlerts } from '#infrastructure/typeorm/alerts/usage-alerts.ts';
export { auditEntries } from '#infrastructure/typeorm/audit/audit-entry-queries.ts';
export { auditVerifications } from '#infrastructure/typeorm/audit/audit-verifications.ts';
export { planVersions } from '#infrastructure/typeorm/catalog/plan-versions.ts';
export { plans } from '#infrastructure/typeorm/catalog/plans.ts';
export { products } from '#infrastructure/typeorm/catalog/products.ts';
export { billingAccounts } from '#infrastructure/typeorm/charging/billing-accounts.ts';
export { charges } from '#infrastructure/typeorm/charging/charges.ts';
export { customers } from '#infrastructure/typeorm/customers/customers.ts';
export { eventSequence } from '#infrastructure/typeorm/events/event-sequence-queries.ts';
export {
  apiKeys,
  invitations,
  memberships,
  sessions,
  users,
} from '#infrastructure/typeorm/identity/identity.ts';
export {
  balances,
  billingIssues,
  billingRuns,
  invoices,
  invoiceVerifications,
  numberSeries,
  payments,
} from '#infrastructure/typeorm/invoicing/invoicing.ts';
export { meters } from '#infrastructure/typeorm/metering/meters.ts';
export { usage } from '#infrastructure/typeorm/metering/usage.ts';
export { usageCancellations } from '#infrastructure/typeorm/metering/usage-cancellations.ts';
export { usageCounts } from '#infrastructure/typeorm/metering/usage-counts.ts';
export { usageEvents } from '#infrastructure/typeorm/metering/usage-event-queries.ts';
export { usageRollUps } from '#infrastructure/typeorm/metering/usage-roll-ups.ts';
export { usageTallies } from '#infrastructure/typeorm/metering/usage-tallies.ts';
export { usageWatches } from '#infrastructure/typeorm/metering/usage-watches.ts';
export { entitlements } from '#infrastructure/typeorm/subscriptions/entitlements.ts';
export { noticeSchedule } from '#infrastructure/typeorm/subscriptions/notice-schedule.ts';
export { planMigrations } from '#infrastructure/typeorm/subscriptions/plan-migrations.ts';
export {
  subscriptionChanges,
  subscriptionCursors,
  subscriptions,
} from '#infrastructure/typeorm/subscriptions/subscriptions.ts';
export { taxRates } from '#infrastructure/typeorm/taxes/tax-rates.ts';
export { tenants } from '#infrastructure/typeorm/tenants/tenants.ts';
export { testClocks } from '#infrastructure/typeorm/tenants/test-clocks.ts';
export {
  events,
  webhookDeliveries,
  webhookEndpoints,
} from '#infrastructure/typeorm/webhooks/webhooks.ts';
