import { formatOpaqueToken } from '#application/identity/opaque-token.ts';
import type { AccessTokens, Secrets } from '#application/identity/ports.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { IdGenerator } from '#application/shared/ports.ts';
import type { Role } from '#domain/identity/role.ts';
import { permissionsOf } from '#domain/identity/role.ts';
import { Session } from '#domain/identity/session.ts';
import type { User } from '#domain/identity/user.ts';
import type { SessionId, TenantId, UserId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/** What a person holds who has signed in. `expiresIn` is the access token's life in seconds. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresIn: number;
}

interface Dependencies {
  readonly ids: IdGenerator;
  readonly secrets: Secrets;
  readonly accessTokens: AccessTokens;
}

/** How every way in ends: a session to store, and the tokens to hand out once it is stored. */
export class SessionStarter {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** A session not yet stored, and the secret of its refresh token. */
  begin(user: User, now: Instant): { readonly session: Session; readonly secret: string } {
    const { ids, secrets } = this.#dependencies;
    const secret = secrets.next();
    const session = Session.begin(ids.next('ses', now), user, secrets.hash(secret), now);
    return { session, secret };
  }

  /** The tokens of a stored session. Nothing here is kept. */
  async tokens(holder: {
    readonly tenantId: TenantId;
    readonly session: Session;
    readonly role: Role;
    readonly secret: string;
  }): Promise<Tokens> {
    const { accessTokens } = this.#dependencies;
    const { tenantId, role, secret } = holder;
    const { id: sessionId, userId } = holder.session.facts;
    const accessToken = await accessTokens.issue({ userId, tenantId, sessionId, role });
    const refreshToken = formatOpaqueToken('ses', { tenantId, recordId: sessionId, secret });
    return { accessToken, refreshToken, expiresIn: accessTokens.lifeSeconds };
  }
}

/** The context in which a person acts who is just coming in. */
export const contextOfMember = (
  request: { readonly requestId: string },
  member: { readonly tenantId: TenantId; readonly userId: UserId; readonly role: Role },
  sessionId: SessionId | null,
): RequestContext => ({
  requestId: request.requestId,
  tenantId: member.tenantId,
  actor: { kind: 'user', userId: member.userId, sessionId },
  permissions: permissionsOf[member.role],
});
