import type { ApiKeyRepository } from '#application/identity/ports.ts';
import type { ApiKeyProof, ApiKeyQueries, ApiKeyView } from '#application/identity/queries.ts';
import { apiKeyView } from '#application/identity/queries.ts';
import type { InstantRange, Slice } from '#application/shared/page.ts';
import type { RevokedApiKey } from '#domain/identity/api-key.ts';
import { ApiKey } from '#domain/identity/api-key.ts';
import type { GrantorId } from '#domain/identity/rights.ts';
import type { ApiKeyId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { IdentityTables } from '#infrastructure/memory/identity/identity-tables.ts';
import { sliceOf, within } from '#infrastructure/memory/list.ts';
import type { TenantTables } from '#infrastructure/memory/tenants/tenant-tables.ts';
import type { MemoryReader, MemoryTransaction } from '#infrastructure/memory/transaction.ts';

export class MemoryApiKeyRepository implements ApiKeyRepository {
  readonly #transaction: MemoryTransaction<IdentityTables>;

  constructor(transaction: MemoryTransaction<IdentityTables>) {
    this.#transaction = transaction;
  }

  async find(apiKeyId: ApiKeyId): Promise<ApiKey | undefined> {
    const { tables, tenantId } = this.#transaction;
    return tables.apiKeys.get(`${tenantId}/${apiKeyId}`);
  }

  async grantedBy(grantor: GrantorId): Promise<readonly ApiKey[]> {
    const { tables, tenantId } = this.#transaction;
    return tables.apiKeys.under(`${tenantId}/`).filter(({ facts }) => facts.grantedBy === grantor);
  }

  async handOver(from: GrantorId, to: GrantorId | null): Promise<void> {
    const { tables, tenantId } = this.#transaction;
    for (const { facts } of await this.grantedBy(from)) {
      tables.apiKeys.put(`${tenantId}/${facts.id}`, new ApiKey({ ...facts, grantedBy: to }));
    }
  }

  async save(apiKey: ApiKey): Promise<ApiKey> {
    const { tables, tenantId } = this.#transaction;
    const stored = new ApiKey({ ...apiKey.facts, version: apiKey.facts.version + 1 });
    tables.apiKeys.store(`${tenantId}/${apiKey.facts.id}`, stored);
    this.#transaction.record(apiKey);
    return stored;
  }

  async delete(apiKey: RevokedApiKey): Promise<void> {
    const { tables, tenantId } = this.#transaction;
    tables.apiKeys.delete(`${tenantId}/${apiKey.id}`, apiKey.version);
    this.#transaction.record(apiKey);
  }

  async markUsed(apiKeyId: ApiKeyId, at: Instant): Promise<void> {
    const { tables, tenantId } = this.#transaction;
    const key = await this.find(apiKeyId);
    if (key === undefined) return;
    tables.apiKeys.put(`${tenantId}/${apiKeyId}`, new ApiKey({ ...key.facts, lastUsedAt: at }));
  }
}

export class MemoryApiKeyQueries implements ApiKeyQueries {
  readonly #reader: MemoryReader<IdentityTables & TenantTables>;

  constructor(reader: MemoryReader<IdentityTables & TenantTables>) {
    this.#reader = reader;
  }

  async find(apiKeyId: ApiKeyId): Promise<ApiKeyView | undefined> {
    const proof = await this.proof(apiKeyId);
    return proof && apiKeyView(proof.key);
  }

  async list(slice: Slice<ApiKeyId>, range?: InstantRange): Promise<readonly ApiKeyView[]> {
    const { tables, tenantId } = this.#reader;
    const views = tables.apiKeys.under(`${tenantId}/`).map(apiKeyView);
    const found = views.filter(({ createdAt }) => within(createdAt, range));
    return sliceOf(found, ({ id }) => id, slice);
  }

  async proof(apiKeyId: ApiKeyId): Promise<ApiKeyProof | undefined> {
    const { tables, tenantId } = this.#reader;
    const key = tables.apiKeys.get(`${tenantId}/${apiKeyId}`);
    const tenant = tables.tenants.get(tenantId);
    return key && tenant && { key, mode: tenant.facts.mode };
  }
}
