import { endGrantsOf } from '#application/identity/people/grants.ts';
import type { IdentityRepositories } from '#application/identity/ports.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { UserNotFound } from '#domain/identity/errors.ts';
import type { UserId } from '#domain/shared/ids.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import { requireVersion } from '#domain/shared/version.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
}

export interface RemoveUserInput {
  readonly userId: UserId;
  /** The version that the caller saw. */
  readonly version: SeenVersion;
}

/**
 * Ends a membership, its sessions, and the API keys and open invitations that the member gave. The
 * person's account and other tenants stay theirs.
 */
export class RemoveUser implements UseCase<RemoveUserInput, void> {
  readonly permission = 'users:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {UserNotFound | VersionMismatch | RightsExceeded | LastAdmin} */
  execute(context: RequestContext, { userId, version }: RemoveUserInput): Promise<void> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async (repositories, { realNow: now }) => {
      const { memberships, sessions } = repositories;
      // Taken before the membership is read, so that what is read stays true until the end.
      const administrators = await memberships.administrators();
      const membership = requireVersion(
        await memberships.findByUser(userId),
        version,
        UserNotFound,
      );

      await memberships.delete(membership.end({ by: context, administrators }, now));
      await sessions.removeAllOf(userId);
      await endGrantsOf(repositories, userId, new Set(), now);
    });
  }
}
