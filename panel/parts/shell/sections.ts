import type { OperationId } from '../../api/client.ts';

/** A page in the navigation: its place below the tenant, and the read that it is made of. */
export interface PanelSection {
  readonly name: SectionName;
  readonly place: string;
  readonly operation: OperationId;
  readonly group: 'billing' | 'developers' | 'settings';
}

export type SectionName =
  | 'home'
  | 'customers'
  | 'subscriptions'
  | 'invoices'
  | 'runs'
  | 'catalog'
  | 'meters'
  | 'usage'
  | 'usageAlerts'
  | 'usageEvents'
  | 'apiKeys'
  | 'webhooks'
  | 'audit'
  | 'tenant'
  | 'policy'
  | 'taxes'
  | 'members'
  | 'account';

/** The pages. One whose read the person may not do is not shown to them. */
export const panelSections: readonly PanelSection[] = [
  { name: 'home', place: '', operation: 'getMe', group: 'billing' },
  { name: 'customers', place: 'customers', operation: 'listCustomers', group: 'billing' },
  {
    name: 'subscriptions',
    place: 'subscriptions',
    operation: 'listSubscriptions',
    group: 'billing',
  },
  { name: 'invoices', place: 'invoices', operation: 'listInvoices', group: 'billing' },
  { name: 'runs', place: 'billing', operation: 'listBillingIssues', group: 'billing' },
  { name: 'catalog', place: 'plans', operation: 'listPlans', group: 'billing' },
  { name: 'meters', place: 'meters', operation: 'listMeters', group: 'billing' },
  { name: 'usage', place: 'usage', operation: 'queryUsage', group: 'billing' },
  { name: 'usageAlerts', place: 'usage-alerts', operation: 'listUsageAlerts', group: 'billing' },
  { name: 'usageEvents', place: 'usage-events', operation: 'listUsageEvents', group: 'billing' },
  { name: 'apiKeys', place: 'api-keys', operation: 'listApiKeys', group: 'developers' },
  { name: 'webhooks', place: 'webhooks', operation: 'listWebhookEndpoints', group: 'developers' },
  { name: 'audit', place: 'audit-log', operation: 'listAuditEntries', group: 'developers' },
  { name: 'tenant', place: 'settings', operation: 'getTenant', group: 'settings' },
  { name: 'policy', place: 'settings/policy', operation: 'getTenant', group: 'settings' },
  { name: 'taxes', place: 'tax-rates', operation: 'listTaxRates', group: 'settings' },
  { name: 'members', place: 'members', operation: 'listUsers', group: 'settings' },
  { name: 'account', place: 'account', operation: 'getMe', group: 'settings' },
];
