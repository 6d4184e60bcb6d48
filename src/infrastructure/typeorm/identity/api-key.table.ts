import { EntitySchema } from 'typeorm';
import type { Permission } from '#domain/shared/permissions.ts';

export interface ApiKeyRow {
  tenantId: string;
  id: string;
  version: number;
  name: string;
  permissions: readonly Permission[];
  secretHash: string;
  createdBy: string;
  grantedBy: string | null;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  createdAt: Date;
}

export const apiKeyTable = new EntitySchema<ApiKeyRow>({
  name: 'ApiKey',
  tableName: 'api_keys',
  columns: {
    tenantId: { type: 'uuid', primary: true, name: 'tenant_id' },
    id: { type: 'uuid', primary: true },
    version: { type: 'integer' },
    name: { type: 'text' },
    permissions: { type: 'jsonb' },
    secretHash: { type: 'text', name: 'secret_hash' },
    createdBy: { type: 'text', name: 'created_by' },
    grantedBy: { type: 'text', nullable: true, name: 'granted_by' },
    expiresAt: { type: 'timestamptz', precision: 3, name: 'expires_at', nullable: true },
    lastUsedAt: { type: 'timestamptz', precision: 3, name: 'last_used_at', nullable: true },
    createdAt: { type: 'timestamptz', precision: 3, name: 'created_at' },
  },
});
