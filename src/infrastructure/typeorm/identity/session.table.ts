import { EntitySchema } from 'typeorm';

export interface SessionRow {
  tenantId: string;
  id: string;
  version: number;
  userId: string;
  passwordVersion: number;
  secretHash: string;
  expiresAt: Date;
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
    secretHash: { type: 'text', name: 'secret_hash' },
    expiresAt: { type: 'timestamptz', precision: 3, name: 'expires_at' },
    createdAt: { type: 'timestamptz', precision: 3, name: 'created_at' },
  },
});
