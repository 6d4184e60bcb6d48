import { EntitySchema } from 'typeorm';
import type { TenantMode } from '#domain/shared/tenant-mode.ts';
import type { BillingPolicy } from '#domain/tenants/billing-policy.ts';
import { standardPolicy } from '#domain/tenants/billing-policy.ts';
import type { BillingSettings } from '#domain/tenants/billing-settings.ts';
import { standardBilling } from '#domain/tenants/billing-settings.ts';
import type { UsageSettings } from '#domain/tenants/usage-settings.ts';
import { standardUsage } from '#domain/tenants/usage-settings.ts';

export interface TenantRow {
  id: string;
  version: number;
  name: string;
  mode: TenantMode;
  defaultCurrency: string;
  timeZone: string;
  billing: Partial<BillingSettings>;
  billingPolicy: Partial<BillingPolicy>;
  usage: Partial<UsageSettings>;
  createdAt: Date;
  updatedAt: Date;
}

export const tenantTable = new EntitySchema<TenantRow>({
  name: 'Tenant',
  tableName: 'tenants',
  columns: {
    id: { type: 'uuid', primary: true },
    version: { type: 'integer' },
    name: { type: 'text' },
    // Nobody may change it: it is not even granted.
    mode: { type: 'text', update: false },
    defaultCurrency: { type: 'text', name: 'default_currency' },
    timeZone: { type: 'text', name: 'time_zone' },
    billing: { type: 'jsonb' },
    billingPolicy: { type: 'jsonb', name: 'billing_policy' },
    usage: { type: 'jsonb' },
    createdAt: { type: 'timestamptz', precision: 3, name: 'created_at' },
    updatedAt: { type: 'timestamptz', precision: 3, name: 'updated_at' },
  },
});

/** The settings in full: a default stands for each that is not stored. */
export const billingOf = (stored: Partial<BillingSettings>): BillingSettings => ({
  ...standardBilling,
  ...stored,
  seller: { ...standardBilling.seller, ...stored.seller },
});

/** The policy in full, likewise. */
export const policyOf = (stored: Partial<BillingPolicy>): BillingPolicy => ({
  ...standardPolicy,
  ...stored,
});

/** The settings of usage in full, likewise. */
export const usageOf = (stored: Partial<UsageSettings>): UsageSettings => ({
  ...standardUsage,
  ...stored,
});
