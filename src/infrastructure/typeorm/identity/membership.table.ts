import { EntitySchema } from 'typeorm';
import type { Role } from '#domain/identity/role.ts';

export interface MembershipRow {
  tenantId: string;
  id: string;
  version: number;
  userId: string;
  name: string;
  email: string;
  emailKey: string;
  searchText: string;
  role: Role;
  createdAt: Date;
  updatedAt: Date;
}

export const membershipTable = new EntitySchema<MembershipRow>({
  name: 'Membership',
  tableName: 'memberships',
  columns: {
    tenantId: { type: 'uuid', primary: true, name: 'tenant_id' },
    id: { type: 'uuid', primary: true },
    version: { type: 'integer' },
    userId: { type: 'uuid', name: 'user_id' },
    name: { type: 'text' },
    email: { type: 'text' },
    emailKey: { type: 'text', name: 'email_key', select: false },
    searchText: { type: 'text', name: 'search_text', select: false },
    role: { type: 'text' },
    createdAt: { type: 'timestamptz', precision: 3, name: 'created_at' },
    updatedAt: { type: 'timestamptz', precision: 3, name: 'updated_at' },
  },
});
