import { parseOpaqueToken, refreshSecretsOf } from '#application/identity/opaque-token.ts';
import type { IdentityRepositories, Secrets } from '#application/identity/ports.ts';
import type { RefreshTokenInput } from '#application/identity/sessions/refresh-session.ts';
import { contextOfToken } from '#application/identity/sessions/session-starter.ts';
import type { AnonymousContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { OpenUseCase } from '#application/shared/use-case.ts';
import { InvalidRefreshToken } from '#domain/identity/errors.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
  readonly secrets: Secrets;
}

/** Ends the session of a refresh token. The access token lives out its few minutes. */
export class SignOut implements OpenUseCase<RefreshTokenInput, void> {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidRefreshToken} when the token is void already. */
  async execute(request: AnonymousContext, { refreshToken }: RefreshTokenInput): Promise<void> {
    const { unitOfWork, secrets } = this.#dependencies;
    const token = parseOpaqueToken('ses', refreshToken);
    if (token === undefined) throw new InvalidRefreshToken();

    try {
      const context = contextOfToken(request, token.tenantId);
      await unitOfWork.run(context, async ({ sessions }, { realNow }) => {
        const session = await sessions.find(token.recordId);
        if (session === undefined) throw new InvalidRefreshToken();
        const { turn } = refreshSecretsOf(token);
        if (!secrets.matches(turn, session.facts.secretHash)) throw new InvalidRefreshToken();
        await sessions.delete(session.end(realNow));
      });
    } catch (error) {
      // Somebody refreshed or ended it in the same moment, so this token is void.
      if (error instanceof VersionMismatch) throw new InvalidRefreshToken();
      throw error;
    }
  }
}
