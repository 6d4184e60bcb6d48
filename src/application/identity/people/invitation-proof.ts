import { parseOpaqueToken } from '#application/identity/opaque-token.ts';
import type { LinkTokens, Secrets } from '#application/identity/ports.ts';
import { InvalidInvitation } from '#domain/identity/errors.ts';
import type { Invitation } from '#domain/identity/invitation.ts';
import type { InvitationId, TenantId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';

/** A token of an invitation, before it is known to be good. */
export interface InvitationProof {
  readonly tenantId: TenantId;
  readonly invitationId: InvitationId;
  /**
   * Whether it came in the mail to the invited address, and so proves it. The token that the
   * inviter sees proves nothing of the kind.
   */
  readonly isMailed: boolean;
  /** @throws {InvalidInvitation} where the token is not the invitation's, or it is over. */
  of(invitation: Invitation | undefined, now: Instant): Invitation;
}

interface Needs {
  readonly secrets: Secrets;
  readonly linkTokens: LinkTokens;
}

/** @throws {InvalidInvitation} for anything that such a token cannot be. */
export const proofOfInvitation = (
  { secrets, linkTokens }: Needs,
  text: string,
  now: Instant,
): InvitationProof => {
  const claims = linkTokens.open('invitation', text, now);
  if (claims !== undefined) {
    const { version, ...names } = claims;
    // Inviting again and changing the role count a version: the link before is void.
    const isProof = ({ facts }: Invitation) => facts.version === version;
    return { ...names, isMailed: true, of: proving(isProof) };
  }
  const token = parseOpaqueToken('ivt', text);
  if (token === undefined) throw new InvalidInvitation();
  const { tenantId, recordId: invitationId, secret } = token;
  const isProof = ({ secretHash }: Invitation) => secrets.matches(secret, secretHash);
  return { tenantId, invitationId, isMailed: false, of: proving(isProof) };
};

const proving =
  (isProof: (invitation: Invitation) => boolean): InvitationProof['of'] =>
  (invitation, now) => {
    if (invitation === undefined || !isProof(invitation)) throw new InvalidInvitation();
    if (now >= invitation.facts.expiresAt) throw new InvalidInvitation();
    return invitation;
  };
