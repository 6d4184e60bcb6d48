import { EntitySchema } from 'typeorm';

export interface TenantRow {
  id: string;
  version: number;
  name: string;
  defaultCurrency: string;
  timeZone: string;
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
    defaultCurrency: { type: 'text', name: 'default_currency' },
    timeZone: { type: 'text', name: 'time_zone' },
    createdAt: { type: 'timestamptz', precision: 3, name: 'created_at' },
    updatedAt: { type: 'timestamptz', precision: 3, name: 'updated_at' },
  },
});
