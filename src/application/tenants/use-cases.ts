import { guarded } from '#application/shared/pipeline.ts';
import type { Ports } from '#application/shared/ports.ts';
import { showOne } from '#application/shared/reads.ts';
import type { TenantReads, TenantRepositories } from '#application/tenants/ports.ts';
import type { TenantView } from '#application/tenants/queries.ts';
import { UpdateTenant } from '#application/tenants/update-tenant.ts';
import { TenantNotFound } from '#domain/tenants/errors.ts';

/** The use cases of a tenant. It may be deleted while its caller's token is still valid. */
export const tenantUseCases = (ports: Ports<TenantRepositories, TenantReads>) => ({
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
