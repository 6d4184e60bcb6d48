import type { DependencyContainer } from 'tsyringe';
import { guarded } from '#application/shared/pipeline.ts';
import { GetTenant } from '#application/tenants/get-tenant.ts';
import { UpdateTenant } from '#application/tenants/update-tenant.ts';
import type { TenantUseCases } from '#application/tenants/use-cases.ts';
import { reads, single, unitOfWork } from '#infrastructure/composition/tokens.ts';

export const registerTenants = (container: DependencyContainer): void => {
  single(container, GetTenant, (c) => new GetTenant({ reads: c.resolve(reads) }));
  single(container, UpdateTenant, (c) => new UpdateTenant({ unitOfWork: c.resolve(unitOfWork) }));
};

export const tenantUseCases = (container: DependencyContainer): TenantUseCases => ({
  get: guarded(container.resolve(GetTenant)),
  update: guarded(container.resolve(UpdateTenant)),
});
