import { MemoryAuditEntryQueries } from '#infrastructure/memory/audit/memory-audit-entries.ts';
import { memoryPlanVersions } from '#infrastructure/memory/catalog/memory-plan-versions.ts';
import { memoryPlanQueries, memoryPlans } from '#infrastructure/memory/catalog/memory-plans.ts';
import {
  memoryProductQueries,
  memoryProducts,
} from '#infrastructure/memory/catalog/memory-products.ts';
import { MemoryBillingAccounts } from '#infrastructure/memory/charging/memory-billing-accounts.ts';
import { memoryCharges } from '#infrastructure/memory/charging/memory-charges.ts';
import {
  memoryCustomerQueries,
  memoryCustomers,
} from '#infrastructure/memory/customers/memory-customers.ts';
import { MemoryEventSequenceQueries } from '#infrastructure/memory/events/memory-event-sequence.ts';
import {
  MemoryApiKeyQueries,
  MemoryApiKeyRepository,
} from '#infrastructure/memory/identity/memory-api-keys.ts';
import {
  MemoryInvitationRepository,
  MemoryMembershipRepository,
  MemorySessionRepository,
  MemoryUserRepository,
} from '#infrastructure/memory/identity/memory-identity.ts';
import {
  MemoryInvitationQueries,
  MemoryUserQueries,
} from '#infrastructure/memory/identity/memory-identity-queries.ts';
import { memoryBalances } from '#infrastructure/memory/invoicing/memory-balances.ts';
import {
  memoryBillingIssueQueries,
  memoryBillingIssues,
} from '#infrastructure/memory/invoicing/memory-billing-issues.ts';
import { memoryInvoiceQueries } from '#infrastructure/memory/invoicing/memory-invoice-queries.ts';
import { memoryInvoices } from '#infrastructure/memory/invoicing/memory-invoices.ts';
import { memoryNumberSeries } from '#infrastructure/memory/invoicing/memory-number-series.ts';
import { memoryPayments } from '#infrastructure/memory/invoicing/memory-payments.ts';
import type { MemoryTables } from '#infrastructure/memory/memory-store.ts';
import {
  memorySubscriptionCursors,
  memorySubscriptionQueries,
  memorySubscriptions,
} from '#infrastructure/memory/subscriptions/memory-subscriptions.ts';
import {
  MemoryTenantQueries,
  MemoryTenantRepository,
} from '#infrastructure/memory/tenants/memory-tenants.ts';
import {
  MemoryTestClockQueries,
  MemoryTestClockRepository,
} from '#infrastructure/memory/tenants/memory-test-clocks.ts';
import type { MemoryTransaction } from '#infrastructure/memory/transaction.ts';
import type { MemoryStoreReader } from '#infrastructure/memory/unit-of-work.ts';
import {
  MemoryEventQueries,
  MemoryWebhookDeliveryQueries,
  MemoryWebhookEndpointQueries,
} from '#infrastructure/memory/webhooks/memory-webhook-queries.ts';
import {
  MemoryWebhookDeliveryRepository,
  MemoryWebhookEndpointRepository,
} from '#infrastructure/memory/webhooks/memory-webhooks.ts';

/** All that a unit of work hands out, bound to its run and tenant. */
export const openMemoryRepositories = (transaction: MemoryTransaction<MemoryTables>) => ({
  tenants: new MemoryTenantRepository(transaction),
  testClocks: new MemoryTestClockRepository(transaction),
  users: new MemoryUserRepository(transaction),
  memberships: new MemoryMembershipRepository(transaction),
  invitations: new MemoryInvitationRepository(transaction),
  sessions: new MemorySessionRepository(transaction),
  apiKeys: new MemoryApiKeyRepository(transaction),
  customers: memoryCustomers(transaction),
  products: memoryProducts(transaction),
  plans: memoryPlans(transaction),
  planVersions: memoryPlanVersions(transaction),
  billingAccounts: new MemoryBillingAccounts(transaction),
  charges: memoryCharges(transaction),
  invoices: memoryInvoices(transaction),
  numberSeries: memoryNumberSeries(transaction),
  payments: memoryPayments(transaction),
  balances: memoryBalances(transaction),
  billingIssues: memoryBillingIssues(transaction),
  subscriptions: memorySubscriptions(transaction),
  subscriptionCursors: memorySubscriptionCursors(transaction),
  webhookEndpoints: new MemoryWebhookEndpointRepository(transaction),
  webhookDeliveries: new MemoryWebhookDeliveryRepository(transaction),
});

/** The queries of a read, bound to its tenant. */
export const openMemoryQueries = (reader: MemoryStoreReader) => ({
  tenants: new MemoryTenantQueries(reader),
  testClocks: new MemoryTestClockQueries(reader),
  users: new MemoryUserQueries(reader),
  invitations: new MemoryInvitationQueries(reader),
  apiKeys: new MemoryApiKeyQueries(reader),
  customers: memoryCustomerQueries(reader),
  products: memoryProductQueries(reader),
  plans: memoryPlanQueries(reader),
  subscriptions: memorySubscriptionQueries(reader),
  invoices: memoryInvoiceQueries(reader),
  billingIssues: memoryBillingIssueQueries(reader),
  auditEntries: new MemoryAuditEntryQueries(reader),
  eventSequence: new MemoryEventSequenceQueries(reader),
  webhookEndpoints: new MemoryWebhookEndpointQueries(reader),
  webhookDeliveries: new MemoryWebhookDeliveryQueries(reader),
  events: new MemoryEventQueries(reader),
});
