import { EntitySchema } from 'typeorm';
import { toSearchText } from '#application/shared/search.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { instantOf } from '#domain/shared/time.ts';
import type { TaxRateFacts } from '#domain/taxes/tax-rate.ts';

export interface TaxRateRow {
  tenantId: string;
  id: string;
  version: number;
  name: string;
  rate: string;
  isInclusive: boolean;
  createdAt: Date;
  updatedAt: Date;
  archivedAt: Date | null;
  searchText: string;
}

export const taxRateTable = new EntitySchema<TaxRateRow>({
  name: 'TaxRate',
  tableName: 'tax_rates',
  columns: {
    tenantId: { type: 'uuid', primary: true, name: 'tenant_id', select: false },
    id: { type: 'uuid', primary: true },
    version: { type: 'integer' },
    name: { type: 'text' },
    rate: { type: 'text' },
    isInclusive: { type: 'boolean', name: 'is_inclusive' },
    createdAt: { type: 'timestamptz', precision: 3, name: 'created_at' },
    updatedAt: { type: 'timestamptz', precision: 3, name: 'updated_at' },
    archivedAt: { type: 'timestamptz', precision: 3, nullable: true, name: 'archived_at' },
    searchText: { type: 'text', name: 'found_as', select: false },
  },
});

export const toRow = (facts: TaxRateFacts, tenantId: string): TaxRateRow => ({
  ...facts,
  tenantId,
  id: uuidOf(facts.id),
  createdAt: new Date(facts.createdAt),
  updatedAt: new Date(facts.updatedAt),
  archivedAt: facts.archivedAt === null ? null : new Date(facts.archivedAt),
  searchText: toSearchText([facts.name]),
});

export const toFacts = (row: TaxRateRow): TaxRateFacts => ({
  ...row,
  id: idFromUuid('tax', row.id),
  createdAt: instantOf(row.createdAt.getTime()),
  updatedAt: instantOf(row.updatedAt.getTime()),
  archivedAt: row.archivedAt && instantOf(row.archivedAt.getTime()),
});
