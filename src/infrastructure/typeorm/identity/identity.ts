import { apiKeyTable } from '#infrastructure/typeorm/identity/api-key.table.ts';
import { TypeOrmApiKeyQueries } from '#infrastructure/typeorm/identity/api-key-queries.ts';
import { TypeOrmApiKeyRepository } from '#infrastructure/typeorm/identity/api-key-repository.ts';
import {
  TypeOrmInvitationQueries,
  TypeOrmUserQueries,
} from '#infrastructure/typeorm/identity/identity-queries.ts';
import { invitationTable } from '#infrastructure/typeorm/identity/invitation.table.ts';
import { TypeOrmInvitationRepository } from '#infrastructure/typeorm/identity/invitation-repository.ts';
import { membershipTable } from '#infrastructure/typeorm/identity/membership.table.ts';
import { TypeOrmMembershipRepository } from '#infrastructure/typeorm/identity/membership-repository.ts';
import { sessionTable } from '#infrastructure/typeorm/identity/session.table.ts';
import { TypeOrmSessionRepository } from '#infrastructure/typeorm/identity/session-repository.ts';
import { userTable } from '#infrastructure/typeorm/identity/user.table.ts';
import { TypeOrmUserRepository } from '#infrastructure/typeorm/identity/user-repository.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

/** People. Who is a member of the tenant, its queries read. */
export const users = {
  table: userTable,
  repository: (transaction: Transaction) => new TypeOrmUserRepository(transaction),
  queries: (reader: TenantReader) => new TypeOrmUserQueries(reader),
};

export const memberships = {
  table: membershipTable,
  repository: (transaction: Transaction) => new TypeOrmMembershipRepository(transaction),
};

export const invitations = {
  table: invitationTable,
  repository: (transaction: Transaction) => new TypeOrmInvitationRepository(transaction),
  queries: (reader: TenantReader) => new TypeOrmInvitationQueries(reader),
};

export const sessions = {
  table: sessionTable,
  repository: (transaction: Transaction) => new TypeOrmSessionRepository(transaction),
};

export const apiKeys = {
  table: apiKeyTable,
  repository: (transaction: Transaction) => new TypeOrmApiKeyRepository(transaction),
  queries: (reader: TenantReader) => new TypeOrmApiKeyQueries(reader),
};
