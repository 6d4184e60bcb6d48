import { EntitySchema } from 'typeorm';
import type { Metadata } from '#domain/shared/metadata.ts';

export interface ProductRow {
  tenantId: string;
  id: string;
  version: number;
  code: string;
  name: string;
  description: string | null;
  metadata: Metadata;
  createdAt: Date;
  updatedAt: Date;
  foundAs: string;
}

export const productTable = new EntitySchema<ProductRow>({
  name: 'Product',
  tableName: 'products',
  columns: {
    tenantId: { type: 'uuid', primary: true, name: 'tenant_id' },
    id: { type: 'uuid', primary: true },
    version: { type: 'integer' },
    code: { type: 'text' },
    name: { type: 'text' },
    description: { type: 'text', nullable: true },
    metadata: { type: 'jsonb' },
    createdAt: { type: 'timestamptz', precision: 3, name: 'created_at' },
    updatedAt: { type: 'timestamptz', precision: 3, name: 'updated_at' },
    foundAs: { type: 'text', name: 'found_as', select: false },
  },
});
