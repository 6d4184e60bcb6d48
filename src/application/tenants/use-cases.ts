import type { UseCase } from '#application/shared/use-case.ts';
import type { TenantView } from '#application/tenants/queries.ts';
import type { UpdateTenantInput } from '#application/tenants/update-tenant.ts';

/** What can be done with a tenant. */
export interface TenantUseCases {
  readonly get: UseCase<void, TenantView>;
  readonly update: UseCase<UpdateTenantInput, TenantView>;
}
