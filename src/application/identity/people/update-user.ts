import { endGrantsOf } from '#application/identity/people/grants.ts';
import type { IdentityRepositories } from '#application/identity/ports.ts';
import type { UserView } from '#application/identity/queries.ts';
import { userView } from '#application/identity/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { UserNotFound } from '#domain/identity/errors.ts';
import type { Role } from '#domain/identity/role.ts';
import { permissionsOf } from '#domain/identity/role.ts';
import type { UserId } from '#domain/shared/ids.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import { requireVersion } from '#domain/shared/version.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
}

export interface UpdateUserInput {
  readonly userId: UserId;
  /** The version that the caller saw. */
  readonly version: SeenVersion;
  readonly changes: { readonly role?: Role | undefined };
}

/**
 * Changes a member's role. It counts at once for sensitive writes, otherwise from their next access
 * token on. What they gave and could not give in their new role ends.
 */
export class UpdateUser implements UseCase<UpdateUserInput, UserView> {
  readonly permission = 'users:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {UserNotFound | VersionMismatch | RightsExceeded | LastAdmin} */
  execute(context: RequestContext, input: UpdateUserInput): Promise<UserView> {
    const { unitOfWork } = this.#dependencies;
    const { userId, version, changes } = input;

    return unitOfWork.run(context, async (repositories, { realNow: now }) => {
      const { memberships } = repositories;
      // Taken before the membership is read, so that what is read stays true until the end.
      const administrators = await memberships.administrators();
      const membership = requireVersion(
        await memberships.findByUser(userId),
        version,
        UserNotFound,
      );

      const role = changes.role ?? membership.facts.role;
      const changed = membership.changeRole(role, { by: context, administrators }, now);
      // Nothing changed, so there is nothing to store and no version to count.
      if (changed === membership) return userView(membership);
      const saved = await memberships.save(changed);
      await endGrantsOf(repositories, userId, permissionsOf[role], now);
      return userView(saved);
    });
  }
}
