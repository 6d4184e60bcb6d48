import type { IdentityRepositories } from '#application/identity/ports.ts';
import type { RequestContext } from '#application/shared/context.ts';
import { ReplayedResponse, withoutIdempotency } from '#application/shared/idempotency.ts';
import { PermissionDenied } from '#application/shared/pipeline.ts';
import type { Run, UnitOfWork } from '#application/shared/ports.ts';
import { InvalidApiKey, MembershipEnded, SessionEnded } from '#domain/identity/errors.ts';
import { exceeding } from '#domain/identity/rights.ts';
import { permissionsOf } from '#domain/identity/role.ts';
import type { ApiKeyId, SessionId, UserId } from '#domain/shared/ids.ts';
import type { Permission } from '#domain/shared/permissions.ts';
import type { Instant } from '#domain/shared/time.ts';

/**
 * A unit of work that lets a sensitive write pass only where its actor may do it now. An access
 * token says what its holder could do when it was given out; since then the session may have ended
 * and the role may be another. The tenant is held first, as it is by everything that takes rights
 * away, so nobody loses them between the question and the commit.
 *
 * A program of ours, and a person whom one speaks for without a session, are as the program says.
 */
export const withCurrentAuthority = <Repositories extends IdentityRepositories>(
  inner: UnitOfWork<Repositories>,
): UnitOfWork<Repositories> => ({
  run: async (context, work) => {
    const demand = demandOf(context);
    if (demand === undefined) return inner.run(context, work);
    const check = (repositories: Repositories, { realNow }: Run) => demand(repositories, realNow);
    try {
      return await inner.run(context, async (repositories, run) => {
        await repositories.tenants.hold();
        await check(repositories, run);
        return work(repositories, run);
      });
    } catch (error) {
      // A stored response is replayed only to those who may do the work now.
      if (error instanceof ReplayedResponse) await inner.run(withoutIdempotency(context), check);
      throw error;
    }
  },
});

/**
 * Asks the same in a run of its own, for use cases that must know before they do what is slow, or
 * tell what only an owner may learn.
 */
export const requireAuthorityNow = (
  unitOfWork: UnitOfWork<IdentityRepositories>,
  context: RequestContext,
): Promise<void> => unitOfWork.run(withoutIdempotency(context), async () => undefined);

type Demand = (repositories: IdentityRepositories, now: Instant) => Promise<void>;

const demandOf = (context: RequestContext): Demand | undefined => {
  const { actor, sensitive } = context;
  if (sensitive === undefined) return undefined;
  if (actor.kind === 'apiKey') {
    return async (repositories, now) => {
      const held = await heldByKey(repositories, actor.apiKeyId, now);
      requireStillHeld(context, sensitive, held);
    };
  }
  if (actor.kind === 'system' || actor.sessionId === null) return undefined;
  const { userId, sessionId } = actor;
  return async (repositories, now) => {
    const held = await heldInSession(repositories, userId, sessionId, now);
    requireStillHeld(context, sensitive, held);
  };
};

const heldByKey = async (
  { apiKeys }: IdentityRepositories,
  apiKeyId: ApiKeyId,
  now: Instant,
): Promise<ReadonlySet<Permission>> => {
  const key = await apiKeys.find(apiKeyId);
  if (key?.isLive(now) !== true) throw new InvalidApiKey();
  return new Set(key.facts.permissions);
};

const heldInSession = async (
  { memberships, sessions, users }: IdentityRepositories,
  userId: UserId,
  sessionId: SessionId,
  now: Instant,
): Promise<ReadonlySet<Permission>> => {
  const membership = await memberships.findByUser(userId);
  if (membership === undefined) throw new MembershipEnded();
  const session = await sessions.find(sessionId);
  const user = await users.find(userId);
  if (session?.facts.userId !== userId || user === undefined) throw new SessionEnded();
  if (!session.isLive(user, now)) throw new SessionEnded();
  return permissionsOf[membership.facts.role];
};

// Rights that the token names and the actor has lost must not be given on, so it serves for their
// own account at most.
const requireStillHeld = (
  { permissions, actor }: RequestContext,
  sensitive: Permission,
  held: ReadonlySet<Permission>,
): void => {
  const [lost] = sensitive === 'account:manage' ? [] : exceeding(held, permissions);
  const missing = held.has(sensitive) ? lost : sensitive;
  if (missing !== undefined) throw new PermissionDenied(missing, actor.kind);
};
