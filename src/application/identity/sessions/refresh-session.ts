import type { OpaqueToken } from '#application/identity/opaque-token.ts';
import { parseOpaqueToken, refreshSecretsOf } from '#application/identity/opaque-token.ts';
import type { IdentityRepositories, Secrets } from '#application/identity/ports.ts';
import type { SessionStarter, Tokens } from '#application/identity/sessions/session-starter.ts';
import { contextOfToken } from '#application/identity/sessions/session-starter.ts';
import type { AnonymousContext } from '#application/shared/context.ts';
import { withoutIdempotency } from '#application/shared/idempotency.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { OpenUseCase } from '#application/shared/use-case.ts';
import { InvalidRefreshToken } from '#domain/identity/errors.ts';
import type { Session } from '#domain/identity/session.ts';
import type { User } from '#domain/identity/user.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { Instant } from '#domain/shared/time.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
  readonly secrets: Secrets;
  readonly sessionStarter: SessionStarter;
}

export interface RefreshTokenInput {
  readonly refreshToken: string;
}

// Of two that use one token at once, the second reads again what the first has made of it.
const attemptsMax = 3;

/** The token had served, and longer ago than a lost response explains. */
class TokenReused extends Error {
  override readonly name = 'TokenReused';
}

/**
 * Trades a refresh token for new tokens. Each serves once (RFC 9700, 4.14); the last one may be
 * shown again for a few seconds, and then has the same successor, because responses get lost. One
 * that had served before ends the session: somebody else may hold it.
 */
export class RefreshSession implements OpenUseCase<RefreshTokenInput, Tokens> {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidRefreshToken} */
  async execute(request: AnonymousContext, { refreshToken }: RefreshTokenInput): Promise<Tokens> {
    const token = parseOpaqueToken('ses', refreshToken);
    if (token === undefined) throw new InvalidRefreshToken();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#refresh(request, token);
      } catch (error) {
        if (error instanceof TokenReused) return await this.#endFamily(request, token);
        if (!(error instanceof VersionMismatch)) throw error;
        if (attempt === attemptsMax) throw new InvalidRefreshToken();
      }
    }
  }

  async #refresh(request: AnonymousContext, token: OpaqueToken<'ses'>): Promise<Tokens> {
    const { unitOfWork, secrets, sessionStarter } = this.#dependencies;
    const { family, turn } = refreshSecretsOf(token);
    const successor = secrets.successorOf(turn);
    const { tenantId } = token;
    const context = contextOfToken(request, tenantId);

    return unitOfWork.run(context, async (repositories, { realNow, mode }) => {
      const { sessions, users, memberships } = repositories;
      const session = await sessions.find(token.recordId);
      if (session === undefined) throw new InvalidRefreshToken();
      if (!secrets.matches(family, session.facts.familyHash)) throw new InvalidRefreshToken();
      const user = await users.find(session.facts.userId);
      const membership = await memberships.findByUser(session.facts.userId);
      if (user === undefined || membership === undefined) throw new InvalidRefreshToken();

      const holder = {
        tenantId,
        mode,
        role: membership.facts.role,
        secrets: { family, turn: successor },
      };
      const rotated = this.#rotated(session, user, turn, realNow);
      const stored = rotated === session ? session : await sessions.save(rotated);
      return sessionStarter.tokens({ ...holder, session: stored });
    });
  }

  // The session under its next secret; as it is where that refresh is only repeated.
  #rotated(session: Session, user: User, turn: string, now: Instant): Session {
    const { secrets } = this.#dependencies;
    const nextHash = secrets.hash(secrets.successorOf(turn));
    if (secrets.matches(turn, session.facts.secretHash))
      return session.refresh(user, nextHash, now);
    session.requireLive(user, now);
    if (session.mayRepeat(nextHash, now)) return session;
    throw new TokenReused();
  }

  // In a run of its own: the refusal takes back what is done in the run that it ends.
  async #endFamily(request: AnonymousContext, token: OpaqueToken<'ses'>): Promise<never> {
    const { unitOfWork } = this.#dependencies;
    const context = withoutIdempotency(contextOfToken(request, token.tenantId));
    for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
      try {
        await unitOfWork.run(context, async ({ sessions }, { realNow }) => {
          const session = await sessions.find(token.recordId);
          if (session !== undefined) await sessions.delete(session.endCompromised(realNow));
        });
        break;
      } catch (error) {
        // Somebody refreshed or ended it in the same moment: what is there now must end.
        if (!(error instanceof VersionMismatch)) throw error;
      }
    }
    throw new InvalidRefreshToken();
  }
}
