import { callingPerson } from '#application/identity/account/own-account.ts';
import { requireAuthorityNow } from '#application/identity/current-authority.ts';
import type { Directory, IdentityRepositories, MailThrottle } from '#application/identity/ports.ts';
import { attemptOf } from '#application/identity/sessions/sign-in.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { MailOutbox } from '#application/shared/mail.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';

interface Dependencies {
  readonly directory: Directory;
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
  readonly mails: MailOutbox;
  readonly mailThrottle: MailThrottle;
}

/** Has the link sent once more that proves the caller's address; none where it is proven. */
export class RequestEmailVerification implements UseCase<void, void> {
  readonly permission = 'account:manage' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {SessionEnded | MembershipEnded | TooManyAttempts} */
  async execute(context: RequestContext): Promise<void> {
    const { directory, unitOfWork, mails, mailThrottle } = this.#dependencies;
    await requireAuthorityNow(unitOfWork, context);
    const { user } = await callingPerson(directory, context);
    const { id, email, emailVerifiedAt } = user.facts;
    if (emailVerifiedAt !== null) return;
    await mailThrottle.admit('address_proof', attemptOf(context, email));
    await mails.add({ kind: 'address_proof', userId: id, email, version: null });
  }
}
