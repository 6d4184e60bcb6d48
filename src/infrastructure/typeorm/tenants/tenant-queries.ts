import type { TenantQueries } from '#application/tenants/ports.ts';
import type { TenantView } from '#application/tenants/queries.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
import type { TenantMode } from '#domain/shared/tenant-mode.ts';
import type { TimeZone } from '#domain/shared/time.ts';
import { instantOf } from '#domain/shared/time.ts';
import type { BillingPolicy } from '#domain/tenants/billing-policy.ts';
import type { BillingSettings } from '#domain/tenants/billing-settings.ts';
import type { UsageSettings } from '#domain/tenants/usage-settings.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { billingOf, policyOf, usageOf } from '#infrastructure/typeorm/tenants/tenant.table.ts';

/** A tenant as SQL gives it. */
export interface TenantViewRow {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly mode: TenantMode;
  readonly default_currency: string;
  readonly time_zone: string;
  readonly billing: Partial<BillingSettings>;
  readonly billing_policy: Partial<BillingPolicy>;
  readonly usage: Partial<UsageSettings>;
  readonly created_at: Date;
  readonly updated_at: Date;
}

const find = tenantScoped('select t.* from tenants t where t.id = scope.tenant_id', 'tenants.find');

const findLogo = tenantScoped(
  `select l.content from tenant_logos l where l.tenant_id = scope.tenant_id and l.digest = $2`,
  'tenants.find-logo',
);

export class TypeOrmTenantQueries implements TenantQueries {
  readonly #reader: TenantReader;

  constructor(reader: TenantReader) {
    this.#reader = reader;
  }

  async find(): Promise<TenantView | undefined> {
    const [row] = await this.#reader.rows<TenantViewRow>(find, []);
    return row && toTenantView(row);
  }

  async findLogo(digest: string): Promise<Uint8Array | undefined> {
    const [row] = await this.#reader.rows<{ readonly content: Buffer }>(findLogo, [digest]);
    return row?.content;
  }
}

export const toTenantView = (row: TenantViewRow): TenantView => ({
  id: idFromUuid('ten', row.id),
  version: row.version,
  name: row.name,
  mode: row.mode,
  defaultCurrency: row.default_currency as CurrencyCode,
  timeZone: row.time_zone as TimeZone,
  billing: billingOf(row.billing),
  billingPolicy: policyOf(row.billing_policy),
  usage: usageOf(row.usage),
  createdAt: instantOf(row.created_at.getTime()),
  updatedAt: instantOf(row.updated_at.getTime()),
});
