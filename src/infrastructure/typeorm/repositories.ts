import { TypeOrmAuditEntryQueries } from '#infrastructure/typeorm/audit/audit-entry-queries.ts';
import { typeOrmPlanQueries, typeOrmPlans } from '#infrastructure/typeorm/catalog/plans.ts';
import {
  typeOrmProductQueries,
  typeOrmProducts,
} from '#infrastructure/typeorm/catalog/products.ts';
import {
  typeOrmCustomerQueries,
  typeOrmCustomers,
} from '#infrastructure/typeorm/customers/customers.ts';
import { TypeOrmEventSequenceQueries } from '#infrastructure/typeorm/events/event-sequence-queries.ts';
import { TypeOrmApiKeyQueries } from '#infrastructure/typeorm/identity/api-key-queries.ts';
import { TypeOrmApiKeyRepository } from '#infrastructure/typeorm/identity/api-key-repository.ts';
import {
  TypeOrmInvitationQueries,
  TypeOrmUserQueries,
} from '#infrastructure/typeorm/identity/identity-queries.ts';
import { TypeOrmInvitationRepository } from '#infrastructure/typeorm/identity/invitation-repository.ts';
import { TypeOrmMembershipRepository } from '#infrastructure/typeorm/identity/membership-repository.ts';
import { TypeOrmSessionRepository } from '#infrastructure/typeorm/identity/session-repository.ts';
import { TypeOrmUserRepository } from '#infrastructure/typeorm/identity/user-repository.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { TypeOrmTenantQueries } from '#infrastructure/typeorm/tenants/tenant-queries.ts';
import { TypeOrmTenantRepository } from '#infrastructure/typeorm/tenants/tenant-repository.ts';
import {
  PostgresTestClockQueries,
  PostgresTestClocks,
} from '#infrastructure/typeorm/tenants/test-clocks.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';
import { TypeOrmWebhookDeliveryRepository } from '#infrastructure/typeorm/webhooks/webhook-delivery-repository.ts';
import { TypeOrmWebhookEndpointRepository } from '#infrastructure/typeorm/webhooks/webhook-endpoint-repository.ts';
import {
  TypeOrmEventQueries,
  TypeOrmWebhookDeliveryQueries,
  TypeOrmWebhookEndpointQueries,
} from '#infrastructure/typeorm/webhooks/webhook-queries.ts';

/** The repositories of a unit of work, bound to its transaction and tenant. */
export const openRepositories = (transaction: Transaction) => ({
  tenants: new TypeOrmTenantRepository(transaction),
  testClocks: new PostgresTestClocks(transaction),
  users: new TypeOrmUserRepository(transaction),
  memberships: new TypeOrmMembershipRepository(transaction),
  invitations: new TypeOrmInvitationRepository(transaction),
  sessions: new TypeOrmSessionRepository(transaction),
  apiKeys: new TypeOrmApiKeyRepository(transaction),
  customers: typeOrmCustomers(transaction),
  products: typeOrmProducts(transaction),
  plans: typeOrmPlans(transaction),
  webhookEndpoints: new TypeOrmWebhookEndpointRepository(transaction),
  webhookDeliveries: new TypeOrmWebhookDeliveryRepository(transaction),
});

/** The queries of a read, bound to its tenant. */
export const openQueries = (reader: TenantReader) => ({
  tenants: new TypeOrmTenantQueries(reader),
  testClocks: new PostgresTestClockQueries(reader),
  users: new TypeOrmUserQueries(reader),
  invitations: new TypeOrmInvitationQueries(reader),
  apiKeys: new TypeOrmApiKeyQueries(reader),
  customers: typeOrmCustomerQueries(reader),
  products: typeOrmProductQueries(reader),
  plans: typeOrmPlanQueries(reader),
  auditEntries: new TypeOrmAuditEntryQueries(reader),
  eventSequence: new TypeOrmEventSequenceQueries(reader),
  webhookEndpoints: new TypeOrmWebhookEndpointQueries(reader),
  webhookDeliveries: new TypeOrmWebhookDeliveryQueries(reader),
  events: new TypeOrmEventQueries(reader),
});
