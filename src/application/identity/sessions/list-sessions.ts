import type { IdentityRepositories } from '#application/identity/ports.ts';
import type { SessionView } from '#application/identity/queries.ts';
import { sessionView } from '#application/identity/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import { userIdOf } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
}

/** Lists the caller's open sessions in this tenant, newest first. */
export class ListSessions implements UseCase<void, readonly SessionView[]> {
  readonly permission = 'account:manage' as const;
  readonly isRead = true as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  async execute(context: RequestContext): Promise<readonly SessionView[]> {
    const { unitOfWork } = this.#dependencies;
    const userId = userIdOf(context);
    if (userId === null) return [];
    const { actor } = context;
    const current = actor.kind === 'user' ? actor.sessionId : null;
    return unitOfWork.run(context, async (repositories, { realNow }) => {
      const user = await repositories.users.find(userId);
      const open = await repositories.sessions.ofUser(userId);
      const live = open.filter((each) => user !== undefined && each.isLive(user, realNow));
      return live.map((session) => sessionView(session, current));
    });
  }
}
