import type { InvitationQueries, UserQueries } from '#application/identity/queries.ts';
import type { TenantRepositories } from '#application/tenants/ports.ts';
import type { TenantChoice } from '#domain/identity/errors.ts';
import type { ClosedInvitation, Invitation } from '#domain/identity/invitation.ts';
import type { Administrators, EndedMembership, Membership } from '#domain/identity/membership.ts';
import type { PasswordHash } from '#domain/identity/password.ts';
import type { Role } from '#domain/identity/role.ts';
import type { EndedSession, Session } from '#domain/identity/session.ts';
import type { User } from '#domain/identity/user.ts';
import type { InvitationId, SessionId, TenantId, UserId } from '#domain/shared/ids.ts';
import type { EmailAddress } from '#domain/shared/text.ts';

/**
 * People, who belong to no tenant. A person is found only by who asks for them by name:
 *
 * 1. `find` and `findByEmail` give what was last saved, or nothing; the case of an address is moot.
 * 2. `save` stores and gives back what is stored now, one version on and with no events left.
 * 3. `save` of a state whose version is not the stored one changes nothing and throws.
 * 4. No two people share an e-mail address, whatever its case.
 */
export interface UserRepository {
  find(userId: UserId): Promise<User | undefined>;
  findByEmail(email: EmailAddress): Promise<User | undefined>;
  /** @throws {VersionMismatch | EmailTaken} */
  save(user: User): Promise<User>;
}

/**
 * Who belongs to the one tenant of the unit of work. Laws 1–3 of `UserRepository`, and:
 *
 * 4. A person is a member of a tenant once.
 * 5. Whoever asks for `administrators` has them to themselves until the end of the run: another run
 *    that asks waits, and then sees what this one did.
 */
export interface MembershipRepository {
  findByUser(userId: UserId): Promise<Membership | undefined>;
  administrators(): Promise<Administrators>;
  /** @throws {VersionMismatch | AlreadyMember} */
  save(membership: Membership): Promise<Membership>;
  /** @throws {VersionMismatch} */
  remove(membership: EndedMembership): Promise<void>;
}

/**
 * The open invitations of the one tenant of the unit of work. Laws 1–3 of `UserRepository`, and:
 *
 * 4. An e-mail address has one open invitation in a tenant at most.
 */
export interface InvitationRepository {
  find(invitationId: InvitationId): Promise<Invitation | undefined>;
  findByEmail(email: EmailAddress): Promise<Invitation | undefined>;
  /** @throws {VersionMismatch} */
  save(invitation: Invitation): Promise<Invitation>;
  /** @throws {VersionMismatch} */
  remove(invitation: ClosedInvitation): Promise<void>;
}

/** The sessions in the one tenant of the unit of work. Laws 1–3 of `UserRepository`. */
export interface SessionRepository {
  find(sessionId: SessionId): Promise<Session | undefined>;
  /** @throws {VersionMismatch} */
  save(session: Session): Promise<Session>;
  /** @throws {VersionMismatch} */
  remove(session: EndedSession): Promise<void>;
  /** Ends what the person has open in this tenant. */
  removeAllOf(userId: UserId): Promise<void>;
}

export interface IdentityRepositories extends TenantRepositories {
  readonly users: UserRepository;
  readonly memberships: MembershipRepository;
  readonly invitations: InvitationRepository;
  readonly sessions: SessionRepository;
}

export interface IdentityReads {
  readonly users: UserQueries;
  readonly invitations: InvitationQueries;
}

/** A person and where they may go, newest membership first. */
export interface Person {
  readonly user: User;
  readonly tenants: readonly TenantChoice[];
}

/**
 * The one door that looks across tenants, for people who have not chosen theirs yet.
 *
 * 1. Shows one person, found by name, and that person's own memberships; nothing else.
 */
export interface Directory {
  findByEmail(email: EmailAddress): Promise<Person | undefined>;
  find(userId: UserId): Promise<Person | undefined>;
}

/**
 * 1. `verify` is true for the password that `hash` was given, and for no other.
 * 2. `verify` against no hash is false, and takes as long as against one.
 */
export interface PasswordHasher {
  hash(password: string): Promise<PasswordHash>;
  verify(password: string, hash: PasswordHash | undefined): Promise<boolean>;
}

/**
 * Random secrets that are told once and kept as a hash.
 *
 * 1. A secret has 256 random bits, as base64url.
 * 2. `matches` takes the same time whatever differs.
 */
export interface Secrets {
  next(): string;
  hash(secret: string): string;
  matches(secret: string, hash: string): boolean;
}

/** What an access token says about its holder. */
export interface AccessClaims {
  readonly userId: UserId;
  readonly tenantId: TenantId;
  readonly sessionId: SessionId;
  readonly role: Role;
}

/** Signs short-lived access tokens (JWT, RFC 9068). */
export interface AccessTokens {
  /** Seconds that a token lives; 600 at most. */
  readonly lifeSeconds: number;
  issue(claims: AccessClaims): Promise<string>;
}
