import { formatOpaqueToken } from '#application/identity/opaque-token.ts';
import type { AccessTokens, Secrets } from '#application/identity/ports.ts';
import type { UserView } from '#application/identity/queries.ts';
import type { AnonymousContext, RequestContext } from '#application/shared/context.ts';
import type { Run } from '#application/shared/ports.ts';
import type { TenantView } from '#application/tenants/queries.ts';
import type { Role } from '#domain/identity/role.ts';
import { permissionsOf } from '#domain/identity/role.ts';
import { Session } from '#domain/identity/session.ts';
import type { User } from '#domain/identity/user.ts';
import type { SessionId, TenantId, UserId } from '#domain/shared/ids.ts';
import type { TenantMode } from '#domain/shared/tenant-mode.ts';
import type { Instant } from '#domain/shared/time.ts';

/** The tokens of a person who has signed in. `expiresIn` is the access token's life in seconds. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresIn: number;
  /** When the session ends if the refresh token is not used. */
  readonly sessionExpiresAt: Instant;
}

/** The person, the tenant they are in now, and their tokens. */
export interface SignedIn extends Tokens {
  readonly tenant: TenantView;
  readonly user: UserView;
}

interface Dependencies {
  readonly secrets: Secrets;
  readonly accessTokens: AccessTokens;
}

/** The two secrets of a refresh token, as it is handed out. */
interface RefreshSecrets {
  readonly family: string;
  readonly turn: string;
}

/** How every way in ends: a session to store, and the tokens to hand out once it is stored. */
export class SessionStarter {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * A session not yet stored, and the secrets of its refresh token. Who acts in it from the first
   * statement on has given it its id before.
   */
  begin(
    { client }: AnonymousContext,
    user: User,
    { realNow, nextId }: Pick<Run, 'realNow' | 'nextId'>,
    sessionId?: SessionId,
  ): { readonly session: Session; readonly secrets: RefreshSecrets } {
    const { secrets } = this.#dependencies;
    const [family, turn] = [secrets.next(), secrets.next()];
    const session = Session.begin(
      sessionId ?? nextId('ses'),
      user,
      {
        familyHash: secrets.hash(family),
        secretHash: secrets.hash(turn),
        client: client ?? { address: null, userAgent: null },
      },
      realNow,
    );
    return { session, secrets: { family, turn } };
  }

  /** The tokens of a stored session. Nothing is stored here. */
  async tokens(holder: {
    readonly tenantId: TenantId;
    readonly mode: TenantMode;
    readonly session: Session;
    readonly role: Role;
    readonly secrets: RefreshSecrets;
  }): Promise<Tokens> {
    const { accessTokens } = this.#dependencies;
    const { tenantId, mode, role } = holder;
    const { id: sessionId, userId, expiresAt } = holder.session.facts;
    const accessToken = await accessTokens.issue({ userId, tenantId, mode, sessionId, role });
    const secret = `${holder.secrets.family}${holder.secrets.turn}`;
    const refreshToken = formatOpaqueToken('ses', { tenantId, recordId: sessionId, secret });
    const expiresIn = accessTokens.lifeSeconds;
    return { accessToken, refreshToken, expiresIn, sessionExpiresAt: expiresAt };
  }
}

/** The context in which a person acts who is just coming in. */
export const contextOfMember = (
  request: AnonymousContext,
  member: {
    readonly tenantId: TenantId;
    readonly mode?: TenantMode | undefined;
    readonly userId: UserId;
    readonly role: Role;
  },
  sessionId: SessionId | null,
): RequestContext => ({
  ...request,
  tenantId: member.tenantId,
  // Who comes from another tenant brings nothing of it along.
  mode: member.mode,
  actor: { kind: 'user', userId: member.userId, sessionId },
  permissions: permissionsOf[member.role],
  sensitive: undefined,
});

/**
 * Until a token has proved itself, its holder acts in the tenant it names, with no rights at all.
 */
export const contextOfToken = (request: AnonymousContext, tenantId: TenantId): RequestContext => ({
  ...request,
  tenantId,
  mode: undefined,
  actor: { kind: 'system', name: 'token holder' },
  permissions: new Set(),
  sensitive: undefined,
});
