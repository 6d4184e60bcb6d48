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
export * from './testing/contracts/api-key.contract.ts';
export * from './testing/contracts/audit-queries.contract.ts';
export { auditVerificationContract } from './testing/contracts/audit-verification.contract.ts';
export { billingAccountContract } from './testing/contracts/billing-account.contract.ts';
export {
  planQueriesContract,
  productQueriesContract,
} from './testing/contracts/catalog-queries.contract.ts';
export { chargeChangesContract } from './testing/contracts/charge-changes.contract.ts';
export { chargeRepositoryContract } from './testing/contracts/charge-repository.contract.ts';
export { customerQueriesContract } from './testing/contracts/customer-queries.contract.ts';
export { customerRepositoryContract } from './testing/contracts/customer-repository.contract.ts';
export { customerSearchContract } from './testing/contracts/customer-search.contract.ts';
export { dueAccountsContract } from './testing/contracts/due-accounts.contract.ts';
export { endedRunContract } from './testing/contracts/ended-run.contract.ts';
export { entryHasherContract } from './testing/contracts/entry-hasher.contract.ts';
export { eventDeliveryContract } from './testing/contracts/event-delivery.contract.ts';
export { eventPositionsContract } from './testing/contracts/event-positions.contract.ts';
export { eventSequenceContract } from './testing/contracts/event-sequence.contract.ts';
export { freshReadsContract } from './testing/contracts/fresh-reads.contract.ts';
export * from './testing/contracts/idempotency.contract.ts';
export * from './testing/contracts/identity-queries.contract.ts';
export * from './testing/contracts/identity-repositories.contract.ts';
export * from './testing/contracts/installation.contract.ts';
export { invitationRepositoryContract } from './testing/contracts/invitation.contract.ts';
export { invoiceDocumentsContract } from './testing/contracts/invoice-documents.contract.ts';
export { invoiceFiltersContract } from './testing/contracts/invoice-filters.contract.ts';
export { invoiceRepositoryContract } from './testing/contracts/invoice-repository.contract.ts';
export { invoiceVerificationContract } from './testing/contracts/invoice-verification.contract.ts';
export {
  billingIssueQueriesContract,
  billingRunQueriesContract,
  invoiceQueriesContract,
} from './testing/contracts/invoicing-queries.contract.ts';
export {
  balanceRepositoryContract,
  billingIssueRepositoryContract,
  numberSeriesContract,
  paymentRepositoryContract,
} from './testing/contracts/invoicing-repositories.contract.ts';
export { jobsContract, overdueDeliveriesContract } from './testing/contracts/jobs.contract.ts';
export { linkTokensContract } from './testing/contracts/link-tokens.contract.ts';
export { mailOutboxContract } from './testing/contracts/mail-outbox.contract.ts';
export { mailThrottleContract } from './testing/contracts/mail-throttle.contract.ts';
export * from './testing/contracts/meter.contract.ts';
export { planMigrationContract } from './testing/contracts/plan-migration.contract.ts';
export { planRepositoryContract } from './testing/contracts/plan-repository.contract.ts';
export { planVersionQueriesContract } from './testing/contracts/plan-version-queries.contract.ts';
export { planVersionContract } from './testing/contracts/plan-version-repository.contract.ts';
export { productRepositoryContract } from './testing/contracts/product-repository.contract.ts';
export { readAccessContract } from './testing/contracts/read-access.contract.ts';
export { recordingContract } from './testing/contracts/recording.contract.ts';
export { sessionRepositoryContract } from './testing/contracts/session.contract.ts';
export { storageContracts } from './testing/contracts/storage.contract.ts';
export { subscriptionChangeContract } from './testing/contracts/subscription-change.contract.ts';
export {
  noticeScheduleContract,
  subscriptionCursorContract,
} from './testing/contracts/subscription-cursor.contract.ts';
export { subscriptionQueriesContract } from './testing/contracts/subscription-queries.contract.ts';
export { subscriptionRepositoryContract } from './testing/contracts/subscription-repository.contract.ts';
export * from './testing/contracts/system.contract.ts';
export * from './testing/contracts/tenant.contract.ts';
export { unitOfWorkContract } from './testing/contracts/unit-of-work.contract.ts';
export { unknownTenantContract } from './testing/contracts/unknown-tenant.contract.ts';
export { usageCancellationsContract } from './testing/contracts/usage-cancellations.contract.ts';
export { usageStoreContract } from './testing/contracts/usage-store.contract.ts';
export { usageTalliesContract } from './testing/contracts/usage-tallies.contract.ts';
export * from './testing/contracts/webhook-delivery.contract.ts';
export * from './testing/contracts/webhook-endpoint.contract.ts';
export * from './testing/contracts/webhook-queries.contract.ts';
export type { EventRepositories } from './testing/event-subscribers.ts';
export { FixedClock } from './testing/fixed-clock.ts';
export type {
  OpenStorage,
  RecordedEvent,
  StorageHarness,
  TenantUnderTest,
} from './testing/harness.ts';
export { openMemoryStorage } from './testing/memory-storage.ts';
