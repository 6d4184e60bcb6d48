import { MemoryAuditEntryQueries } from '#infrastructure/memory/audit/memory-audit-entries.ts';
import {
  MemoryPlanQueries,
  MemoryPlanRepository,
} from '#infrastructure/memory/catalog/memory-plans.ts';
import {
  MemoryProductQueries,
  MemoryProductRepository,
} from '#infrastructure/memory/catalog/memory-products.ts';
import {
  MemoryCustomerQueries,
  MemoryCustomerRepository,
} from '#infrastructure/memory/customers/memory-customers.ts';
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
import type { MemoryTables } from '#infrastructure/memory/memory-store.ts';
import {
  MemoryTenantQueries,
  MemoryTenantRepository,
} from '#infrastructure/memory/tenants/memory-tenants.ts';
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
  users: new MemoryUserRepository(transaction),
  memberships: new MemoryMembershipRepository(transaction),
  invitations: new MemoryInvitationRepository(transaction),
  sessions: new MemorySessionRepository(transaction),
  apiKeys: new MemoryApiKeyRepository(transaction),
  customers: new MemoryCustomerRepository(transaction),
  products: new MemoryProductRepository(transaction),
  plans: new MemoryPlanRepository(transaction),
  webhookEndpoints: new MemoryWebhookEndpointRepository(transaction),
  webhookDeliveries: new MemoryWebhookDeliveryRepository(transaction),
});

/** All that a read door hands out, bound to its tenant. */
export const openMemoryQueries = (reader: MemoryStoreReader) => ({
  tenants: new MemoryTenantQueries(reader),
  users: new MemoryUserQueries(reader),
  invitations: new MemoryInvitationQueries(reader),
  apiKeys: new MemoryApiKeyQueries(reader),
  customers: new MemoryCustomerQueries(reader),
  products: new MemoryProductQueries(reader),
  plans: new MemoryPlanQueries(reader),
  auditEntries: new MemoryAuditEntryQueries(reader),
  webhookEndpoints: new MemoryWebhookEndpointQueries(reader),
  webhookDeliveries: new MemoryWebhookDeliveryQueries(reader),
  events: new MemoryEventQueries(reader),
});
