import type { RequestContext } from '#application/shared/context.ts';
import type { ReadDoor } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { TenantReads } from '#application/tenants/ports.ts';
import type { TenantView } from '#application/tenants/queries.ts';
import { TenantNotFound } from '#domain/tenants/errors.ts';

interface Dependencies {
  readonly reads: ReadDoor<TenantReads>;
}

/** Shows the caller's tenant. */
export class GetTenant implements UseCase<void, TenantView> {
  readonly permission = 'tenant:read' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {TenantNotFound} when it was deleted while the caller's token still lived. */
  async execute(context: RequestContext): Promise<TenantView> {
    const tenant = await this.#dependencies.reads.read(context, ({ tenants }) => tenants.find());
    if (tenant === undefined) throw new TenantNotFound();
    return tenant;
  }
}
