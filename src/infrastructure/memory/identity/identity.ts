import type { ApiKey } from '#domain/identity/api-key.ts';
import type { Invitation } from '#domain/identity/invitation.ts';
import type { Membership } from '#domain/identity/membership.ts';
import type { Session } from '#domain/identity/session.ts';
import type { User } from '#domain/identity/user.ts';
import type { IdentityTables } from '#infrastructure/memory/identity/identity-tables.ts';
import {
  MemoryApiKeyQueries,
  MemoryApiKeyRepository,
} from '#infrastructure/memory/identity/memory-api-keys.ts';
import {
  MemoryInvitationRepository,
  MemoryMembershipRepository,
  MemorySessionRepository,
  MemoryUserRepository,
} from '#infrastructure/memory/identity/memory-identity.ts';
import {
  MemoryInvitationQueries,
  MemoryUserQueries,
} from '#infrastructure/memory/identity/memory-identity-queries.ts';
import { MemoryTable } from '#infrastructure/memory/memory-table.ts';
import type { TenantTables } from '#infrastructure/memory/tenants/tenant-tables.ts';
import type { MemoryReader, MemoryTransaction } from '#infrastructure/memory/transaction.ts';

type Transaction = MemoryTransaction<IdentityTables>;
type Reader = MemoryReader<IdentityTables>;

/** People. Who is a member of the tenant, its queries read. */
export const users = {
  table: () => new MemoryTable<User>(),
  repository: (transaction: Transaction) => new MemoryUserRepository(transaction),
  queries: (reader: Reader) => new MemoryUserQueries(reader),
};

export const memberships = {
  table: () => new MemoryTable<Membership>(),
  repository: (transaction: Transaction) => new MemoryMembershipRepository(transaction),
};

export const invitations = {
  table: () => new MemoryTable<Invitation>(),
  repository: (transaction: Transaction) => new MemoryInvitationRepository(transaction),
  queries: (reader: Reader) => new MemoryInvitationQueries(reader),
};

export const sessions = {
  table: () => new MemoryTable<Session>(),
  repository: (transaction: Transaction) => new MemorySessionRepository(transaction),
};

export const apiKeys = {
  table: () => new MemoryTable<ApiKey>(),
  repository: (transaction: Transaction) => new MemoryApiKeyRepository(transaction),
  queries: (reader: MemoryReader<IdentityTables & TenantTables>) => new MemoryApiKeyQueries(reader),
};
