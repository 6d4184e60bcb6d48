import type {
  ApiKeyQueries,
  InvitationQueries,
  UserQueries,
} from '#application/identity/queries.ts';
import type { MailOrder } from '#application/shared/mail.ts';
import type { TenantReads, TenantRepositories } from '#application/tenants/ports.ts';
import type { ApiKey, RevokedApiKey } from '#domain/identity/api-key.ts';
import type { TenantChoice } from '#domain/identity/errors.ts';
import type { ClosedInvitation, Invitation } from '#domain/identity/invitation.ts';
import type { Administrators, EndedMembership, Membership } from '#domain/identity/membership.ts';
import type { PasswordHash } from '#domain/identity/password.ts';
import type { GrantorId } from '#domain/identity/rights.ts';
import type { Role } from '#domain/identity/role.ts';
import type { EndedSession, Session } from '#domain/identity/session.ts';
import type { User } from '#domain/identity/user.ts';
import type { ApiKeyId, InvitationId, SessionId, TenantId, UserId } from '#domain/shared/ids.ts';
import type { TenantMode } from '#domain/shared/tenant-mode.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import type { Instant } from '#domain/shared/time.ts';

/**
 * People, who belong to no tenant. A person is found only by somebody who asks for them by name:
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
  delete(membership: EndedMembership): Promise<void>;
}

/**
 * The open invitations of the one tenant of the unit of work. Laws 1–3 of `UserRepository`, and:
 *
 * 4. An e-mail address has one open invitation in a tenant at most.
 * 5. `grantedBy` gives all that stand on a person's or a key's rights, and nobody else changes them
 *    until the end of the run.
 * 6. `handOver` lets them stand on somebody else's; it leaves versions alone and is no event.
 */
export interface InvitationRepository {
  find(invitationId: InvitationId): Promise<Invitation | undefined>;
  findByEmail(email: EmailAddress): Promise<Invitation | undefined>;
  grantedBy(grantor: GrantorId): Promise<readonly Invitation[]>;
  handOver(from: GrantorId, to: GrantorId | null): Promise<void>;
  /** @throws {VersionMismatch} */
  save(invitation: Invitation): Promise<Invitation>;
  /** @throws {VersionMismatch} */
  delete(invitation: ClosedInvitation): Promise<void>;
}

/** The sessions in the one tenant of the unit of work. Laws 1–3 of `UserRepository`. */
export interface SessionRepository {
  find(sessionId: SessionId): Promise<Session | undefined>;
  /** Newest first; a person has few. */
  ofUser(userId: UserId): Promise<readonly Session[]>;
  /** @throws {VersionMismatch} */
  save(session: Session): Promise<Session>;
  /** @throws {VersionMismatch} */
  delete(session: EndedSession): Promise<void>;
  /** Ends what the person has open in this tenant. */
  removeAllOf(userId: UserId): Promise<void>;
}

/**
 * The API keys of the one tenant of the unit of work. Laws 1–3 of `UserRepository`, and:
 *
 * 4. `markUsed` notes the last use of a key; it leaves its version alone and is no event.
 * 5. `grantedBy` gives all that stand on a person's or a key's rights.
 * 6. `handOver` lets them stand on somebody else's; it leaves versions alone and is no event.
 */
export interface ApiKeyRepository {
  find(apiKeyId: ApiKeyId): Promise<ApiKey | undefined>;
  grantedBy(grantor: GrantorId): Promise<readonly ApiKey[]>;
  handOver(from: GrantorId, to: GrantorId | null): Promise<void>;
  /** @throws {VersionMismatch} */
  save(apiKey: ApiKey): Promise<ApiKey>;
  /** @throws {VersionMismatch} */
  delete(apiKey: RevokedApiKey): Promise<void>;
  markUsed(apiKeyId: ApiKeyId, at: Instant): Promise<void>;
}

export interface IdentityRepositories extends TenantRepositories {
  readonly users: UserRepository;
  readonly memberships: MembershipRepository;
  readonly invitations: InvitationRepository;
  readonly sessions: SessionRepository;
  readonly apiKeys: ApiKeyRepository;
}

export interface IdentityReads extends Pick<TenantReads, 'tenants'> {
  readonly apiKeys: ApiKeyQueries;
  readonly users: UserQueries;
  readonly invitations: InvitationQueries;
}

/** A person and where they may go, newest membership first. */
export interface Person {
  readonly user: User;
  readonly tenants: readonly TenantChoice[];
}

/**
 * The one port that reads across tenants, for people who have not chosen theirs yet.
 *
 * 1. Shows one person, found by name, and that person's own memberships; nothing else.
 * 2. `save` is `UserRepository.save` for a person who is a member nowhere: there is no tenant in
 *    which the change could be recorded.
 */
export interface Directory {
  findByEmail(email: EmailAddress): Promise<Person | undefined>;
  find(userId: UserId): Promise<Person | undefined>;
  /** @throws {VersionMismatch | EmailTaken} */
  save(user: User): Promise<User>;
}

/** The claims of a link that was sent by mail, by its purpose. */
export interface LinkClaims {
  /** Lets the account have another password, once: while it has the one of this version. */
  readonly 'password-reset': {
    readonly userId: UserId;
    readonly email: EmailAddress;
    readonly passwordVersion: number;
    /** Whether it went to the address, and so proves it: an operator may hand one over. */
    readonly isMailed: boolean;
  };
  /** Proves that an address is a person's. `version` is the account's where it is a new one. */
  readonly 'address-proof': {
    readonly userId: UserId;
    readonly email: EmailAddress;
    readonly version: number | null;
  };
  /** Proves the address of an invitation, and takes the place of its token. */
  readonly invitation: {
    readonly tenantId: TenantId;
    readonly invitationId: InvitationId;
    readonly version: number;
  };
}

/** The purposes of a link. */
export type LinkPurpose = keyof LinkClaims;

/**
 * The tokens of links that are sent by mail. Nothing of them is stored: each holds its own claims,
 * and nobody else can write or read one.
 *
 * 1. `open` gives what `issue` was given, until `expiresAt`: at that very instant it is over.
 * 2. It gives nothing for a token of another purpose, a changed one, or any other text.
 */
export interface LinkTokens {
  issue<Purpose extends LinkPurpose>(
    purpose: Purpose,
    claims: LinkClaims[Purpose],
    expiresAt: Instant,
  ): string;
  open<Purpose extends LinkPurpose>(
    purpose: Purpose,
    token: string,
    now: Instant,
  ): LinkClaims[Purpose] | undefined;
}

/**
 * Keeps anybody from having mails sent to somebody without end.
 *
 * 1. `admit` counts a mail to a mailbox, and refuses it where there were too many of its kind of
 *    late, from wherever they were asked for. Mails of other kinds, and to others, go on.
 * 2. It refuses whatever is asked for from an address beyond that one's own limit, and counts none
 *    of that to a mailbox.
 * 3. A refusal says after how many whole seconds to ask again, one at least.
 */
export interface MailThrottle {
  /** @throws {TooManyAttempts} */
  admit(kind: MailOrder['kind'], attempt: Attempt): Promise<void>;
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
 * Random secrets that are shown once and stored as a hash.
 *
 * 1. A secret has 256 random bits, as base64url.
 * 2. `matches` takes the same time whatever differs.
 * 3. `successorOf` gives the same secret for the same one, and nobody else can tell which.
 */
export interface Secrets {
  next(): string;
  hash(secret: string): string;
  matches(secret: string, hash: string): boolean;
  successorOf(secret: string): string;
}

/** Who tries to come in: a known or unknown account, from an address. */
export interface Attempt {
  /** The e-mail address, folded. */
  readonly account: string;
  readonly address: string | null;
}

/**
 * Slows those down who guess passwords, by address and by account.
 *
 * 1. `admit` counts the attempt, and refuses it where too many of late did not succeed: from the
 *    address, on the account from the address, or on the account from wherever.
 * 2. What an address tries beyond its own limit is not counted on any account.
 * 3. Attempts from elsewhere never refuse an address from where the account was signed in to.
 * 4. `succeeded` forgets the attempts on the account from the address; elsewhere, this one only.
 */
export interface SignInThrottle {
  /** @throws {TooManyAttempts} */
  admit(attempt: Attempt): Promise<void>;
  succeeded(attempt: Attempt): Promise<void>;
}

/** The claims of an access token about its holder. */
export interface AccessClaims {
  readonly userId: UserId;
  readonly tenantId: TenantId;
  readonly mode: TenantMode;
  readonly sessionId: SessionId;
  readonly role: Role;
}

/** Signs short-lived access tokens (JWT, RFC 9068). */
export interface AccessTokens {
  /** Seconds that a token lives; 600 at most. */
  readonly lifeSeconds: number;
  issue(claims: AccessClaims): Promise<string>;
}
