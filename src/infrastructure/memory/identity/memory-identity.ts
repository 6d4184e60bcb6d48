import type {
  InvitationRepository,
  MembershipRepository,
  SessionRepository,
  UserRepository,
} from '#application/identity/ports.ts';
import { AlreadyMember } from '#domain/identity/errors.ts';
import type { ClosedInvitation } from '#domain/identity/invitation.ts';
import { Invitation } from '#domain/identity/invitation.ts';
import type { EndedMembership } from '#domain/identity/membership.ts';
import { Administrators, Membership } from '#domain/identity/membership.ts';
import type { GrantorId } from '#domain/identity/rights.ts';
import type { EndedSession } from '#domain/identity/session.ts';
import { Session } from '#domain/identity/session.ts';
import type { User } from '#domain/identity/user.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { InvitationId, SessionId, UserId } from '#domain/shared/ids.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import { emailKey } from '#domain/shared/text.ts';
import type { IdentityTables } from '#infrastructure/memory/identity/identity-tables.ts';
import { storedUser } from '#infrastructure/memory/identity/stored-user.ts';
import type { MemoryTransaction } from '#infrastructure/memory/transaction.ts';

export class MemoryUserRepository implements UserRepository {
  readonly #transaction: MemoryTransaction<IdentityTables>;

  constructor(transaction: MemoryTransaction<IdentityTables>) {
    this.#transaction = transaction;
  }

  async find(userId: UserId): Promise<User | undefined> {
    return this.#transaction.tables.users.get(userId);
  }

  async findByEmail(email: EmailAddress): Promise<User | undefined> {
    const users = this.#transaction.tables.users.under('usr_');
    return users.find(({ facts }) => emailKey(facts.email) === emailKey(email));
  }

  async save(user: User): Promise<User> {
    const stored = storedUser(this.#transaction.tables.users, user);
    this.#transaction.record(user);
    return stored;
  }
}

export class MemoryMembershipRepository implements MembershipRepository {
  readonly #transaction: MemoryTransaction<IdentityTables>;

  constructor(transaction: MemoryTransaction<IdentityTables>) {
    this.#transaction = transaction;
  }

  async findByUser(userId: UserId): Promise<Membership | undefined> {
    return this.#all().find(({ facts }) => facts.userId === userId);
  }

  async administrators(): Promise<Administrators> {
    const admins = this.#all().filter(({ facts }) => facts.role === 'ADMIN');
    return new Administrators(admins.map(({ facts }) => facts.userId));
  }

  async save(membership: Membership): Promise<Membership> {
    const { facts } = membership;
    const twin = await this.findByUser(facts.userId);
    if (twin !== undefined && twin.facts.id !== facts.id) throw new AlreadyMember();
    const stored = new Membership({ ...facts, version: facts.version + 1 });
    const { tables, tenantId } = this.#transaction;
    tables.memberships.store(`${tenantId}/${facts.id}`, stored);
    this.#transaction.record(membership);
    return stored;
  }

  async delete(membership: EndedMembership): Promise<void> {
    const { tables, tenantId } = this.#transaction;
    tables.memberships.delete(`${tenantId}/${membership.id}`, membership.version);
    this.#transaction.record(membership);
  }

  #all(): readonly Membership[] {
    return this.#transaction.tables.memberships.under(`${this.#transaction.tenantId}/`);
  }
}

export class MemoryInvitationRepository implements InvitationRepository {
  readonly #transaction: MemoryTransaction<IdentityTables>;

  constructor(transaction: MemoryTransaction<IdentityTables>) {
    this.#transaction = transaction;
  }

  async find(invitationId: InvitationId): Promise<Invitation | undefined> {
    const { tables, tenantId } = this.#transaction;
    return tables.invitations.get(`${tenantId}/${invitationId}`);
  }

  async findByEmail(email: EmailAddress): Promise<Invitation | undefined> {
    const { tables, tenantId } = this.#transaction;
    const invitations = tables.invitations.under(`${tenantId}/`);
    return invitations.find(({ facts }) => emailKey(facts.email) === emailKey(email));
  }

  async grantedBy(grantor: GrantorId): Promise<readonly Invitation[]> {
    const { tables, tenantId } = this.#transaction;
    const invitations = tables.invitations.under(`${tenantId}/`);
    return invitations.filter(({ facts }) => facts.grantedBy === grantor);
  }

  async handOver(from: GrantorId, to: GrantorId | null): Promise<void> {
    const { tables, tenantId } = this.#transaction;
    for (const { facts, secretHash } of await this.grantedBy(from)) {
      const handed = new Invitation({ ...facts, grantedBy: to }, secretHash);
      tables.invitations.put(`${tenantId}/${facts.id}`, handed);
    }
  }

  async save(invitation: Invitation): Promise<Invitation> {
    const { facts, secretHash } = invitation;
    const twin = await this.findByEmail(facts.email);
    if (twin !== undefined && twin.facts.id !== facts.id) throw new VersionMismatch();
    const stored = new Invitation({ ...facts, version: facts.version + 1 }, secretHash);
    const { tables, tenantId } = this.#transaction;
    tables.invitations.store(`${tenantId}/${facts.id}`, stored);
    this.#transaction.record(invitation);
    return stored;
  }

  async delete(invitation: ClosedInvitation): Promise<void> {
    const { tables, tenantId } = this.#transaction;
    tables.invitations.delete(`${tenantId}/${invitation.id}`, invitation.version);
    this.#transaction.record(invitation);
  }
}

export class MemorySessionRepository implements SessionRepository {
  readonly #transaction: MemoryTransaction<IdentityTables>;

  constructor(transaction: MemoryTransaction<IdentityTables>) {
    this.#transaction = transaction;
  }

  async find(sessionId: SessionId): Promise<Session | undefined> {
    const { tables, tenantId } = this.#transaction;
    return tables.sessions.get(`${tenantId}/${sessionId}`);
  }

  async ofUser(userId: UserId): Promise<readonly Session[]> {
    const { tables, tenantId } = this.#transaction;
    return tables.sessions
      .under(`${tenantId}/`)
      .filter(({ facts }) => facts.userId === userId)
      .toSorted((one, other) => (one.facts.id < other.facts.id ? 1 : -1));
  }

  async save(session: Session): Promise<Session> {
    const { tables, tenantId } = this.#transaction;
    const stored = new Session({ ...session.facts, version: session.facts.version + 1 });
    tables.sessions.store(`${tenantId}/${session.facts.id}`, stored);
    this.#transaction.record(session);
    return stored;
  }

  async delete(session: EndedSession): Promise<void> {
    const { tables, tenantId } = this.#transaction;
    tables.sessions.delete(`${tenantId}/${session.id}`, session.version);
    this.#transaction.record(session);
  }

  async removeAllOf(userId: UserId): Promise<void> {
    const { tables, tenantId } = this.#transaction;
    tables.sessions.removeWhere(`${tenantId}/`, ({ facts }) => facts.userId === userId);
  }
}
