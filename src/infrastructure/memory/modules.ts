// All resources in memory, a line for each, under the names that use cases know. The
// tables, repositories and queries of all modules are made from this list.

export {
  alertFailures,
  reachedThresholds,
  usageAlerts,
} from '#infrastructure/memory/alerts/memory-usage-alerts.ts';
export {
  auditEntries,
  auditVerifications,
} from '#infrastructure/memory/audit/memory-audit-entries.ts';
export { planVersions } from '#infrastructure/memory/catalog/memory-plan-versions.ts';
export { plans } from '#infrastructure/memory/catalog/memory-plans.ts';
export { products } from '#infrastructure/memory/catalog/memory-products.ts';
export {
  billingAccounts,
  charges,
  priceTerms,
} from '#infrastructure/memory/charging/charging.ts';
export { customers } from '#infrastructure/memory/customers/memory-customers.ts';
export { eventSequence } from '#infrastructure/memory/events/memory-event-sequence.ts';
export {
  apiKeys,
  invitations,
  memberships,
  sessions,
  users,
} from '#infrastructure/memory/identity/identity.ts';
export {
  balances,
  balanceTransactions,
  billingIssues,
  billingRuns,
  invoiceDocuments,
  invoices,
  invoiceVerifications,
  numberSeries,
  payments,
} from '#infrastructure/memory/invoicing/invoicing.ts';
export { meters } from '#infrastructure/memory/metering/memory-meters.ts';
export { usage, usageHeads } from '#infrastructure/memory/metering/memory-usage.ts';
export { usageCancellations } from '#infrastructure/memory/metering/memory-usage-cancellations.ts';
export { usageCounts } from '#infrastructure/memory/metering/memory-usage-counts.ts';
export { usageEvents } from '#infrastructure/memory/metering/memory-usage-events.ts';
export {
  usageRollUps,
  usageTallies,
} from '#infrastructure/memory/metering/memory-usage-tallies.ts';
export {
  usageWatches,
  usageWatchRetries,
} from '#infrastructure/memory/metering/memory-usage-watches.ts';
export { entitlements } from '#infrastructure/memory/subscriptions/memory-entitlements.ts';
export { noticeSchedule } from '#infrastructure/memory/subscriptions/memory-notice-schedule.ts';
export {
  migratedSubscriptions,
  planMigrations,
} from '#infrastructure/memory/subscriptions/memory-plan-migrations.ts';
export {
  subscriptionChanges,
  subscriptionCursors,
  subscriptions,
} from '#infrastructure/memory/subscriptions/memory-subscriptions.ts';
export { taxRates } from '#infrastructure/memory/taxes/memory-tax-rates.ts';
export { tenantLogos, tenants } from '#infrastructure/memory/tenants/memory-tenants.ts';
export { testClocks } from '#infrastructure/memory/tenants/memory-test-clocks.ts';
export {
  events,
  webhookDeliveries,
  webhookEndpoints,
} from '#infrastructure/memory/webhooks/webhooks.ts';
