export type {
  Attempt,
  LinkClaims,
  LinkPurpose,
  LinkTokens,
  MailThrottle,
} from '#application/identity/ports.ts';
export { SystemClock } from '#infrastructure/system/system-clock.ts';
export { UuidV7Ids } from '#infrastructure/system/uuid-v7-ids.ts';
export * from './testing/builders.ts';
export * from './testing/contracts/audit/audit-queries.contract.ts';
export { auditVerificationContract } from './testing/contracts/audit/audit-verification.contract.ts';
export { entryHasherContract } from './testing/contracts/audit/entry-hasher.contract.ts';
export {
  planQueriesContract,
  productQueriesContract,
} from './testing/contracts/catalog/catalog-queries.contract.ts';
export { planRepositoryContract } from './testing/contracts/catalog/plan-repository.contract.ts';
export { planVersionQueriesContract } from './testing/contracts/catalog/plan-version-queries.contract.ts';
export { planVersionContract } from './testing/contracts/catalog/plan-version-repository.contract.ts';
export { productRepositoryContract } from './testing/contracts/catalog/product-repository.contract.ts';
export { chargeChangesContract } from './testing/contracts/charging/charge-changes.contract.ts';
export { chargeRepositoryContract } from './testing/contracts/charging/charge-repository.contract.ts';
export { customerQueriesContract } from './testing/contracts/customers/customer-queries.contract.ts';
export { customerRepositoryContract } from './testing/contracts/customers/customer-repository.contract.ts';
export { customerSearchContract } from './testing/contracts/customers/customer-search.contract.ts';
export { eventDeliveryContract } from './testing/contracts/events/event-delivery.contract.ts';
export { eventPositionsContract } from './testing/contracts/events/event-positions.contract.ts';
export { eventSequenceContract } from './testing/contracts/events/event-sequence.contract.ts';
export { recordingContract } from './testing/contracts/events/recording.contract.ts';
export { freshReadsContract } from './testing/contracts/fresh-reads.contract.ts';
export * from './testing/contracts/idempotency.contract.ts';
export * from './testing/contracts/identity/api-key.contract.ts';
export * from './testing/contracts/identity/identity-queries.contract.ts';
export * from './testing/contracts/identity/identity-repositories.contract.ts';
export { invitationRepositoryContract } from './testing/contracts/identity/invitation.contract.ts';
export { linkTokensContract } from './testing/contracts/identity/link-tokens.contract.ts';
export { mailOutboxContract } from './testing/contracts/identity/mail-outbox.contract.ts';
export { mailThrottleContract } from './testing/contracts/identity/mail-throttle.contract.ts';
export { sessionRepositoryContract } from './testing/contracts/identity/session.contract.ts';
export * from './testing/contracts/installation.contract.ts';
export { invoiceDocumentsContract } from './testing/contracts/invoicing/invoice-documents.contract.ts';
export { invoiceFiltersContract } from './testing/contracts/invoicing/invoice-filters.contract.ts';
export { invoiceRepositoryContract } from './testing/contracts/invoicing/invoice-repository.contract.ts';
export { invoiceVerificationContract } from './testing/contracts/invoicing/invoice-verification.contract.ts';
export {
  billingIssueQueriesContract,
  billingRunQueriesContract,
  invoiceQueriesContract,
} from './testing/contracts/invoicing/invoicing-queries.contract.ts';
export {
  balanceRepositoryContract,
  billingIssueRepositoryContract,
  numberSeriesContract,
  paymentRepositoryContract,
} from './testing/contracts/invoicing/invoicing-repositories.contract.ts';
export { jobsContract, overdueDeliveriesContract } from './testing/contracts/jobs.contract.ts';
export * from './testing/contracts/metering/meter.contract.ts';
export { rollUpQueriesContract } from './testing/contracts/metering/roll-up-queries.contract.ts';
export { usageCancellationsContract } from './testing/contracts/metering/usage-cancellations.contract.ts';
export { usageStoreContract } from './testing/contracts/metering/usage-store.contract.ts';
export { usageTalliesContract } from './testing/contracts/metering/usage-tallies.contract.ts';
export { readAccessContract } from './testing/contracts/read-access.contract.ts';
export { storageContracts } from './testing/contracts/storage.contract.ts';
export { billingAccountContract } from './testing/contracts/subscriptions/billing-account.contract.ts';
export { dueAccountsContract } from './testing/contracts/subscriptions/due-accounts.contract.ts';
export { endedRunContract } from './testing/contracts/subscriptions/ended-run.contract.ts';
export { planMigrationContract } from './testing/contracts/subscriptions/plan-migration.contract.ts';
export { subscriptionChangeContract } from './testing/contracts/subscriptions/subscription-change.contract.ts';
export {
  noticeScheduleContract,
  subscriptionCursorContract,
} from './testing/contracts/subscriptions/subscription-cursor.contract.ts';
export { subscriptionQueriesContract } from './testing/contracts/subscriptions/subscription-queries.contract.ts';
export { subscriptionRepositoryContract } from './testing/contracts/subscriptions/subscription-repository.contract.ts';
export * from './testing/contracts/system.contract.ts';
export * from './testing/contracts/tenants/tenant.contract.ts';
export { unknownTenantContract } from './testing/contracts/tenants/unknown-tenant.contract.ts';
export { unitOfWorkContract } from './testing/contracts/unit-of-work.contract.ts';
export * from './testing/contracts/webhooks/webhook-delivery.contract.ts';
export * from './testing/contracts/webhooks/webhook-endpoint.contract.ts';
export * from './testing/contracts/webhooks/webhook-queries.contract.ts';
export type { EventRepositories } from './testing/event-subscribers.ts';
export { FixedClock } from './testing/fixed-clock.ts';
export type {
  OpenStorage,
  RecordedEvent,
  StorageHarness,
  TenantUnderTest,
} from './testing/harness.ts';
export { openMemoryStorage } from './testing/memory-storage.ts';
