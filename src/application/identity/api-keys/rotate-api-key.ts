import type { IssuedApiKey } from '#application/identity/api-keys/create-api-key.ts';
import { issued } from '#application/identity/api-keys/create-api-key.ts';
import { grantorOf, handOver } from '#application/identity/people/grants.ts';
import type { IdentityRepositories, Secrets } from '#application/identity/ports.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { ApiKey } from '#domain/identity/api-key.ts';
import { keyOverlapSeconds } from '#domain/identity/api-key.ts';
import { ApiKeyNotFound, RightsExceeded } from '#domain/identity/errors.ts';
import type { Grantor } from '#domain/identity/rights.ts';
import { isKey } from '#domain/identity/rights.ts';
import type { ApiKeyId } from '#domain/shared/ids.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
  readonly secrets: Secrets;
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

  /**
   * Keys and invitations that the old key granted depend on the new one from here on.
   * @throws {ApiKeyNotFound | InvalidValue | KeyExceedsCaller | RightsExceeded | VersionMismatch}
   */
  async execute(
    context: RequestContext,
    { apiKeyId, overlapSeconds = keyOverlapSeconds.default }: RotateApiKeyInput,
  ): Promise<IssuedApiKey> {
    const { unitOfWork, secrets } = this.#dependencies;
    const secret = secrets.next();
    const secretHash = secrets.hash(secret);

    return unitOfWork.run(context, async ({ tenants, apiKeys, invitations }, run) => {
      const { realNow: now, nextId } = run;
      await tenants.hold();
      const key = await apiKeys.find(apiKeyId);
      if (key === undefined || !key.isLive(now)) throw new ApiKeyNotFound();
      const maker = await grantorOf(context, { apiKeys });
      await requireNoAncestor(key, maker, apiKeys);
      const by = { maker, secretHash };
      const { old, fresh } = key.rotate(nextId('key'), by, overlapSeconds, now);
      await apiKeys.save(old);
      await handOver({ apiKeys, invitations }, apiKeyId, fresh.facts.id);
      return issued(context, await apiKeys.save(fresh), secret);
    });
  }
}

// A key that replaced the one that it stands on would stand on itself, and end with nobody.
const requireNoAncestor = async (
  { facts }: ApiKey,
  { id }: Grantor,
  apiKeys: IdentityRepositories['apiKeys'],
): Promise<void> => {
  let standsOn = id === facts.id ? null : id;
  while (isKey(standsOn)) {
    const ancestor: ApiKey | undefined = await apiKeys.find(standsOn);
    standsOn = ancestor?.facts.grantedBy ?? null;
    if (standsOn === facts.id) throw new RightsExceeded(facts.permissions);
  }
};
