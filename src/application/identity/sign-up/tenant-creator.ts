import type { IdentityRepositories } from '#application/identity/ports.ts';
import { userView } from '#application/identity/queries.ts';
import type { SessionStarter, SignedIn } from '#application/identity/sessions/session-starter.ts';
import { contextOfMember } from '#application/identity/sessions/session-starter.ts';
import type { AnonymousContext } from '#application/shared/context.ts';
import type { Clock, IdGenerator, Run, UnitOfWork } from '#application/shared/ports.ts';
import type { NewTenant } from '#application/tenants/new-tenant.ts';
import { storeNewTenant } from '#application/tenants/new-tenant.ts';
import { tenantView } from '#application/tenants/queries.ts';
import { NoMembership } from '#domain/identity/errors.ts';
import { Membership } from '#domain/identity/membership.ts';
import { User } from '#domain/identity/user.ts';
import type { UserId } from '#domain/shared/ids.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
  readonly sessionStarter: SessionStarter;
  readonly clock: Clock;
  readonly ids: IdGenerator;
}

/** Somebody new, or somebody who has an account. */
type FirstAdmin = Parameters<typeof User.register>[1] | { readonly userId: UserId };

/** Creates tenants: whoever does it is the first ADMIN, and signed in there. */
export class TenantCreator {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {EmailTaken} */
  create(request: AnonymousContext, newTenant: NewTenant, person: FirstAdmin): Promise<SignedIn> {
    const { unitOfWork, sessionStarter, clock, ids } = this.#dependencies;
    // Named before the run, because the context of the run names who acts, and where.
    const at = clock.now();
    const tenantId = ids.next('ten', at);
    const userId = 'userId' in person ? person.userId : ids.next('usr', at);
    const [role, sessionId] = ['ADMIN', ids.next('ses', at)] as const;
    const { mode } = newTenant;
    const context = contextOfMember(request, { tenantId, mode, userId, role }, sessionId);

    return unitOfWork.run(context, async (repositories, run) => {
      const { realNow, nextId } = run;
      const tenant = await storeNewTenant(repositories, newTenant, { tenantId, realNow });
      const user = await known(repositories, userId, person, run);
      const membership = Membership.join(nextId('mem'), user, role, realNow);
      const joined = await repositories.memberships.save(membership);
      const { session, secrets } = sessionStarter.begin(request, user, run, sessionId);
      await repositories.sessions.save(session);
      const tokens = await sessionStarter.tokens({ tenantId, mode, session, role, secrets });
      return { tenant: tenantView(tenant), user: userView(joined), ...tokens };
    });
  }
}

const known = async (
  { users }: Pick<IdentityRepositories, 'users'>,
  userId: UserId,
  person: FirstAdmin,
  { realNow }: Run,
): Promise<User> => {
  if (!('userId' in person)) return users.save(User.register(userId, person, realNow));
  const user = await users.find(userId);
  if (user === undefined) throw new NoMembership();
  return user;
};
