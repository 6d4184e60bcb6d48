import { EntitySchema } from 'typeorm';

export interface SessionRow {
  tenantId: string;
  id: string;
  version: number;
  userId: string;
  passwordVersion: number;
  familyHash: string;
  secretHash: string;
  rotatedAt: Date;
  expiresAt: Date;
  endsAt: Date;
  clientAddress: string | null;
  clientUserAgent: string | null;
  createdAt: Date;
}

export const sessionTable = new EntitySchema<SessionRow>({
  name: 'Session',
  tableName: 'sessions',
  columns: {
    tenantId: { type: 'uuid', primary: true, name: 'tenant_id' },
    id: { type: 'uuid', primary: true },
    version: { type: 'integer' },
    userId: { type: 'uuid', name: 'user_id' },
    passwordVersion: { type: 'integer', name: 'password_version' },
    familyHash: { type: 'text', name: 'family_hash' },
    secretHash: { type: 'text', name: 'secret_hash' },
    rotatedAt: { type: 'timestamptz', precision: 3, name: 'rotated_at' },
    expiresAt: { type: 'timestamptz', precision: 3, name: 'expires_at' },
    endsAt: { type: 'timestamptz', precision: 3, name: 'ends_at' },
    clientAddress: { type: 'text', name: 'client_address', nullable: true },
    clientUserAgent: { type: 'text', name: 'client_user_agent', nullable: true },
    createdAt: { type: 'timestamptz', precision: 3, name: 'created_at' },
  },
});
