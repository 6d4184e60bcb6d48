import type { IssuedApiKey } from '#application/identity/create-api-key.ts';
import { issued, keyMakerOf } from '#application/identity/create-api-key.ts';
import type { IdentityRepositories, Secrets } from '#application/identity/ports.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { Clock, IdGenerator, UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { keyOverlapSeconds } from '#domain/identity/api-key.ts';
import { ApiKeyNotFound } from '#domain/identity/errors.ts';
import type { ApiKeyId } from '#domain/shared/ids.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly ids: IdGenerator;
}

export interface RotateApiKeyInput {
  readonly apiKeyId: ApiKeyId;
  /** How long the old key goes on beside the new one; a day where nothing is said. */
  readonly overlapSeconds?: number | undefined;
}

/** Makes another key that may do the same, and lets the old one expire a while later. */
export class RotateApiKey implements UseCase<RotateApiKeyInput, IssuedApiKey> {
  readonly permission = 'keys:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {ApiKeyNotFound | InvalidValue | KeyExceedsCaller | VersionMismatch} */
  async execute(
    context: RequestContext,
    { apiKeyId, overlapSeconds = keyOverlapSeconds.default }: RotateApiKeyInput,
  ): Promise<IssuedApiKey> {
    const { unitOfWork, secrets, clock, ids } = this.#dependencies;
    const now = clock.now();
    const secret = secrets.next();
    const by = { maker: keyMakerOf(context), secretHash: secrets.hash(secret) };

    return unitOfWork.run(context, async ({ apiKeys }) => {
      const key = await apiKeys.find(apiKeyId);
      if (key === undefined || !key.isLive(now)) throw new ApiKeyNotFound();
      const { old, fresh } = key.rotate(ids.next('key', now), by, overlapSeconds, now);
      await apiKeys.save(old);
      return issued(context, await apiKeys.save(fresh), secret);
    });
  }
}
