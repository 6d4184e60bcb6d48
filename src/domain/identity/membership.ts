import { LastAdmin } from '#domain/identity/errors.ts';
import type { Grantor } from '#domain/identity/rights.ts';
import { requireRightsOf } from '#domain/identity/rights.ts';
import type { Role } from '#domain/identity/role.ts';
import type { User } from '#domain/identity/user.ts';
import type { DomainEvent, Snapshot } from '#domain/shared/events.ts';
import type { MembershipId, UserId } from '#domain/shared/ids.ts';
import { asStored, hidden, instant, objectOf, onceStored, plain } from '#domain/shared/snapshot.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import type { Instant } from '#domain/shared/time.ts';

export interface MembershipFacts {
  readonly id: MembershipId;
  /** The stored version that this state was read from; 0 before the first. */
  readonly version: number;
  readonly userId: UserId;
  /** The person's name and address, as the tenant's other members see them. */
  readonly name: string;
  readonly email: EmailAddress;
  readonly role: Role;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** Who changes a membership, and who must not be the last ADMIN to go. */
export interface Change {
  readonly by: Pick<Grantor, 'permissions'>;
  readonly administrators: Administrators;
}

/** A person's place in one tenant, and the role they have there. */
export class Membership {
  readonly facts: MembershipFacts;
  readonly events: readonly DomainEvent[];

  constructor(facts: MembershipFacts, events: readonly DomainEvent[] = []) {
    this.facts = facts;
    this.events = events;
  }

  static join(id: MembershipId, { facts }: User, role: Role, now: Instant): Membership {
    const { id: userId, name, email } = facts;
    const joined = { id, version: 0, userId, name, email, role, createdAt: now, updatedAt: now };
    const after = snapshotOf(onceStored(joined));
    return new Membership(joined, [
      { type: 'user.joined', subjectId: userId, occurredAt: now, before: null, after },
    ]);
  }

  /**
   * The membership itself where the role is the same.
   * @throws {RightsExceeded} where either role may do more than whoever changes it.
   * @throws {LastAdmin} when nobody could manage the tenant afterwards.
   */
  changeRole(role: Role, { by, administrators }: Change, now: Instant): Membership {
    if (role === this.facts.role) return this;
    requireRightsOf(by, this.facts.role, role);
    if (role !== 'ADMIN') administrators.refuseToLose(this.facts.userId);
    const facts = { ...this.facts, role, updatedAt: now };
    return new Membership(facts, [
      ...this.events,
      {
        type: 'user.role_changed',
        subjectId: facts.userId,
        occurredAt: now,
        before: snapshotOf(asStored(this)),
        after: snapshotOf(onceStored(facts)),
      },
    ]);
  }

  /** Takes over the person's name and address; the membership itself where they are the same. */
  follow({ facts: { name, email } }: User, now: Instant): Membership {
    if (name === this.facts.name && email === this.facts.email) return this;
    const facts = { ...this.facts, name, email, updatedAt: now };
    return new Membership(facts, [
      ...this.events,
      {
        type: 'user.details_changed',
        subjectId: facts.userId,
        occurredAt: now,
        before: snapshotOf(asStored(this)),
        after: snapshotOf(onceStored(facts)),
      },
    ]);
  }

  /**
   * @throws {RightsExceeded} where the member may do more than whoever removes them.
   * @throws {LastAdmin} when nobody could manage the tenant afterwards.
   */
  end({ by, administrators }: Change, now: Instant): EndedMembership {
    requireRightsOf(by, this.facts.role);
    administrators.refuseToLose(this.facts.userId);
    const { id, version, userId } = this.facts;
    const before = snapshotOf(asStored(this));
    const removed = {
      type: 'user.removed',
      subjectId: userId,
      occurredAt: now,
      before,
      after: null,
    };
    return { id, version, userId, events: [...this.events, removed] };
  }
}

export interface EndedMembership {
  readonly id: MembershipId;
  readonly version: number;
  readonly userId: UserId;
  readonly events: readonly DomainEvent[];
}

/** Who is ADMIN in the tenant, held still while one of them may go. */
export class Administrators {
  readonly #userIds: ReadonlySet<UserId>;

  constructor(userIds: Iterable<UserId>) {
    this.#userIds = new Set(userIds);
  }

  refuseToLose(userId: UserId): void {
    if (this.#userIds.size === 1 && this.#userIds.has(userId)) throw new LastAdmin();
  }
}

// The person is what the events are about, so the membership's own id has a name of its own.
const stated = ({ id: membershipId, ...facts }: MembershipFacts) => ({ membershipId, ...facts });

const encoder = objectOf<ReturnType<typeof stated>>({
  membershipId: plain,
  version: plain,
  userId: plain,
  name: hidden(plain),
  email: hidden(plain),
  role: plain,
  createdAt: hidden(instant),
  updatedAt: hidden(instant),
});

const snapshotOf = (facts: MembershipFacts): Snapshot => encoder.encode(stated(facts));
