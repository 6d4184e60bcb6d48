import { formatOpaqueToken } from '#application/identity/opaque-token.ts';
import { grantorOf } from '#application/identity/people/grants.ts';
import type { IdentityRepositories, MailThrottle, Secrets } from '#application/identity/ports.ts';
import type { InvitationView } from '#application/identity/queries.ts';
import { invitationView } from '#application/identity/queries.ts';
import { attemptOf } from '#application/identity/sessions/sign-in.ts';
import type { RequestContext } from '#application/shared/context.ts';
import { withoutIdempotency } from '#application/shared/idempotency.ts';
import type { MailOutbox } from '#application/shared/mail.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { AlreadyMember, TooManyAttempts } from '#domain/identity/errors.ts';
import { Invitation } from '#domain/identity/invitation.ts';
import { isKey, isPerson } from '#domain/identity/rights.ts';
import type { Role } from '#domain/identity/role.ts';
import { checkAll } from '#domain/shared/check.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import { parseEmailAddress } from '#domain/shared/text.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
  readonly secrets: Secrets;
  readonly mails: MailOutbox;
  readonly mailThrottle: MailThrottle;
}

export interface InviteUserInput {
  readonly email: string;
  readonly role: Role;
}

/** An invitation and its token, which is shown only this once: send it to the person. */
export interface IssuedInvitation {
  readonly invitation: InvitationView;
  readonly token: string;
  /** Whether a mail with a link goes to the address: see `InviteUser`. */
  readonly isMailed: boolean;
}

/**
 * Invites a person to the tenant. Inviting the same address again voids the earlier token.
 *
 * The person gets a mail with a link, unless the inviter never proved an address of their own:
 * nobody has mails sent to others without. A key speaks for the person whom it stands on. What was
 * mailed too often of late is not mailed again.
 */
export class InviteUser implements UseCase<InviteUserInput, IssuedInvitation> {
  readonly permission = 'users:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue | AlreadyMember | RightsExceeded} */
  async execute(
    context: RequestContext,
    { email: text, role }: InviteUserInput,
  ): Promise<IssuedInvitation> {
    const { unitOfWork, secrets, mails } = this.#dependencies;
    const { email } = checkAll({ email: () => parseEmailAddress(text) });
    const secret = secrets.next();
    const secretHash = secrets.hash(secret);

    const isMailed = (await this.#isProven(context)) && (await this.#mayMail(context, email));
    const issuing = await unitOfWork.run(
      context,
      async (repositories, { realNow: now, nextId }) => {
        const { users, memberships, invitations, apiKeys } = repositories;
        const person = await users.findByEmail(email);
        const member = person && (await memberships.findByUser(person.facts.id));
        if (member !== undefined) throw new AlreadyMember();

        const by = { inviter: await grantorOf(context, { apiKeys }), secretHash };
        const open = await invitations.findByEmail(email);
        const issued = await invitations.save(
          open === undefined
            ? Invitation.issue(nextId('ivt'), { email, role }, by, now)
            : open.issueAgain(role, by, now),
        );
        const recordId = issued.facts.id;
        const token = formatOpaqueToken('ivt', { tenantId: context.tenantId, recordId, secret });
        return { invitation: invitationView(issued), token, isMailed };
      },
    );
    const { tenantId } = context;
    const invitationId = issuing.invitation.id;
    if (issuing.isMailed) await mails.add({ kind: 'invitation', tenantId, invitationId });
    return issuing;
  }

  // A program of the installation's owner needs no proof.
  #isProven(context: RequestContext): Promise<boolean> {
    const { unitOfWork } = this.#dependencies;
    return unitOfWork.run(withoutIdempotency(context), async ({ users, apiKeys }) => {
      let standsOn = (await grantorOf(context, { apiKeys })).id;
      while (isKey(standsOn)) standsOn = (await apiKeys.find(standsOn))?.facts.grantedBy ?? null;
      if (!isPerson(standsOn)) return true;
      const user = await users.find(standsOn);
      return user !== undefined && user.facts.emailVerifiedAt !== null;
    });
  }

  async #mayMail(context: RequestContext, email: EmailAddress): Promise<boolean> {
    try {
      await this.#dependencies.mailThrottle.admit('invitation', attemptOf(context, email));
      return true;
    } catch (error) {
      if (error instanceof TooManyAttempts) return false;
      throw error;
    }
  }
}
