import type { MembershipRepository } from '#application/identity/ports.ts';
import { foldedTextOf } from '#application/shared/search.ts';
import { AlreadyMember } from '#domain/identity/errors.ts';
import type { EndedMembership } from '#domain/identity/membership.ts';
import { Administrators, Membership } from '#domain/identity/membership.ts';
import type { UserId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import { emailKey } from '#domain/shared/text.ts';
import { instantOf } from '#domain/shared/time.ts';
import { deleteRow, storeRow } from '#infrastructure/typeorm/aggregates/versioned-rows.ts';
import type { MembershipRow } from '#infrastructure/typeorm/identity/membership.table.ts';
import { membershipTable } from '#infrastructure/typeorm/identity/membership.table.ts';
import { holdTenant } from '#infrastructure/typeorm/tenants/tenant-repository.ts';
import { mapConstraintErrors } from '#infrastructure/typeorm/transactions/storage-error.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

// The directory that signing in asks: where each person may go.
const nameOfTenant = 'select name from tenants where id = $1';
const enter = `insert into user_tenants (tenant_id, user_id, membership_id, tenant_name, role)
  values ($1, $2, $3, $4, $5)`;
const changeRole = 'update user_tenants set role = $3 where tenant_id = $1 and user_id = $2';
const leave = 'delete from user_tenants where tenant_id = $1 and user_id = $2';

const refusals = { memberships_user_key: AlreadyMember };

export class TypeOrmMembershipRepository implements MembershipRepository {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  async findByUser(userId: UserId): Promise<Membership | undefined> {
    const { manager, tenantId } = this.#transaction;
    const row = await manager.findOneBy(membershipTable, { tenantId, userId: uuidOf(userId) });
    return row === null ? undefined : toMembership(row);
  }

  async administrators(): Promise<Administrators> {
    const { manager, tenantId } = this.#transaction;
    await holdTenant(this.#transaction);
    const rows = await manager.findBy(membershipTable, { tenantId, role: 'ADMIN' });
    return new Administrators(rows.map(({ userId }) => idFromUuid('usr', userId)));
  }

  async save(membership: Membership): Promise<Membership> {
    const { tenantId, events } = this.#transaction;
    const { facts } = membership;
    const stored = new Membership({ ...facts, version: facts.version + 1 });
    await mapConstraintErrors(
      refusals,
      storeRow(this.#transaction, membershipTable, toRow(tenantId, stored)),
    );
    await this.#tellDirectory(stored);
    events.record(membership);
    return stored;
  }

  async delete(membership: EndedMembership): Promise<void> {
    const { client, tenantId, events } = this.#transaction;
    const { version } = membership;
    await deleteRow(this.#transaction, membershipTable, {
      tenantId,
      id: uuidOf(membership.id),
      version,
    });
    await client.query(leave, [tenantId, uuidOf(membership.userId)]);
    events.record(membership);
  }

  // In the transaction of the membership: who may enter a tenant is never behind.
  async #tellDirectory({ facts: { version, id, userId, role } }: Membership): Promise<void> {
    const { client, tenantId } = this.#transaction;
    if (version > 1) {
      await client.query(changeRole, [tenantId, uuidOf(userId), role]);
      return;
    }
    const { rows } = await client.query<{ name: string }>(nameOfTenant, [tenantId]);
    const values = [tenantId, uuidOf(userId), uuidOf(id), rows[0]?.name, role];
    await client.query(enter, values);
  }
}

const toRow = (tenantId: string, { facts }: Membership): MembershipRow => ({
  ...facts,
  tenantId,
  id: uuidOf(facts.id),
  userId: uuidOf(facts.userId),
  emailKey: emailKey(facts.email),
  searchText: foldedTextOf([facts.name, facts.email]),
  createdAt: new Date(facts.createdAt),
  updatedAt: new Date(facts.updatedAt),
});

const toMembership = ({
  tenantId: _tenantId,
  emailKey: _emailKey,
  searchText: _searchText,
  ...row
}: MembershipRow): Membership =>
  new Membership({
    ...row,
    email: row.email as EmailAddress,
    id: idFromUuid('mem', row.id),
    userId: idFromUuid('usr', row.userId),
    createdAt: instantOf(row.createdAt.getTime()),
    updatedAt: instantOf(row.updatedAt.getTime()),
  });
