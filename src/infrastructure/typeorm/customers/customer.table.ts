import { EntitySchema } from 'typeorm';
import type { Address } from '#domain/customers/address.ts';
import type { Metadata } from '#domain/shared/metadata.ts';

export interface CustomerRow {
  tenantId: string;
  id: string;
  version: number;
  name: string;
  email: string;
  emailKey: string;
  externalId: string | null;
  currency: string | null;
  timeZone: string | null;
  address: Address | null;
  taxId: string | null;
  metadata: Metadata;
  createdAt: Date;
  updatedAt: Date;
  foundAs: string;
}

export const customerTable = new EntitySchema<CustomerRow>({
  name: 'Customer',
  tableName: 'customers',
  columns: {
    tenantId: { type: 'uuid', primary: true, name: 'tenant_id' },
    id: { type: 'uuid', primary: true },
    version: { type: 'integer' },
    name: { type: 'text' },
    email: { type: 'text' },
    emailKey: { type: 'text', name: 'email_key', select: false },
    externalId: { type: 'text', nullable: true, name: 'external_id' },
    currency: { type: 'text', nullable: true },
    timeZone: { type: 'text', nullable: true, name: 'time_zone' },
    address: { type: 'jsonb', nullable: true },
    taxId: { type: 'text', nullable: true, name: 'tax_id' },
    metadata: { type: 'jsonb' },
    createdAt: { type: 'timestamptz', precision: 3, name: 'created_at' },
    updatedAt: { type: 'timestamptz', precision: 3, name: 'updated_at' },
    foundAs: { type: 'text', name: 'found_as', select: false },
  },
});
