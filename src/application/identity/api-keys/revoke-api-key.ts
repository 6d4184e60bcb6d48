import { endGrantsOf, handOver } from '#application/identity/people/grants.ts';
import type { IdentityRepositories } from '#application/identity/ports.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { ApiKeyNotFound } from '#domain/identity/errors.ts';
import type { ApiKeyId } from '#domain/shared/ids.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
}

export interface RevokeApiKeyInput {
  readonly apiKeyId: ApiKeyId;
}

/** Ends a key at once, and with it the keys and open invitations that it gave. */
export class RevokeApiKey implements UseCase<RevokeApiKeyInput, void> {
  readonly permission = 'keys:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {ApiKeyNotFound | RightsExceeded | VersionMismatch} */
  async execute(context: RequestContext, { apiKeyId }: RevokeApiKeyInput): Promise<void> {
    const { unitOfWork } = this.#dependencies;
    await unitOfWork.run(context, async (repositories, { realNow: now }) => {
      const { tenants, apiKeys } = repositories;
      await tenants.hold();
      const key = await apiKeys.find(apiKeyId);
      if (key === undefined) throw new ApiKeyNotFound();
      await apiKeys.delete(key.revoke(context, now));
      // A key that had expired gave nothing that outlives it but its own successors.
      if (key.isLive(now)) await endGrantsOf(repositories, apiKeyId, new Set(), now);
      else await handOver(repositories, apiKeyId, key.facts.grantedBy);
    });
  }
}
