import { parseOpaqueToken } from '#application/identity/opaque-token.ts';
import type { IdentityRepositories, Secrets } from '#application/identity/ports.ts';
import type { SessionStarter, Tokens } from '#application/identity/session-starter.ts';
import type { AnonymousContext, RequestContext } from '#application/shared/context.ts';
import type { Clock, UnitOfWork } from '#application/shared/ports.ts';
import type { OpenUseCase } from '#application/shared/use-case.ts';
import { InvalidRefreshToken } from '#domain/identity/errors.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { TenantId } from '#domain/shared/ids.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
  readonly secrets: Secrets;
  readonly sessionStarter: SessionStarter;
  readonly clock: Clock;
}

export interface RefreshTokenInput {
  readonly refreshToken: string;
}

/** Trades a refresh token for new tokens. Each refresh token serves once (RFC 9700, 4.14). */
export class RefreshSession implements OpenUseCase<RefreshTokenInput, Tokens> {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidRefreshToken} */
  async execute(request: AnonymousContext, { refreshToken }: RefreshTokenInput): Promise<Tokens> {
    const { secrets, sessionStarter } = this.#dependencies;
    const token = parseOpaqueToken('ses', refreshToken);
    if (token === undefined) throw new InvalidRefreshToken();
    const secret = secrets.next();
    const holder = await this.#replace(request, token, secret);
    return sessionStarter.tokens({ tenantId: token.tenantId, secret, ...holder });
  }

  async #replace(
    request: AnonymousContext,
    token: NonNullable<ReturnType<typeof parseOpaqueToken<'ses'>>>,
    secret: string,
  ) {
    const { unitOfWork, secrets, clock } = this.#dependencies;
    try {
      return await unitOfWork.run(
        contextOfToken(request, token.tenantId),
        async ({ sessions, users, memberships }) => {
          const session = await sessions.find(token.recordId);
          if (session === undefined) throw new InvalidRefreshToken();
          if (!secrets.matches(token.secret, session.facts.secretHash))
            throw new InvalidRefreshToken();
          const user = await users.find(session.facts.userId);
          const membership = await memberships.findByUser(session.facts.userId);
          if (user === undefined || membership === undefined) throw new InvalidRefreshToken();

          const refreshed = session.refresh(user, secrets.hash(secret), clock.now());
          return { session: await sessions.save(refreshed), role: membership.facts.role };
        },
      );
    } catch (error) {
      // Two used the same token at once: the version let one through, and this is the other.
      if (error instanceof VersionMismatch) throw new InvalidRefreshToken();
      throw error;
    }
  }
}

/**
 * Until a token has proved itself, its holder acts in the tenant it names, with no rights at all.
 */
export const contextOfToken = (request: AnonymousContext, tenantId: TenantId): RequestContext => ({
  requestId: request.requestId,
  tenantId,
  actor: { kind: 'system', name: 'token holder' },
  permissions: new Set(),
});
