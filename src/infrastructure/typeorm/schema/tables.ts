import { planTable } from '#infrastructure/typeorm/catalog/plan.table.ts';
import { productTable } from '#infrastructure/typeorm/catalog/product.table.ts';
import { customerTable } from '#infrastructure/typeorm/customers/customer.table.ts';
import { apiKeyTable } from '#infrastructure/typeorm/identity/api-key.table.ts';
import { invitationTable } from '#infrastructure/typeorm/identity/invitation.table.ts';
import { membershipTable } from '#infrastructure/typeorm/identity/membership.table.ts';
import { sessionTable } from '#infrastructure/typeorm/identity/session.table.ts';
import { userTable } from '#infrastructure/typeorm/identity/user.table.ts';
import { tenantTable } from '#infrastructure/typeorm/tenants/tenant.table.ts';
import { webhookDeliveryTable } from '#infrastructure/typeorm/webhooks/webhook-delivery.table.ts';
import { webhookEndpointTable } from '#infrastructure/typeorm/webhooks/webhook-endpoint.table.ts';

/** Every table that is mapped. */
export const tables = [
  tenantTable,
  userTable,
  membershipTable,
  invitationTable,
  sessionTable,
  customerTable,
  productTable,
  planTable,
  apiKeyTable,
  webhookEndpointTable,
  webhookDeliveryTable,
];

// These are read and written by statements alone.
const tablesWrittenInSql = [
  'test_clocks',
  'search_tokens',
  'audit_entries',
  'audit_chains',
  'event_positions',
  'event_failures',
  'user_tenants',
  'idempotency_keys',
  'signing_keys',
];

/** The names of all tables that the migrations make. */
export const tableNames: readonly string[] = [
  ...tables.map(({ options }) => options.tableName ?? options.name),
  ...tablesWrittenInSql,
];
