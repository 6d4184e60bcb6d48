import type { LinkClaims, LinkPurpose, LinkTokens } from '#application/identity/ports.ts';
import type { Clock } from '#application/shared/ports.ts';
import type { Invitation } from '#domain/identity/invitation.ts';
import type { User } from '#domain/identity/user.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { later } from '#domain/shared/time.ts';

/** How long links are good for. One of an invitation ends with it. */
const linkLifeMinutes = { passwordReset: 60, addressProof: 24 * 60 } as const;

/** A token, the link that carries it, and when both are over. */
interface Link {
  readonly token: string;
  readonly url: string;
  readonly expiresAt: Instant;
}

interface Dependencies {
  readonly linkTokens: LinkTokens;
  readonly clock: Clock;
  /** Where people use the service: links begin with it. */
  readonly publicUrl: string;
}

// No server receives the part behind the #, so no log on the way has the token.
const paths: Readonly<Record<LinkPurpose, string>> = {
  'password-reset': 'reset-password',
  'address-proof': 'verify-email',
  invitation: 'accept-invitation',
};

/** Writes the links that prove whom a mail reached. */
export class LinkWriter {
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @param isMailed whether it goes to the address of the account, and so proves it */
  passwordReset({ facts }: User, { isMailed }: { readonly isMailed: boolean }): Link {
    const { id: userId, email, passwordVersion } = facts;
    const claims = { userId, email, passwordVersion, isMailed };
    return this.#write('password-reset', claims, this.#in(linkLifeMinutes.passwordReset));
  }

  /** For the person's own address, or for one that they want to have instead. */
  addressProof(claims: LinkClaims['address-proof']): Link {
    return this.#write('address-proof', claims, this.#in(linkLifeMinutes.addressProof));
  }

  invitation(tenantId: TenantId, { facts }: Invitation): Link {
    const { id: invitationId, version, expiresAt } = facts;
    return this.#write('invitation', { tenantId, invitationId, version }, expiresAt);
  }

  #in(minutes: number): Instant {
    return later(this.#dependencies.clock.now(), minutes * 60_000);
  }

  #write<Purpose extends LinkPurpose>(
    purpose: Purpose,
    claims: LinkClaims[Purpose],
    expiresAt: Instant,
  ): Link {
    const { linkTokens, publicUrl } = this.#dependencies;
    const token = linkTokens.issue(purpose, claims, expiresAt);
    return { token, url: `${publicUrl}/${paths[purpose]}#token=${token}`, expiresAt };
  }
}
