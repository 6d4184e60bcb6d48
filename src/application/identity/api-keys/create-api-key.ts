import { formatOpaqueToken } from '#application/identity/opaque-token.ts';
import { grantorOf } from '#application/identity/people/grants.ts';
import type { IdentityRepositories, Secrets } from '#application/identity/ports.ts';
import type { ApiKeyView } from '#application/identity/queries.ts';
import { apiKeyView } from '#application/identity/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { ApiKeyInput } from '#domain/identity/api-key.ts';
import { ApiKey } from '#domain/identity/api-key.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
  readonly secrets: Secrets;
}

/** A key and its token, `bk_<public id>_<secret>`, which is shown only this once. */
export interface IssuedApiKey {
  readonly apiKey: ApiKeyView;
  readonly token: string;
}

/** Makes an API key that may do a part of what its maker may, and ends with them. */
export class CreateApiKey implements UseCase<ApiKeyInput, IssuedApiKey> {
  readonly permission = 'keys:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue | KeyExceedsCaller} */
  async execute(context: RequestContext, input: ApiKeyInput): Promise<IssuedApiKey> {
    const { unitOfWork, secrets } = this.#dependencies;
    const secret = secrets.next();
    const secretHash = secrets.hash(secret);

    return unitOfWork.run(context, async ({ apiKeys }, { realNow, nextId }) => {
      const maker = await grantorOf(context, { apiKeys });
      const key = ApiKey.issue(nextId('key'), input, { maker, secretHash }, realNow);
      return issued(context, await apiKeys.save(key), secret);
    });
  }
}

export const issued = (
  { tenantId }: RequestContext,
  key: ApiKey,
  secret: string,
): IssuedApiKey => ({
  apiKey: apiKeyView(key),
  token: formatOpaqueToken('key', { tenantId, recordId: key.facts.id, secret }),
});
