import { EntitySchema } from 'typeorm';
import { toSearchText } from '#application/shared/search.ts';
import type { AlertMeasure, UsageAlertFacts } from '#domain/alerts/usage-alert.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { instantOf } from '#domain/shared/time.ts';

export interface UsageAlertRow {
  tenantId: string;
  id: string;
  version: number;
  code: string | null;
  name: string;
  customerId: string | null;
  subscriptionId: string | null;
  measure: AlertMeasure;
  meterId: string | null;
  currency: CurrencyCode | null;
  priceCode: string | null;
  thresholds: readonly string[];
  every: string | null;
  createdAt: Date;
  updatedAt: Date;
  searchText: string;
}

export const usageAlertTable = new EntitySchema<UsageAlertRow>({
  name: 'UsageAlert',
  tableName: 'usage_alerts',
  columns: {
    tenantId: { type: 'uuid', primary: true, name: 'tenant_id', select: false },
    id: { type: 'uuid', primary: true },
    version: { type: 'integer' },
    code: { type: 'text', nullable: true },
    name: { type: 'text' },
    customerId: { type: 'uuid', nullable: true, name: 'customer_id' },
    subscriptionId: { type: 'uuid', nullable: true, name: 'subscription_id' },
    measure: { type: 'text' },
    meterId: { type: 'uuid', nullable: true, name: 'meter_id' },
    currency: { type: 'text', nullable: true },
    priceCode: { type: 'text', nullable: true, name: 'price_code' },
    thresholds: { type: 'jsonb' },
    every: { type: 'text', nullable: true },
    createdAt: { type: 'timestamptz', precision: 3, name: 'created_at' },
    updatedAt: { type: 'timestamptz', precision: 3, name: 'updated_at' },
    searchText: { type: 'text', name: 'found_as', select: false },
  },
});

export const toRow = (facts: UsageAlertFacts, tenantId: string): UsageAlertRow => ({
  ...facts,
  tenantId,
  id: uuidOf(facts.id),
  customerId: facts.customerId && uuidOf(facts.customerId),
  subscriptionId: facts.subscriptionId && uuidOf(facts.subscriptionId),
  meterId: facts.meterId && uuidOf(facts.meterId),
  createdAt: new Date(facts.createdAt),
  updatedAt: new Date(facts.updatedAt),
  searchText: toSearchText([facts.name, facts.code]),
});

export const toFacts = (row: UsageAlertRow): UsageAlertFacts => ({
  ...row,
  id: idFromUuid('alr', row.id),
  customerId: row.customerId === null ? null : idFromUuid('cus', row.customerId),
  subscriptionId: row.subscriptionId === null ? null : idFromUuid('sub', row.subscriptionId),
  meterId: row.meterId === null ? null : idFromUuid('mtr', row.meterId),
  createdAt: instantOf(row.createdAt.getTime()),
  updatedAt: instantOf(row.updatedAt.getTime()),
});
