import type { ApiKeyRepository } from '#application/identity/ports.ts';
import type { RevokedApiKey } from '#domain/identity/api-key.ts';
import { ApiKey } from '#domain/identity/api-key.ts';
import type { GrantorId } from '#domain/identity/rights.ts';
import type { ApiKeyId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { instantOf } from '#domain/shared/time.ts';
import { deleteRow, storeRow } from '#infrastructure/typeorm/aggregates/versioned-rows.ts';
import type { ApiKeyRow } from '#infrastructure/typeorm/identity/api-key.table.ts';
import { apiKeyTable } from '#infrastructure/typeorm/identity/api-key.table.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

export class TypeOrmApiKeyRepository implements ApiKeyRepository {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  async find(apiKeyId: ApiKeyId): Promise<ApiKey | undefined> {
    const { manager, tenantId } = this.#transaction;
    const row = await manager.findOneBy(apiKeyTable, { tenantId, id: uuidOf(apiKeyId) });
    return row === null ? undefined : toApiKey(row);
  }

  async grantedBy(grantor: GrantorId): Promise<readonly ApiKey[]> {
    const { manager, tenantId } = this.#transaction;
    const rows = await manager.findBy(apiKeyTable, { tenantId, grantedBy: grantor });
    return rows.map(toApiKey);
  }

  async handOver(from: GrantorId, to: GrantorId | null): Promise<void> {
    const { manager, tenantId } = this.#transaction;
    await manager.update(apiKeyTable, { tenantId, grantedBy: from }, { grantedBy: to });
  }

  async save(apiKey: ApiKey): Promise<ApiKey> {
    const { tenantId, events } = this.#transaction;
    const stored = new ApiKey({ ...apiKey.facts, version: apiKey.facts.version + 1 });
    await storeRow(this.#transaction, apiKeyTable, toRow(tenantId, stored));
    events.record(apiKey);
    return stored;
  }

  async delete(apiKey: RevokedApiKey): Promise<void> {
    const { tenantId, events } = this.#transaction;
    const { version } = apiKey;
    await deleteRow(this.#transaction, apiKeyTable, { tenantId, id: uuidOf(apiKey.id), version });
    events.record(apiKey);
  }

  async markUsed(apiKeyId: ApiKeyId, at: Instant): Promise<void> {
    const { manager, tenantId } = this.#transaction;
    const lastUsedAt = new Date(at);
    await manager.update(apiKeyTable, { tenantId, id: uuidOf(apiKeyId) }, { lastUsedAt });
  }
}

const dateOf = (at: Instant | null): Date | null => (at === null ? null : new Date(at));
const instantIn = (date: Date | null): Instant | null =>
  date === null ? null : instantOf(date.getTime());

const toRow = (tenantId: string, { facts }: ApiKey): ApiKeyRow => ({
  ...facts,
  tenantId,
  id: uuidOf(facts.id),
  expiresAt: dateOf(facts.expiresAt),
  lastUsedAt: dateOf(facts.lastUsedAt),
  createdAt: new Date(facts.createdAt),
});

export const toApiKey = ({ tenantId: _tenantId, ...row }: ApiKeyRow): ApiKey =>
  new ApiKey({
    ...row,
    id: idFromUuid('key', row.id),
    grantedBy: row.grantedBy as GrantorId | null,
    expiresAt: instantIn(row.expiresAt),
    lastUsedAt: instantIn(row.lastUsedAt),
    createdAt: instantOf(row.createdAt.getTime()),
  });
