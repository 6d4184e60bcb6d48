import type { ApiKeyProof, ApiKeyQueries, ApiKeyView } from '#application/identity/queries.ts';
import { apiKeyView } from '#application/identity/queries.ts';
import type { InstantRange, Slice } from '#application/shared/page.ts';
import type { ApiKeyId } from '#domain/shared/ids.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import type { TenantMode } from '#domain/shared/tenant-mode.ts';
import type { ApiKeyRow } from '#infrastructure/typeorm/identity/api-key.table.ts';
import { toApiKey } from '#infrastructure/typeorm/identity/api-key-repository.ts';
import { createdAtWithin, listStatement } from '#infrastructure/typeorm/reads/list-statement.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';

const columns = `k.tenant_id as "tenantId", k.id, k.version, k.name, k.permissions,
  k.secret_hash as "secretHash", k.created_by as "createdBy", k.granted_by as "grantedBy",
  k.expires_at as "expiresAt",
  k.last_used_at as "lastUsedAt", k.created_at as "createdAt"`;

const findKey = tenantScoped(
  `select ${columns}, t.mode from api_keys k join tenants t on t.id = k.tenant_id
    where k.tenant_id = scope.tenant_id and t.id = scope.tenant_id and k.id = $2`,
  'api_keys.find',
);

interface ProofRow extends ApiKeyRow {
  readonly mode: TenantMode;
}

const listed = { name: 'api_keys.list', columns, from: 'api_keys k', alias: 'k' };

export class TypeOrmApiKeyQueries implements ApiKeyQueries {
  readonly #reader: TenantReader;

  constructor(reader: TenantReader) {
    this.#reader = reader;
  }

  async find(apiKeyId: ApiKeyId): Promise<ApiKeyView | undefined> {
    const proof = await this.proof(apiKeyId);
    return proof && apiKeyView(proof.key);
  }

  async list(slice: Slice<ApiKeyId>, createdAt?: InstantRange): Promise<readonly ApiKeyView[]> {
    const conditions = createdAtWithin('k.created_at', createdAt);
    const { statement, values } = listStatement(listed, conditions, slice);
    const rows = await this.#reader.rows<ApiKeyRow>(statement, values);
    return rows.map((row) => apiKeyView(toApiKey(row)));
  }

  async proof(apiKeyId: ApiKeyId): Promise<ApiKeyProof | undefined> {
    const [found] = await this.#reader.rows<ProofRow>(findKey, [uuidOf(apiKeyId)]);
    if (found === undefined) return undefined;
    const { mode, ...row } = found;
    return { key: toApiKey(row), mode };
  }
}
