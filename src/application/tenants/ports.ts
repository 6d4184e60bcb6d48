import type { TenantView } from '#application/tenants/queries.ts';
import type { Tenant } from '#domain/tenants/tenant.ts';

/**
 * The one tenant of the unit of work.
 *
 * 1. `find` gives what was last saved, or nothing.
 * 2. `save` stores and gives back what is stored now, one version on.
 * 3. `save` of a state whose version is not the stored one changes nothing and throws.
 * 4. Whoever holds it has it to themselves until the end of the run: another run that asks waits,
 *    and then sees what this one did. Everything holds it that gives rights or takes them away.
 */
export interface TenantRepository {
  find(): Promise<Tenant | undefined>;
  hold(): Promise<void>;
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
