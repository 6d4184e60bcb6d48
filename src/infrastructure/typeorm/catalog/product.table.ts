import { EntitySchema } from 'typeorm';
import { toSearchText } from '#application/shared/search.ts';
import type { ProductFacts } from '#domain/catalog/product.ts';
import type { TaxRateId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { Metadata } from '#domain/shared/metadata.ts';
import { instantOf } from '#domain/shared/time.ts';

export interface ProductRow {
  tenantId: string;
  id: string;
  version: number;
  code: string;
  name: string;
  description: string | null;
  metadata: Metadata;
  taxRateIds: readonly TaxRateId[] | null;
  createdAt: Date;
  updatedAt: Date;
  searchText: string;
}

export const productTable = new EntitySchema<ProductRow>({
  name: 'Product',
  tableName: 'products',
  columns: {
    tenantId: { type: 'uuid', primary: true, name: 'tenant_id', select: false },
    id: { type: 'uuid', primary: true },
    version: { type: 'integer' },
    code: { type: 'text' },
    name: { type: 'text' },
    description: { type: 'text', nullable: true },
    metadata: { type: 'jsonb' },
    taxRateIds: { type: 'jsonb', nullable: true, name: 'tax_rate_ids' },
    createdAt: { type: 'timestamptz', precision: 3, name: 'created_at' },
    updatedAt: { type: 'timestamptz', precision: 3, name: 'updated_at' },
    searchText: { type: 'text', name: 'found_as', select: false },
  },
});

export const toRow = (facts: ProductFacts, tenantId: string): ProductRow => ({
  ...facts,
  tenantId,
  id: uuidOf(facts.id),
  createdAt: new Date(facts.createdAt),
  updatedAt: new Date(facts.updatedAt),
  searchText: toSearchText([facts.name, facts.code]),
});

export const toFacts = (row: ProductRow): ProductFacts => ({
  ...row,
  id: idFromUuid('prod', row.id),
  createdAt: instantOf(row.createdAt.getTime()),
  updatedAt: instantOf(row.updatedAt.getTime()),
});
