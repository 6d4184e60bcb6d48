import type { Installation } from '#application/operations/ports.ts';
import type { AnonymousContext } from '#application/shared/context.ts';
import type { Page, PageRequest } from '#application/shared/page.ts';
import { readPage } from '#application/shared/page.ts';
import type { OpenUseCase } from '#application/shared/use-case.ts';
import type { TenantView } from '#application/tenants/queries.ts';

interface Dependencies {
  readonly installation: Installation;
}

export type ListTenantsUseCase = OpenUseCase<PageRequest, Page<TenantView>>;

/** Lists the tenants, newest first: for the operator, who asks no permission. */
export class ListTenants implements ListTenantsUseCase {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue} for a bad limit or cursor. */
  async execute(_request: AnonymousContext, request: PageRequest): Promise<Page<TenantView>> {
    const { installation } = this.#dependencies;
    const key = { prefix: 'ten', of: ({ id }: TenantView) => id } as const;
    return readPage(request, key, (slice) => installation.tenants(slice));
  }
}
