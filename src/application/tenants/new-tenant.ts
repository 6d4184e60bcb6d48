import type { Run } from '#application/shared/ports.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { TenantMode } from '#domain/shared/tenant-mode.ts';
import { parseTenantMode } from '#domain/shared/tenant-mode.ts';
import type { Instant, TimeZone } from '#domain/shared/time.ts';
import { parseTimeZone } from '#domain/shared/time.ts';
import { Tenant } from '#domain/tenants/tenant.ts';
import { parseClockStart, ReadyClock } from '#domain/tenants/test-clock.ts';

/** How a new tenant begins: live, in euros and UTC where nothing is said. */
export interface TenantStartInput {
  readonly mode?: string | undefined;
  /** Of a test tenant: when its clock starts; real time where nothing is said. */
  readonly clockStartsAt?: Instant | undefined;
  readonly defaultCurrency?: string | undefined;
  readonly timeZone?: string | undefined;
}

/** A tenant to be created, once it is checked. */
export interface NewTenant {
  readonly name: string;
  readonly mode: TenantMode;
  readonly clockStartsAt: Instant | undefined;
  readonly defaultCurrency: CurrencyCode;
  readonly timeZone: TimeZone;
}

/** How these fields are read, for `checkAll`. */
export const startReaders = ({
  mode = 'live',
  clockStartsAt,
  defaultCurrency = 'EUR',
  timeZone = 'UTC',
}: TenantStartInput) => ({
  mode: () => parseTenantMode(mode),
  clockStartsAt: () => parseClockStart(clockStartsAt, mode),
  defaultCurrency: () => parseCurrencyCode(defaultCurrency),
  timeZone: () => parseTimeZone(timeZone),
});

/** Stores the tenant of the run, with its clock where it is a test tenant. */
export const storeNewTenant = async (
  { tenants, testClocks }: TenantRepositories,
  { clockStartsAt, ...input }: NewTenant,
  { tenantId, realNow }: { readonly tenantId: TenantId } & Pick<Run, 'realNow'>,
): Promise<Tenant> => {
  const tenant = await tenants.save(Tenant.create(tenantId, input, realNow));
  if (input.mode === 'test') {
    await testClocks.save(ReadyClock.begin(tenantId, clockStartsAt ?? realNow));
  }
  return tenant;
};
