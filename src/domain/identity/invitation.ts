import { InvalidInvitation } from '#domain/identity/errors.ts';
import type { Grantor, GrantorId } from '#domain/identity/rights.ts';
import { earlier, isPerson, requireRightsOf } from '#domain/identity/rights.ts';
import type { Role } from '#domain/identity/role.ts';
import type { DomainEvent, Snapshot } from '#domain/shared/events.ts';
import type { InvitationId, UserId } from '#domain/shared/ids.ts';
import { hidden, instant, objectOf, plain } from '#domain/shared/snapshot.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import type { Instant } from '#domain/shared/time.ts';
import { dayMilliseconds, later } from '#domain/shared/time.ts';

export const invitationLifeDays = 7;

export interface InvitationFacts {
  readonly id: InvitationId;
  /** The stored version that this state was read from; 0 before the first. */
  readonly version: number;
  /** Has at most one open invitation in the tenant, whatever its case. */
  readonly email: EmailAddress;
  readonly role: Role;
  readonly invitedBy: UserId | null;
  /** Whose rights it stands on: it ends with them. Null where a program invited. */
  readonly grantedBy: GrantorId | null;
  readonly expiresAt: Instant;
  readonly createdAt: Instant;
}

/** The offer of an invitation: which role, and to whom. */
export interface Offer {
  readonly email: EmailAddress;
  readonly role: Role;
}

/** An offer to join a tenant, open until it is accepted, withdrawn, issued again, or too old. */
export class Invitation {
  readonly facts: InvitationFacts;
  /** SHA-256 of the secret in the token; the token itself is shown once and not stored. */
  readonly secretHash: string;
  readonly events: readonly DomainEvent[];

  constructor(facts: InvitationFacts, secretHash: string, events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.secretHash = secretHash;
    this.events = events;
  }

  /** @throws {RightsExceeded} where the role may do more than whoever offers it. */
  static issue(
    id: InvitationId,
    offer: Offer,
    by: { readonly inviter: Grantor; readonly secretHash: string },
    now: Instant,
  ): Invitation {
    const { inviter, secretHash } = by;
    requireRightsOf(inviter, offer.role);
    const facts = { id, version: 0, ...offer, ...offeredBy(inviter, now), createdAt: now };
    const after = encoder.encode(facts);
    return new Invitation(facts, secretHash, [
      { type: 'invitation.issued', subjectId: id, occurredAt: now, before: null, after },
    ]);
  }

  /**
   * A new token and a new week, by whoever invites now; the old token is void.
   * @throws {RightsExceeded} where either role may do more than whoever invites now.
   */
  issueAgain(
    role: Role,
    by: { readonly inviter: Grantor; readonly secretHash: string },
    now: Instant,
  ): Invitation {
    const { inviter, secretHash } = by;
    requireRightsOf(inviter, this.facts.role, role);
    const facts = { ...this.facts, role, ...offeredBy(inviter, now) };
    return new Invitation(facts, secretHash, [
      ...this.events,
      {
        type: 'invitation.issued',
        subjectId: facts.id,
        occurredAt: now,
        before: encoder.encode(this.facts),
        after: encoder.encode(facts),
      },
    ]);
  }

  /** @throws {InvalidInvitation} when it is too old. */
  accept(userId: UserId, now: Instant): ClosedInvitation {
    if (now >= this.facts.expiresAt) throw new InvalidInvitation();
    return this.#close('invitation.accepted', { userId }, now);
  }

  /** @throws {RightsExceeded} where the role may do more than whoever withdraws it. */
  withdraw(by: Pick<Grantor, 'permissions'>, now: Instant): ClosedInvitation {
    requireRightsOf(by, this.facts.role);
    return this.end(now);
  }

  /** Ends it because whoever offered the role may not offer it any more. */
  end(now: Instant): ClosedInvitation {
    return this.#close('invitation.withdrawn', null, now);
  }

  #close(type: string, after: Snapshot | null, now: Instant): ClosedInvitation {
    const { id, version } = this.facts;
    const closed = {
      type,
      subjectId: id,
      occurredAt: now,
      before: encoder.encode(this.facts),
      after,
    };
    return { id, version, events: [...this.events, closed] };
  }
}

export interface ClosedInvitation {
  readonly id: InvitationId;
  readonly version: number;
  readonly events: readonly DomainEvent[];
}

// An invitation by a key expires with the key at the latest.
const offeredBy = ({ id, expiresAt }: Grantor, now: Instant) => {
  const end = later(now, invitationLifeDays * dayMilliseconds);
  return {
    invitedBy: isPerson(id) ? id : null,
    grantedBy: id,
    expiresAt: earlier(end, expiresAt) ?? end,
  };
};

const encoder = objectOf<InvitationFacts>({
  id: plain,
  version: hidden(plain),
  email: plain,
  role: plain,
  invitedBy: plain,
  grantedBy: plain,
  expiresAt: instant,
  createdAt: instant,
});
