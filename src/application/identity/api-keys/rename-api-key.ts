import type { IdentityRepositories } from '#application/identity/ports.ts';
import type { ApiKeyView } from '#application/identity/queries.ts';
import { apiKeyView } from '#application/identity/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { ApiKeyNotFound } from '#domain/identity/errors.ts';
import type { ApiKeyId } from '#domain/shared/ids.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import { requireVersion } from '#domain/shared/version.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
}

export interface RenameApiKeyInput {
  readonly apiKeyId: ApiKeyId;
  /** The version that the caller saw. */
  readonly version: SeenVersion;
  readonly changes: { readonly name?: string | undefined };
}

/** Gives a key another name. What it may do stays as it was made. */
export class RenameApiKey implements UseCase<RenameApiKeyInput, ApiKeyView> {
  readonly permission = 'keys:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue | ApiKeyNotFound | VersionMismatch | RightsExceeded} */
  execute(context: RequestContext, input: RenameApiKeyInput): Promise<ApiKeyView> {
    const { apiKeyId, version, changes } = input;
    return this.#dependencies.unitOfWork.run(context, async ({ apiKeys }, { realNow }) => {
      const key = requireVersion(await apiKeys.find(apiKeyId), version, ApiKeyNotFound);
      const renamed = key.rename(changes.name ?? key.facts.name, context, realNow);
      // Nothing changed, so there is nothing to store and no version to count.
      return apiKeyView(renamed === key ? key : await apiKeys.save(renamed));
    });
  }
}
