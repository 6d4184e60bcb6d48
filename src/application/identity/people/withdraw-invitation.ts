import type { IdentityRepositories } from '#application/identity/ports.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { InvitationNotFound } from '#domain/identity/errors.ts';
import type { InvitationId } from '#domain/shared/ids.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
}

export interface WithdrawInvitationInput {
  readonly invitationId: InvitationId;
}

/** Takes an open invitation back; its token is void. */
export class WithdrawInvitation implements UseCase<WithdrawInvitationInput, void> {
  readonly permission = 'users:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvitationNotFound | RightsExceeded | VersionMismatch} */
  execute(context: RequestContext, { invitationId }: WithdrawInvitationInput): Promise<void> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async ({ invitations }, { realNow }) => {
      const invitation = await invitations.find(invitationId);
      if (invitation === undefined) throw new InvitationNotFound();
      await invitations.delete(invitation.withdraw(context, realNow));
    });
  }
}
