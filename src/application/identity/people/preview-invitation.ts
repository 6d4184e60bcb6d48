import { proofOfInvitation } from '#application/identity/people/invitation-proof.ts';
import type { IdentityRepositories, LinkTokens, Secrets } from '#application/identity/ports.ts';
import { contextOfToken } from '#application/identity/sessions/session-starter.ts';
import type { AnonymousContext } from '#application/shared/context.ts';
import { withoutIdempotency } from '#application/shared/idempotency.ts';
import type { Clock, UnitOfWork } from '#application/shared/ports.ts';
import type { OpenUseCase } from '#application/shared/use-case.ts';
import { InvalidInvitation } from '#domain/identity/errors.ts';
import type { Role } from '#domain/identity/role.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import type { Instant } from '#domain/shared/time.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<IdentityRepositories>;
  readonly secrets: Secrets;
  readonly linkTokens: LinkTokens;
  readonly clock: Clock;
}

export interface InvitationTokenInput {
  readonly token: string;
}

/** Shows an invitation to whoever holds its token. */
export interface InvitationPreview {
  readonly tenantName: string;
  readonly email: EmailAddress;
  readonly role: Role;
  readonly expiresAt: Instant;
}

/** Shows the holder of an invitation what they are invited to, before they accept. */
export class PreviewInvitation implements OpenUseCase<InvitationTokenInput, InvitationPreview> {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidInvitation} */
  async execute(
    request: AnonymousContext,
    { token }: InvitationTokenInput,
  ): Promise<InvitationPreview> {
    const { unitOfWork, clock } = this.#dependencies;
    const proof = proofOfInvitation(this.#dependencies, token, clock.now());
    const context = withoutIdempotency(contextOfToken(request, proof.tenantId));
    return unitOfWork.run(context, async ({ invitations, tenants }, { realNow }) => {
      const { facts } = proof.of(await invitations.find(proof.invitationId), realNow);
      const tenant = await tenants.find();
      if (tenant === undefined) throw new InvalidInvitation();
      const { email, role, expiresAt } = facts;
      return { tenantName: tenant.facts.name, email, role, expiresAt };
    });
  }
}
