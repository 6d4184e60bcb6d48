import type { IdentityReads } from '#application/identity/ports.ts';
import type { ApiKeyView } from '#application/identity/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { ReadAccess } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { ApiKeyNotFound } from '#domain/identity/errors.ts';
import type { ApiKeyId } from '#domain/shared/ids.ts';

interface Dependencies {
  readonly reads: ReadAccess<IdentityReads>;
}

export interface GetApiKeyInput {
  readonly apiKeyId: ApiKeyId;
}

export class GetApiKey implements UseCase<GetApiKeyInput, ApiKeyView> {
  readonly permission = 'keys:read' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {ApiKeyNotFound} */
  async execute(context: RequestContext, { apiKeyId }: GetApiKeyInput): Promise<ApiKeyView> {
    const { reads } = this.#dependencies;
    const found = await reads.read(context, ({ apiKeys }) => apiKeys.find(apiKeyId));
    if (found === undefined) throw new ApiKeyNotFound();
    return found;
  }
}
