import type { Logo, TenantQueries, TenantRepository } from '#application/tenants/ports.ts';
import type { TenantView } from '#application/tenants/queries.ts';
import { tenantView } from '#application/tenants/queries.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { Tenant } from '#domain/tenants/tenant.ts';
import { MemoryTable } from '#infrastructure/memory/memory-table.ts';
import type { TenantTables } from '#infrastructure/memory/tenants/tenant-tables.ts';
import type { MemoryReader, MemoryTransaction } from '#infrastructure/memory/transaction.ts';

export class MemoryTenantRepository implements TenantRepository {
  readonly #transaction: MemoryTransaction<TenantTables>;

  constructor(transaction: MemoryTransaction<TenantTables>) {
    this.#transaction = transaction;
  }

  async find(): Promise<Tenant | undefined> {
    return this.#transaction.tables.tenants.get(this.#transaction.tenantId);
  }

  // Runs in memory go one after another anyway.
  async hold(): Promise<void> {}

  async save(tenant: Tenant): Promise<Tenant> {
    invariant(tenant.facts.id === this.#transaction.tenantId, 'A tenant is stored in its own run.');
    const stored = new Tenant({ ...tenant.facts, version: tenant.facts.version + 1 });
    this.#transaction.tables.tenants.store(this.#transaction.tenantId, stored);
    this.#transaction.record(tenant);
    return stored;
  }

  async addLogo(logo: Logo): Promise<void> {
    const { tables, tenantId } = this.#transaction;
    tables.tenantLogos.put(`${tenantId}/${logo.digest}`, logo);
  }
}

export class MemoryTenantQueries implements TenantQueries {
  readonly #reader: MemoryReader<TenantTables>;

  constructor(reader: MemoryReader<TenantTables>) {
    this.#reader = reader;
  }

  async find(): Promise<TenantView | undefined> {
    const tenant = this.#reader.tables.tenants.get(this.#reader.tenantId);
    return tenant && tenantView(tenant);
  }

  async findLogo(digest: string): Promise<Uint8Array | undefined> {
    return this.#reader.tables.tenantLogos.get(`${this.#reader.tenantId}/${digest}`)?.content;
  }
}

/** The logos of its documents. */
export const tenantLogos = { table: () => new MemoryTable<Logo>() };

/** The tenant itself. */
export const tenants = {
  table: () => new MemoryTable<Tenant>(),
  repository: (transaction: MemoryTransaction<TenantTables>) =>
    new MemoryTenantRepository(transaction),
  queries: (reader: MemoryReader<TenantTables>) => new MemoryTenantQueries(reader),
};
