import * as modules from '#infrastructure/typeorm/modules.ts';

/** Every table that is mapped. */
export const tables = Object.values(modules).flatMap((kept) =>
  'table' in kept ? [kept.table] : [],
);

// These are read and written by statements alone.
const tablesWrittenInSql = [
  'test_clocks',
  'tenant_logos',
  'search_tokens',
  'audit_entries',
  'audit_chains',
  'event_positions',
  'event_failures',
  'user_tenants',
  'idempotency_keys',
  'signing_keys',
  'billing_accounts',
  'subscription_cursors',
  'subscription_changes',
  'plan_migration_subscriptions',
  'invoices',
  'price_terms',
  'charges',
  'invoice_documents',
  'invoice_lines',
  'invoice_payments',
  'number_series',
  'balances',
  'balance_transactions',
  'billing_issues',
  'invoice_verifications',
  'audit_verifications',
  'usage_heads',
  'usage_keys',
  'usage_events',
  'usage_rollup_heads',
  'usage_rollups',
  'usage_watches',
  'usage_watch_retries',
  'usage_alerts_failed',
  'usage_alerts_reached',
];

/** The names of all tables that the migrations make. */
export const tableNames: readonly string[] = [
  ...tables.map(({ options }) => options.tableName ?? options.name),
  ...tablesWrittenInSql,
];
