import type { IdentityRepositories } from '#application/identity/ports.ts';
import type { SessionView } from '#application/identity/queries.ts';
import { sessionView } from '#application/identity/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import { userIdOf } from '#application/shared/context.ts';
import type { Clock, UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
  readonly clock: Clock;
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
    const { unitOfWork, clock } = this.#dependencies;
    const userId = userIdOf(context);
    if (userId === null) return [];
    const { actor } = context;
    const current = actor.kind === 'user' ? actor.sessionId : null;
    const now = clock.now();
    const sessions = await unitOfWork.run(context, async (repositories) => {
      const user = await repositories.users.find(userId);
      const open = await repositories.sessions.ofUser(userId);
      return open.filter(({ facts }) => facts.passwordVersion === user?.facts.passwordVersion);
    });
    const live = sessions.filter(({ facts }) => facts.expiresAt > now);
    return live.map((session) => sessionView(session, current));
  }
}
