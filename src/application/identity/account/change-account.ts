import type { Directory, IdentityRepositories, Person } from '#application/identity/ports.ts';
import { contextOfMember } from '#application/identity/sessions/session-starter.ts';
import type { AnonymousContext } from '#application/shared/context.ts';
import { withoutIdempotency } from '#application/shared/idempotency.ts';
import type { Clock, UnitOfWork } from '#application/shared/ports.ts';
import { InvalidLink } from '#domain/identity/errors.ts';
import type { User } from '#domain/identity/user.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { Instant } from '#domain/shared/time.ts';

interface Dependencies {
  readonly directory: Directory;
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
  readonly clock: Clock;
}

/** Changes a person, or returns the same one where nothing changes. */
type Change = (user: User, now: Instant) => User;

/**
 * Changes the account of a person who has proved to be its owner by a link. It is recorded in the
 * tenant that they joined last; who is a member nowhere has no tenant that it could be recorded in.
 * @throws {InvalidLink} where the account has changed in this moment; {EmailTaken}.
 */
export const changeAccount = async (
  dependencies: Dependencies,
  request: AnonymousContext,
  person: Person,
  change: Change,
): Promise<User> => {
  try {
    return await changed(dependencies, request, person, change);
  } catch (error) {
    if (error instanceof VersionMismatch) throw new InvalidLink();
    throw error;
  }
};

const changed = async (
  { directory, unitOfWork, clock }: Dependencies,
  request: AnonymousContext,
  { user, tenants }: Person,
  change: Change,
): Promise<User> => {
  const [home] = tenants;
  if (home === undefined) {
    const next = change(user, clock.now());
    return next === user ? user : directory.save(next);
  }
  const { id: userId } = user.facts;
  const member = { tenantId: home.id, userId, role: home.role };
  const context = withoutIdempotency(contextOfMember(request, member, null));
  return unitOfWork.run(context, async (repositories, { realNow }) => {
    const current = await repositories.users.find(userId);
    if (current === undefined) throw new InvalidLink();
    const next = change(current, realNow);
    if (next === current) return current;
    const saved = await repositories.users.save(next);
    await followPerson(repositories, saved, realNow);
    return saved;
  });
};

/** Copies a person's details to their membership in the tenant of the run. */
export const followPerson = async (
  { memberships }: Pick<IdentityRepositories, 'memberships'>,
  user: User,
  now: Instant,
): Promise<void> => {
  const membership = await memberships.findByUser(user.facts.id);
  const followed = membership?.follow(user, now);
  if (followed !== undefined && followed !== membership) await memberships.save(followed);
};
