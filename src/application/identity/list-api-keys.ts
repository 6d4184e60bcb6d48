import type { IdentityReads } from '#application/identity/ports.ts';
import type { ApiKeyView } from '#application/identity/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { Page, PageRequest } from '#application/shared/page.ts';
import { readPage } from '#application/shared/page.ts';
import type { ReadAccess } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';

interface Dependencies {
  readonly reads: ReadAccess<IdentityReads>;
}

/** Lists the tenant's API keys, newest first, expired ones too until they are revoked. */
export class ListApiKeys implements UseCase<PageRequest, Page<ApiKeyView>> {
  readonly permission = 'keys:read' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue} for a bad limit or cursor. */
  async execute(context: RequestContext, request: PageRequest): Promise<Page<ApiKeyView>> {
    const { reads } = this.#dependencies;
    const key = { prefix: 'key', of: ({ id }: ApiKeyView) => id } as const;
    return readPage(request, key, (slice) =>
      reads.read(context, ({ apiKeys }) => apiKeys.list(slice)),
    );
  }
}
