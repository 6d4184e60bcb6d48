import { EntitySchema } from 'typeorm';
import type { Role } from '#domain/identity/role.ts';

export interface InvitationRow {
  tenantId: string;
  id: string;
  version: number;
  email: string;
  emailKey: string;
  role: Role;
  invitedBy: string | null;
  grantedBy: string | null;
  secretHash: string;
  expiresAt: Date;
  createdAt: Date;
}

export const invitationTable = new EntitySchema<InvitationRow>({
  name: 'Invitation',
  tableName: 'invitations',
  columns: {
    tenantId: { type: 'uuid', primary: true, name: 'tenant_id' },
    id: { type: 'uuid', primary: true },
    version: { type: 'integer' },
    email: { type: 'text' },
    emailKey: { type: 'text', name: 'email_key', select: false },
    role: { type: 'text' },
    invitedBy: { type: 'uuid', nullable: true, name: 'invited_by' },
    grantedBy: { type: 'text', nullable: true, name: 'granted_by' },
    secretHash: { type: 'text', name: 'secret_hash' },
    expiresAt: { type: 'timestamptz', precision: 3, name: 'expires_at' },
    createdAt: { type: 'timestamptz', precision: 3, name: 'created_at' },
  },
});
