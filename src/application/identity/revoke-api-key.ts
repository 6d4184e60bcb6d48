import type { IdentityRepositories } from '#application/identity/ports.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { Clock, UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { ApiKeyNotFound } from '#domain/identity/errors.ts';
import type { ApiKeyId } from '#domain/shared/ids.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
  readonly clock: Clock;
}

export interface RevokeApiKeyInput {
  readonly apiKeyId: ApiKeyId;
}

/** Ends a key at once. */
export class RevokeApiKey implements UseCase<RevokeApiKeyInput, void> {
  readonly permission = 'keys:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {ApiKeyNotFound | VersionMismatch} */
  async execute(context: RequestContext, { apiKeyId }: RevokeApiKeyInput): Promise<void> {
    const { unitOfWork, clock } = this.#dependencies;
    await unitOfWork.run(context, async ({ apiKeys }) => {
      const key = await apiKeys.find(apiKeyId);
      if (key === undefined) throw new ApiKeyNotFound();
      await apiKeys.remove(key.revoke(clock.now()));
    });
  }
}
