import type { CurrencyCode } from '#domain/shared/currency.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { Instant, TimeZone } from '#domain/shared/time.ts';
import type { Tenant } from '#domain/tenants/tenant.ts';

/** A tenant as its people see it. */
export interface TenantView {
  readonly id: TenantId;
  readonly version: number;
  readonly name: string;
  readonly defaultCurrency: CurrencyCode;
  readonly timeZone: TimeZone;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export const tenantView = ({ facts }: Tenant): TenantView => facts;
