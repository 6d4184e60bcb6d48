import type { ApiKey } from '#domain/identity/api-key.ts';
import type { Invitation } from '#domain/identity/invitation.ts';
import type { Membership } from '#domain/identity/membership.ts';
import type { Session } from '#domain/identity/session.ts';
import type { User } from '#domain/identity/user.ts';
import type { MemoryTable } from '#infrastructure/memory/memory-table.ts';

/** Identity's tables in memory. */
export interface IdentityTables {
  readonly users: MemoryTable<User>;
  readonly memberships: MemoryTable<Membership>;
  readonly invitations: MemoryTable<Invitation>;
  readonly sessions: MemoryTable<Session>;
  readonly apiKeys: MemoryTable<ApiKey>;
}
