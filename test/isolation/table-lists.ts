import type { Client } from 'pg';
import { tablesInUse } from './schema-catalog.ts';

/** Tables whose rows nobody may delete, of their own either. */
export const neverDeleted = `
  audit_entries audit_chains audit_verifications event_positions test_clocks
  balance_transactions balances billing_accounts billing_issues charges invoice_documents
  invoice_lines invoice_payments invoices number_series invoice_verifications price_terms
  subscription_changes plan_migrations plan_migration_subscriptions subscription_cursors
  subscriptions tax_rates meters usage_events usage_heads tenant_logos
  usage_alerts_failed usage_alerts_reached`
  .trim()
  .split(/\s+/);

/** The tables of which a query sees rows. */
export const tablesWithRows = async (
  owner: Client,
  query: (sql: string) => Promise<readonly object[]>,
): Promise<readonly string[]> => {
  const seen: string[] = [];
  for (const { name } of await tablesInUse(owner)) {
    if ((await query(`select from ${name}`)).length > 0) seen.push(name);
  }
  return seen;
};
