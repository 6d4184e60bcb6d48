import { guarded } from '#application/shared/pipeline.ts';
import type { Ports } from '#application/shared/ports.ts';
import { showOne } from '#application/shared/reads.ts';
import type { AdvanceDependencies } from '#application/tenants/advance-test-clock.ts';
import { AdvanceTestClock } from '#application/tenants/advance-test-clock.ts';
import type { KnownTaxRateRepositories } from '#application/tenants/known-tax-rates.ts';
import type { LogoReader, TenantReads, TenantRepositories } from '#application/tenants/ports.ts';
import type { TenantView, TestClockView } from '#application/tenants/queries.ts';
import { StartAdvance } from '#application/tenants/start-advance.ts';
import type { StoppedAccountRepositories } from '#application/tenants/stopped-accounts.ts';
import { UpdateTenant } from '#application/tenants/update-tenant.ts';
import { NotATestTenant, TenantNotFound } from '#domain/tenants/errors.ts';

/** The use cases of a tenant. It may be deleted while its caller's token is still valid. */
export const tenantUseCases = (
  ports: Ports<
    TenantRepositories & StoppedAccountRepositories & KnownTaxRateRepositories,
    TenantReads
  > & { readonly logoReader: LogoReader },
) => ({
  get: guarded(
    showOne<TenantReads, void, TenantView>(ports.reads, {
      permission: 'tenant:read',
      find: ({ tenants }) => tenants.find(),
      notFound: TenantNotFound,
    }),
  ),
  update: guarded(new UpdateTenant(ports)),
});

export type TenantUseCases = ReturnType<typeof tenantUseCases>;

/** The use cases of the clock of a test tenant. */
export const testClockUseCases = <Repositories extends TenantRepositories>(
  ports: Ports<Repositories, TenantReads> & AdvanceDependencies<Repositories>,
) => ({
  get: guarded(
    showOne<TenantReads, void, TestClockView>(ports.reads, {
      permission: 'tenant:read',
      find: ({ testClocks }) => testClocks.find(),
      notFound: NotATestTenant,
    }),
  ),
  advance: guarded(new StartAdvance({ ...ports, advance: new AdvanceTestClock(ports) })),
});

export type TestClockUseCases = ReturnType<typeof testClockUseCases>;
