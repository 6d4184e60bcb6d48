import type { MembershipRepository } from '#application/identity/ports.ts';
import { AlreadyMember } from '#domain/identity/errors.ts';
import type { EndedMembership } from '#domain/identity/membership.ts';
import { Administrators, Membership } from '#domain/identity/membership.ts';
import type { UserId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { instantOf } from '#domain/shared/time.ts';
import type { MembershipRow } from '#infrastructure/typeorm/identity/membership.table.ts';
import { membershipTable } from '#infrastructure/typeorm/identity/membership.table.ts';
import { refusing } from '#infrastructure/typeorm/storage-error.ts';
import { holdTenant } from '#infrastructure/typeorm/tenants/tenant-repository.ts';
import type { Transaction } from '#infrastructure/typeorm/transaction.ts';
import { removeRow, storeRow } from '#infrastructure/typeorm/versioned-rows.ts';

const refusals = { memberships_user_key: () => new AlreadyMember() };

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
    await refusing(refusals, storeRow(this.#transaction, membershipTable, toRow(tenantId, stored)));
    events.record(membership);
    return stored;
  }

  async remove(membership: EndedMembership): Promise<void> {
    const { tenantId, events } = this.#transaction;
    const { version } = membership;
    await removeRow(this.#transaction, membershipTable, {
      tenantId,
      id: uuidOf(membership.id),
      version,
    });
    events.record(membership);
  }
}

const toRow = (tenantId: string, { facts }: Membership): MembershipRow => ({
  ...facts,
  tenantId,
  id: uuidOf(facts.id),
  userId: uuidOf(facts.userId),
  createdAt: new Date(facts.createdAt),
  updatedAt: new Date(facts.updatedAt),
});

const toMembership = ({ tenantId: _tenantId, ...row }: MembershipRow): Membership =>
  new Membership({
    ...row,
    id: idFromUuid('mem', row.id),
    userId: idFromUuid('usr', row.userId),
    createdAt: instantOf(row.createdAt.getTime()),
    updatedAt: instantOf(row.updatedAt.getTime()),
  });
