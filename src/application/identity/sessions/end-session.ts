import type { IdentityRepositories } from '#application/identity/ports.ts';
import type { RequestContext } from '#application/shared/context.ts';
import { userIdOf } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { SessionNotFound } from '#domain/identity/errors.ts';
import type { SessionId } from '#domain/shared/ids.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
}

export interface EndSessionInput {
  readonly sessionId: SessionId;
}

/** Ends one of the caller's sessions: its refresh token is void, its access token lives out. */
export class EndSession implements UseCase<EndSessionInput, void> {
  readonly permission = 'account:manage' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {SessionNotFound | VersionMismatch} for another person's session too. */
  async execute(context: RequestContext, { sessionId }: EndSessionInput): Promise<void> {
    const { unitOfWork } = this.#dependencies;
    const userId = userIdOf(context);
    await unitOfWork.run(context, async ({ sessions }, { realNow }) => {
      const session = await sessions.find(sessionId);
      if (session === undefined || session.facts.userId !== userId) throw new SessionNotFound();
      await sessions.delete(session.end(realNow));
    });
  }
}
