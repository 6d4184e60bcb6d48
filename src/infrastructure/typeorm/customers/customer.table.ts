import { EntitySchema } from 'typeorm';
import { toSearchText } from '#application/shared/search.ts';
import type { BillingTerms } from '#domain/customers/billing-terms.ts';
import { standardTerms } from '#domain/customers/billing-terms.ts';
import type { CustomerFacts } from '#domain/customers/customer.ts';
import type { Address } from '#domain/shared/address.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { Metadata } from '#domain/shared/metadata.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import { emailKey } from '#domain/shared/text.ts';
import type { TimeZone } from '#domain/shared/time.ts';
import { instantOf } from '#domain/shared/time.ts';

export interface CustomerRow {
  tenantId: string;
  id: string;
  version: number;
  name: string;
  email: EmailAddress;
  emailKey: string;
  externalId: string | null;
  currency: CurrencyCode | null;
  timeZone: TimeZone | null;
  address: Address | null;
  taxId: string | null;
  billing: Partial<BillingTerms>;
  metadata: Metadata;
  createdAt: Date;
  updatedAt: Date;
  searchText: string;
}

export const customerTable = new EntitySchema<CustomerRow>({
  name: 'Customer',
  tableName: 'customers',
  columns: {
    tenantId: { type: 'uuid', primary: true, name: 'tenant_id', select: false },
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
    billing: { type: 'jsonb' },
    metadata: { type: 'jsonb' },
    createdAt: { type: 'timestamptz', precision: 3, name: 'created_at' },
    updatedAt: { type: 'timestamptz', precision: 3, name: 'updated_at' },
    searchText: { type: 'text', name: 'found_as', select: false },
  },
});

export const toRow = (facts: CustomerFacts, tenantId: string): CustomerRow => ({
  ...facts,
  tenantId,
  id: uuidOf(facts.id),
  emailKey: emailKey(facts.email),
  createdAt: new Date(facts.createdAt),
  updatedAt: new Date(facts.updatedAt),
  searchText: toSearchText([facts.name, facts.email, facts.externalId]),
});

export const toFacts = (row: CustomerRow): CustomerFacts => ({
  ...row,
  id: idFromUuid('cus', row.id),
  billing: { ...standardTerms, ...row.billing },
  createdAt: instantOf(row.createdAt.getTime()),
  updatedAt: instantOf(row.updatedAt.getTime()),
});
