import type { TenantView } from '#application/tenants/queries.ts';
import type { Tenant } from '#domain/tenants/tenant.ts';

/**
 * The one tenant of the unit of work.
 *
 * 1. `find` gives what was last saved, or nothing.
 * 2. `save` stores and gives back what is stored now, one version on.
 * 3. `save` of a state whose version is not the stored one changes nothing and throws.
 */
export interface TenantRepository {
  find(): Promise<Tenant | undefined>;
  /** @throws {VersionMismatch} */
  save(tenant: Tenant): Promise<Tenant>;
}

export interface TenantRepositories {
  readonly tenants: TenantRepository;
}

export interface TenantQueries {
  find(): Promise<TenantView | undefined>;
}

export interface TenantReads {
  readonly tenants: TenantQueries;
}
