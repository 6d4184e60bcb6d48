import type { Run } from '#application/shared/ports.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { TenantMode } from '#domain/shared/tenant-mode.ts';
import { parseTenantMode } from '#domain/shared/tenant-mode.ts';
import type { Instant } from '#domain/shared/time.ts';
import { Tenant } from '#domain/tenants/tenant.ts';
import { parseClockStart, ReadyClock } from '#domain/tenants/test-clock.ts';

/** The kind of a new tenant: live by default. */
export interface ModeInput {
  readonly mode?: string | undefined;
  /** Of a test tenant: when its clock starts; real time where nothing is said. */
  readonly clockStartsAt?: Instant | undefined;
}

/** A tenant to be created, once it is checked. */
export interface NewTenant {
  readonly name: string;
  readonly mode: TenantMode;
  readonly clockStartsAt: Instant | undefined;
}

/** How both fields are read, for `checkAll`. */
export const modeReaders = ({ mode, clockStartsAt }: ModeInput) => ({
  mode: () => (mode === undefined ? 'live' : parseTenantMode(mode)),
  clockStartsAt: () => parseClockStart(clockStartsAt, mode),
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
