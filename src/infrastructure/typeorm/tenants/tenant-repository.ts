import type { Logo, TenantRepository } from '#application/tenants/ports.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { TimeZone } from '#domain/shared/time.ts';
import { instantOf } from '#domain/shared/time.ts';
import { Tenant } from '#domain/tenants/tenant.ts';
import { selectedColumns, storeRow } from '#infrastructure/typeorm/aggregates/versioned-rows.ts';
import type { TenantRow } from '#infrastructure/typeorm/tenants/tenant.table.ts';
import {
  billingOf,
  policyOf,
  tenantTable,
  usageOf,
} from '#infrastructure/typeorm/tenants/tenant.table.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

const find = {
  name: 'tenants.find-one',
  text: `select ${selectedColumns(tenantTable)} from tenants where tenants.id = $1`,
};

// The directory, which people see before they have chosen a tenant, has its name too.
const rename = 'update user_tenants set tenant_name = $2 where tenant_id = $1';

// A row under the same digest holds the same bytes.
const addLogo = {
  name: 'tenants.add-logo',
  text: `insert into tenant_logos (tenant_id, digest, content) values ($1, $2, $3)
    on conflict (tenant_id, digest) do nothing`,
};

export class TypeOrmTenantRepository implements TenantRepository {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  async find(): Promise<Tenant | undefined> {
    const { client, tenantId } = this.#transaction;
    const { rows } = await client.query<TenantRow>({ ...find, values: [tenantId] });
    return rows[0] && toTenant(rows[0]);
  }

  hold(): Promise<void> {
    return holdTenant(this.#transaction);
  }

  async save(tenant: Tenant): Promise<Tenant> {
    const { client, tenantId, events } = this.#transaction;
    invariant(uuidOf(tenant.facts.id) === tenantId, 'A tenant is stored in its own run.');
    const stored = new Tenant({ ...tenant.facts, version: tenant.facts.version + 1 });
    await storeRow(this.#transaction, tenantTable, toRow(stored));
    if (stored.facts.version > 1) await client.query(rename, [tenantId, stored.facts.name]);
    events.record(tenant);
    return stored;
  }

  async addLogo({ digest, content }: Logo): Promise<void> {
    const { client, tenantId } = this.#transaction;
    await client.query({ ...addLogo, values: [tenantId, digest, Buffer.from(content)] });
  }
}

/** Law 4 of `TenantRepository`. */
export const holdTenant = async ({ client, tenantId }: Transaction): Promise<void> => {
  // The tenant's own row is the one thing that all have in common who give rights there or take
  // them. NO KEY, so that nobody waits who only refers to the tenant, as every insert does.
  await client.query('select from tenants where id = $1 for no key update', [tenantId]);
};

const toRow = ({ facts }: Tenant): TenantRow => ({
  ...facts,
  id: uuidOf(facts.id),
  createdAt: new Date(facts.createdAt),
  updatedAt: new Date(facts.updatedAt),
});

const toTenant = (row: TenantRow): Tenant =>
  new Tenant({
    ...row,
    id: idFromUuid('ten', row.id),
    defaultCurrency: row.defaultCurrency as CurrencyCode,
    timeZone: row.timeZone as TimeZone,
    billing: billingOf(row.billing),
    billingPolicy: policyOf(row.billingPolicy),
    usage: usageOf(row.usage),
    createdAt: instantOf(row.createdAt.getTime()),
    updatedAt: instantOf(row.updatedAt.getTime()),
  });
