import type { InstantRange, Slice } from '#application/shared/page.ts';
import type { ApiKey, ApiKeyFacts } from '#domain/identity/api-key.ts';
import type { Invitation } from '#domain/identity/invitation.ts';
import type { Membership } from '#domain/identity/membership.ts';
import type { Role } from '#domain/identity/role.ts';
import type { Session, SessionClient } from '#domain/identity/session.ts';
import type {
  ApiKeyId,
  InvitationId,
  MembershipId,
  SessionId,
  UserId,
} from '#domain/shared/ids.ts';
import type { TenantMode } from '#domain/shared/tenant-mode.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import type { Instant } from '#domain/shared/time.ts';

/** A member of the tenant: the person, and their place here. `version` is the membership's. */
export interface UserView {
  readonly id: UserId;
  readonly membershipId: MembershipId;
  readonly version: number;
  readonly email: EmailAddress;
  readonly name: string;
  readonly role: Role;
  /** When the person joined this tenant. */
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export const userView = ({ facts }: Membership): UserView => ({
  id: facts.userId,
  membershipId: facts.id,
  version: facts.version,
  email: facts.email,
  name: facts.name,
  role: facts.role,
  createdAt: facts.createdAt,
  updatedAt: facts.updatedAt,
});

export interface UserFilter {
  /** The whole address, whatever its case. */
  readonly email?: string | undefined;
  readonly role?: Role | undefined;
  /** A part of the name or the e-mail address, whatever its case. */
  readonly search?: string | undefined;
  /** When they joined. */
  readonly createdAt?: InstantRange | undefined;
}

/** Reads of one tenant's members. 1. Latest to join first. 2. Up to `limit` after `after`. */
export interface UserQueries {
  find(userId: UserId): Promise<UserView | undefined>;
  list(filter: UserFilter, slice: Slice<MembershipId>): Promise<readonly UserView[]>;
}

/** An open invitation. The token is shown once, by the one who issued it. */
export interface InvitationView {
  readonly id: InvitationId;
  readonly email: EmailAddress;
  readonly role: Role;
  readonly invitedBy: UserId | null;
  readonly expiresAt: Instant;
  readonly createdAt: Instant;
}

export const invitationView = ({ facts }: Invitation): InvitationView => {
  const { id, email, role, invitedBy, expiresAt, createdAt } = facts;
  return { id, email, role, invitedBy, expiresAt, createdAt };
};

/**
 * Reads of one tenant's open invitations. 1. Newest first. 2. Up to `limit` after `after`. 3. Those
 * that are not over at `now`.
 */
export interface InvitationQueries {
  list(
    slice: Slice<InvitationId>,
    now: Instant,
    createdAt?: InstantRange,
  ): Promise<readonly InvitationView[]>;
}

/** A session of the caller's, as its owner sees it. */
export interface SessionView {
  readonly id: SessionId;
  /** Whether it is the one that asks. */
  readonly isCurrent: boolean;
  readonly client: SessionClient;
  readonly lastUsedAt: Instant;
  readonly expiresAt: Instant;
  readonly createdAt: Instant;
}

export const sessionView = ({ facts }: Session, current: SessionId | null): SessionView => {
  const { id, client, rotatedAt, expiresAt, createdAt } = facts;
  return { id, isCurrent: id === current, client, lastUsedAt: rotatedAt, expiresAt, createdAt };
};

/** An API key without its secret, which was shown once. */
export type ApiKeyView = Omit<ApiKeyFacts, 'secretHash'>;

export const apiKeyView = ({ facts }: ApiKey): ApiKeyView => {
  const { secretHash: _secretHash, ...view } = facts;
  return view;
};

/** A whole API key, and the mode of its tenant. */
export interface ApiKeyProof {
  readonly key: ApiKey;
  readonly mode: TenantMode;
}

/** Reads of one tenant's API keys. 1. Newest first. 2. Up to `limit` after `after`. */
export interface ApiKeyQueries {
  find(apiKeyId: ApiKeyId): Promise<ApiKeyView | undefined>;
  list(slice: Slice<ApiKeyId>, createdAt?: InstantRange): Promise<readonly ApiKeyView[]>;
  /** The whole key, for whoever must prove that they hold it, and its tenant's mode. */
  proof(apiKeyId: ApiKeyId): Promise<ApiKeyProof | undefined>;
}
