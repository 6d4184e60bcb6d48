import { grantorOf } from '#application/identity/grants.ts';
import { formatOpaqueToken } from '#application/identity/opaque-token.ts';
import type { IdentityRepositories, Secrets } from '#application/identity/ports.ts';
import type { InvitationView } from '#application/identity/queries.ts';
import { invitationView } from '#application/identity/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { AlreadyMember } from '#domain/identity/errors.ts';
import { Invitation } from '#domain/identity/invitation.ts';
import type { Role } from '#domain/identity/role.ts';
import { checkAll } from '#domain/shared/check.ts';
import { parseEmailAddress } from '#domain/shared/text.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
  readonly secrets: Secrets;
}

export interface InviteUserInput {
  readonly email: string;
  readonly role: Role;
}

/** An invitation and its token, which is told this once: send it to the person. */
export interface IssuedInvitation {
  readonly invitation: InvitationView;
  readonly token: string;
}

/** Invites a person to the tenant. Inviting the same address again voids the earlier token. */
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
    const { unitOfWork, secrets } = this.#dependencies;
    const { email } = checkAll({ email: () => parseEmailAddress(text) });
    const secret = secrets.next();
    const secretHash = secrets.hash(secret);

    return unitOfWork.run(context, async (repositories, { realNow: now, nextId }) => {
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
      return { invitation: invitationView(issued), token };
    });
  }
}
