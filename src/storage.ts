// The exports of `billing-service/storage`, for whoever writes adapters of their own. The ports and
// what they speak of, the entities that rows become, and how views, searches and hashes are made of
// them. What the facade speaks of comes from `billing-service`
// and from its modules, such as `billing-service/customers`.

export type { AuditReads, EntryHasher } from '#application/audit/ports.ts';
export type { AuditEntryQueries, ChainEnds } from '#application/audit/queries.ts';
export type {
  CatalogRepositories,
  PlanRepository,
  PlanVersionRepository,
  ProductRepository,
} from '#application/catalog/ports.ts';
export type { CatalogReads, PlanQueries, ProductQueries } from '#application/catalog/queries.ts';
export { planView, productView } from '#application/catalog/queries.ts';
export type {
  BillingAccount,
  BillingAccountRepository,
  ChargeRepository,
  ChargingRepositories,
  DueAccounts,
  LockedAccounts,
} from '#application/charging/ports.ts';
export type { CustomerRepositories, CustomerRepository } from '#application/customers/ports.ts';
export type { CustomerQueries, CustomerReads } from '#application/customers/queries.ts';
export { customerView } from '#application/customers/queries.ts';
export type {
  DeadSubject,
  EventPositions,
  HeldPosition,
  NewEvents,
  Replay,
  SetAsideSubject,
  SettingAside,
  SubscriberState,
} from '#application/events/ports.ts';
export type {
  EventReads,
  EventSequenceQueries,
  SequencePart,
  SequencePlace,
  WantedEvents,
} from '#application/events/queries.ts';
export { placesMax } from '#application/events/queries.ts';
export type { MailWork } from '#application/identity/mail/mail-queue.ts';
export type {
  AccessClaims,
  AccessTokens,
  ApiKeyRepository,
  Directory,
  IdentityReads,
  IdentityRepositories,
  InvitationRepository,
  MembershipRepository,
  PasswordHasher,
  Person,
  Secrets,
  SessionRepository,
  UserRepository,
} from '#application/identity/ports.ts';
export type {
  ApiKeyProof,
  ApiKeyQueries,
  InvitationQueries,
  UserQueries,
} from '#application/identity/queries.ts';
export {
  apiKeyView,
  invitationView,
  sessionView,
  userView,
} from '#application/identity/queries.ts';
export type { BookRepositories } from '#application/invoicing/documents/book.ts';
export type {
  Balance,
  BalanceRepository,
  BalanceTransaction,
  BillingIssueRepository,
  InvoiceRepository,
  InvoiceVerificationRepository,
  InvoicingRepositories,
  IssuedDocument,
  NumberSeriesRepository,
  Payment,
  PaymentRepository,
  PendingInvoice,
  SeriesStanding,
} from '#application/invoicing/ports.ts';
export type {
  BillingIssueQueries,
  BillingRunQueries,
  InvoiceQueries,
  InvoicingReads,
} from '#application/invoicing/queries.ts';
export type {
  Installation,
  SigningKeyStore,
  StoredSigningKey,
} from '#application/operations/ports.ts';
export type {
  DeadLetter,
  DeclaredQueue,
  JobHandlers,
  Jobs,
  QueueName,
  QueueState,
} from '#application/queues.ts';
export { queueNames } from '#application/queues.ts';
export { actorIdOf } from '#application/shared/context.ts';
export type { IdempotencyRecords } from '#application/shared/idempotency.ts';
export { idempotencyHours, ReplayedResponse } from '#application/shared/idempotency.ts';
export type {
  BackgroundContexts,
  JobOutcome,
  OverdueDeliveries,
  OverdueState,
  Queue,
  QueueOptions,
} from '#application/shared/jobs.ts';
export type { Outcome, StoredRefusal } from '#application/shared/outcome.ts';
export { outcomeIn, outcomeText } from '#application/shared/outcome.ts';
export type { Slice } from '#application/shared/page.ts';
export type { ReadAccess, Run, UnitOfWork } from '#application/shared/ports.ts';
export type { SearchReading, SearchToken, SearchWord } from '#application/shared/search.ts';
export { matchesReading, searchReadings, toSearchText } from '#application/shared/search.ts';
export type { AllQueries, AllRepositories, StoragePorts } from '#application/storage.ts';
export type {
  DueMigration,
  MigrationData,
  MigrationWork,
} from '#application/subscriptions/plan-migrations/migration-queue.ts';
export type {
  MovedCursor,
  SubscriptionChangeRepository,
  SubscriptionCursorRepository,
  SubscriptionRepositories,
  SubscriptionRepository,
  TrackedSubscription,
} from '#application/subscriptions/ports.ts';
export type { SubscriptionQueries, SubscriptionReads } from '#application/subscriptions/queries.ts';
export type {
  Logo,
  NoticeSchedule,
  TenantQueries,
  TenantReads,
  TenantRepositories,
  TenantRepository,
  TestClockQueries,
  TestClockRepository,
} from '#application/tenants/ports.ts';
export { tenantView, testClockView } from '#application/tenants/queries.ts';
export type {
  AdvanceData,
  AdvanceWork,
  DueAdvance,
} from '#application/tenants/test-clock-queue.ts';
export type {
  DeliveryData,
  DeliveryWork,
  DueDelivery,
} from '#application/webhooks/delivery-queue.ts';
export type {
  WebhookDeliveryRepository,
  WebhookEndpointRepository,
  WebhookReads,
  WebhookRepositories,
} from '#application/webhooks/ports.ts';
export type {
  EventQueries,
  EventView,
  WebhookDeliveryQueries,
  WebhookEndpointQueries,
  WebhookListener,
} from '#application/webhooks/queries.ts';
export { webhookDeliveryView, webhookEndpointView } from '#application/webhooks/queries.ts';
export type { CanonicalEntry, UnchainedEntry } from '#domain/audit/audit-entry.ts';
export { actorIdIn, canonicalEntry, emptyChain } from '#domain/audit/audit-entry.ts';
export type { CatalogEntry } from '#domain/catalog/entry.ts';
export type { Plan, PlanFacts } from '#domain/catalog/plan.ts';
export { ActivePlan, ArchivedPlan, DraftPlan, planOf } from '#domain/catalog/plan.ts';
export type { PlanTerms } from '#domain/catalog/plan-terms.ts';
export type { DrawPriceId } from '#domain/catalog/price.ts';
export type { DeletedProduct, ProductFacts } from '#domain/catalog/product.ts';
export { Product } from '#domain/catalog/product.ts';
export type { CustomerFacts, DeletedCustomer } from '#domain/customers/customer.ts';
export { Customer } from '#domain/customers/customer.ts';
export type { Issue, RevokedApiKey } from '#domain/identity/api-key.ts';
export { ApiKey } from '#domain/identity/api-key.ts';
export type { ClosedInvitation, InvitationFacts, Offer } from '#domain/identity/invitation.ts';
export { Invitation } from '#domain/identity/invitation.ts';
export type { Change, EndedMembership, MembershipFacts } from '#domain/identity/membership.ts';
export { Administrators, Membership } from '#domain/identity/membership.ts';
export type { PasswordHash } from '#domain/identity/password.ts';
export type { Grantor } from '#domain/identity/rights.ts';
export type { EndedSession, SessionFacts, SessionProof } from '#domain/identity/session.ts';
export { Session } from '#domain/identity/session.ts';
export type { NewUser, UserFacts } from '#domain/identity/user.ts';
export { User } from '#domain/identity/user.ts';
export { comparisonKey } from '#domain/shared/comparison-key.ts';
export type { DomainEvent, Recordable } from '#domain/shared/events.ts';
export { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
export { Interval, Trial } from '#domain/shared/interval.ts';
export { emailKey } from '#domain/shared/text.ts';
export type { TenantFacts, TenantInput } from '#domain/tenants/tenant.ts';
export { Tenant } from '#domain/tenants/tenant.ts';
export type { Advance, TestClock, TestClockFacts } from '#domain/tenants/test-clock.ts';
export { AdvancingClock, ReadyClock, testClockOf } from '#domain/tenants/test-clock.ts';
export type { MadeAttempt } from '#domain/webhooks/webhook-delivery.ts';
export { WebhookDelivery } from '#domain/webhooks/webhook-delivery.ts';
export type { DeletedWebhookEndpoint } from '#domain/webhooks/webhook-endpoint.ts';
export { WebhookEndpoint } from '#domain/webhooks/webhook-endpoint.ts';
export type { MemoryStorageOptions } from '#infrastructure/composition/memory-storage.ts';
export { memoryStorage } from '#infrastructure/composition/memory-storage.ts';
export { MemorySigningKeys } from '#infrastructure/security/key-ring.ts';
export { canonicalText, Sha256EntryHasher } from '#infrastructure/security/sha256-entry-hasher.ts';
