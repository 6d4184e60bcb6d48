import { TypeOrmAuditEntryQueries } from '#infrastructure/typeorm/audit/audit-entry-queries.ts';
import { typeOrmPlanVersions } from '#infrastructure/typeorm/catalog/plan-versions.ts';
import { typeOrmPlanQueries, typeOrmPlans } from '#infrastructure/typeorm/catalog/plans.ts';
import {
  typeOrmProductQueries,
  typeOrmProducts,
} from '#infrastructure/typeorm/catalog/products.ts';
import { PostgresBillingAccounts } from '#infrastructure/typeorm/charging/billing-accounts.ts';
import { postgresCharges } from '#infrastructure/typeorm/charging/charges.ts';
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
import { postgresBalances } from '#infrastructure/typeorm/invoicing/balances.ts';
import { postgresBillingIssues } from '#infrastructure/typeorm/invoicing/billing-issues.ts';
import { postgresInvoices } from '#infrastructure/typeorm/invoicing/invoices.ts';
import {
  postgresBillingIssueQueries,
  postgresInvoiceQueries,
} from '#infrastructure/typeorm/invoicing/invoicing-queries.ts';
import { postgresNumberSeries } from '#infrastructure/typeorm/invoicing/number-series.ts';
import { postgresPayments } from '#infrastructure/typeorm/invoicing/payments.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { postgresSubscriptionCursors } from '#infrastructure/typeorm/subscriptions/subscription-cursors.ts';
import {
  typeOrmSubscriptionQueries,
  typeOrmSubscriptions,
} from '#infrastructure/typeorm/subscriptions/subscriptions.ts';
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
  planVersions: typeOrmPlanVersions(transaction),
  billingAccounts: new PostgresBillingAccounts(transaction),
  charges: postgresCharges(transaction),
  invoices: postgresInvoices(transaction),
  numberSeries: postgresNumberSeries(transaction),
  payments: postgresPayments(transaction),
  balances: postgresBalances(transaction),
  billingIssues: postgresBillingIssues(transaction),
  subscriptions: typeOrmSubscriptions(transaction),
  subscriptionCursors: postgresSubscriptionCursors(transaction),
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
  subscriptions: typeOrmSubscriptionQueries(reader),
  invoices: postgresInvoiceQueries(reader),
  billingIssues: postgresBillingIssueQueries(reader),
  auditEntries: new TypeOrmAuditEntryQueries(reader),
  eventSequence: new TypeOrmEventSequenceQueries(reader),
  webhookEndpoints: new TypeOrmWebhookEndpointQueries(reader),
  webhookDeliveries: new TypeOrmWebhookDeliveryQueries(reader),
  events: new TypeOrmEventQueries(reader),
});
