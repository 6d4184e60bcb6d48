import { parseOpaqueToken } from '#application/identity/opaque-token.ts';
import type { IdentityReads, IdentityRepositories, Secrets } from '#application/identity/ports.ts';
import type { ApiKeyProof } from '#application/identity/queries.ts';
import { contextOfToken } from '#application/identity/sessions/session-starter.ts';
import type { AnonymousContext, RequestContext } from '#application/shared/context.ts';
import type { NextTurn } from '#application/shared/next-turn.ts';
import type { Clock, ReadAccess, UnitOfWork } from '#application/shared/ports.ts';
import { SharedReads } from '#application/shared/shared-reads.ts';
import type { OpenUseCase } from '#application/shared/use-case.ts';
import type { ApiKey } from '#domain/identity/api-key.ts';
import { InvalidApiKey } from '#domain/identity/errors.ts';
import type { Instant } from '#domain/shared/time.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
  readonly reads: ReadAccess<IdentityReads>;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly nextTurn: NextTurn;
}

export interface ApiKeyTokenInput {
  /** `bk_<public id>_<secret>` */
  readonly token: string;
}

// The last use is known to the minute, so that a busy key does not write on every request.
const noteUseEveryMilliseconds = 60_000;

/** Makes the context of a machine that shows an API key: a person's token makes the same. */
export class AuthenticateApiKey implements OpenUseCase<ApiKeyTokenInput, RequestContext> {
  readonly #dependencies: Dependencies;
  readonly #proofs: SharedReads<ApiKeyProof | undefined>;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
    this.#proofs = new SharedReads(dependencies.nextTurn);
  }

  /** @throws {InvalidApiKey} when it is unknown, revoked or expired. */
  async execute(request: AnonymousContext, { token }: ApiKeyTokenInput): Promise<RequestContext> {
    const { reads, secrets, clock } = this.#dependencies;
    const parsed = parseOpaqueToken('key', token);
    if (parsed === undefined) throw new InvalidApiKey();
    const guest = contextOfToken(request, parsed.tenantId);
    // A revoked key is good for no request that comes afterwards: none is remembered.
    const proof = await this.#proofs.ask(`${parsed.tenantId}/${parsed.recordId}`, () =>
      reads.read(guest, ({ apiKeys }) => apiKeys.proof(parsed.recordId)),
    );
    const now = clock.now();
    if (proof === undefined) throw new InvalidApiKey();
    const { key, mode } = proof;
    if (!secrets.matches(parsed.secret, key.facts.secretHash)) throw new InvalidApiKey();
    if (!key.isLive(now)) throw new InvalidApiKey();
    const { id: apiKeyId, permissions } = key.facts;
    const context: RequestContext = {
      ...guest,
      mode,
      actor: { kind: 'apiKey', apiKeyId },
      permissions: new Set([...permissions, 'self:read' as const]),
    };
    await this.#noteUse(context, key, now);
    return context;
  }

  async #noteUse(context: RequestContext, { facts }: ApiKey, now: Instant): Promise<void> {
    const { lastUsedAt } = facts;
    if (lastUsedAt !== null && now - lastUsedAt < noteUseEveryMilliseconds) return;
    const { unitOfWork } = this.#dependencies;
    await unitOfWork.run(context, ({ apiKeys }, { realNow }) =>
      apiKeys.markUsed(facts.id, realNow),
    );
  }
}
