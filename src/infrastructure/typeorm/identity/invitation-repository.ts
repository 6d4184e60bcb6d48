import type { InvitationRepository } from '#application/identity/ports.ts';
import type { ClosedInvitation } from '#domain/identity/invitation.ts';
import { Invitation } from '#domain/identity/invitation.ts';
import type { GrantorId } from '#domain/identity/rights.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { InvitationId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import type { EmailAddress } from '#domain/shared/text.ts';
import { emailKey } from '#domain/shared/text.ts';
import { instantOf } from '#domain/shared/time.ts';
import { deleteRow, storeRow } from '#infrastructure/typeorm/aggregates/versioned-rows.ts';
import type { InvitationRow } from '#infrastructure/typeorm/identity/invitation.table.ts';
import { invitationTable } from '#infrastructure/typeorm/identity/invitation.table.ts';
import { mapConstraintErrors } from '#infrastructure/typeorm/transactions/storage-error.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

// Two invited the same address at once: the other one is newer than what this one read.
const refusals = { invitations_email_key: VersionMismatch };

export class TypeOrmInvitationRepository implements InvitationRepository {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  async find(invitationId: InvitationId): Promise<Invitation | undefined> {
    const { manager, tenantId } = this.#transaction;
    const row = await manager.findOneBy(invitationTable, { tenantId, id: uuidOf(invitationId) });
    return row === null ? undefined : toInvitation(row);
  }

  async findByEmail(email: EmailAddress): Promise<Invitation | undefined> {
    const { manager, tenantId } = this.#transaction;
    const row = await manager
      .createQueryBuilder(invitationTable, 'i')
      .where('i.tenantId = :tenantId', { tenantId })
      .andWhere('i.email_key = :email', { email: emailKey(email) })
      .getOne();
    return row === null ? undefined : toInvitation(row);
  }

  async grantedBy(grantor: GrantorId): Promise<readonly Invitation[]> {
    const { client, manager, tenantId } = this.#transaction;
    // Locked first, because who accepts one in this moment holds nothing that we hold.
    await client.query(
      'select from invitations where tenant_id = $1 and granted_by = $2 for update',
      [tenantId, grantor],
    );
    const rows = await manager.findBy(invitationTable, { tenantId, grantedBy: grantor });
    return rows.map(toInvitation);
  }

  async handOver(from: GrantorId, to: GrantorId | null): Promise<void> {
    const { manager, tenantId } = this.#transaction;
    await manager.update(invitationTable, { tenantId, grantedBy: from }, { grantedBy: to });
  }

  async save(invitation: Invitation): Promise<Invitation> {
    const { tenantId, events } = this.#transaction;
    const { facts, secretHash } = invitation;
    const stored = new Invitation({ ...facts, version: facts.version + 1 }, secretHash);
    await mapConstraintErrors(
      refusals,
      storeRow(this.#transaction, invitationTable, toRow(tenantId, stored)),
    );
    events.record(invitation);
    return stored;
  }

  async delete(invitation: ClosedInvitation): Promise<void> {
    const { tenantId, events } = this.#transaction;
    const { version } = invitation;
    await deleteRow(this.#transaction, invitationTable, {
      tenantId,
      id: uuidOf(invitation.id),
      version,
    });
    events.record(invitation);
  }
}

const toRow = (tenantId: string, { facts, secretHash }: Invitation): InvitationRow => ({
  ...facts,
  tenantId,
  secretHash,
  id: uuidOf(facts.id),
  emailKey: emailKey(facts.email),
  invitedBy: facts.invitedBy === null ? null : uuidOf(facts.invitedBy),
  expiresAt: new Date(facts.expiresAt),
  createdAt: new Date(facts.createdAt),
});

const toInvitation = ({
  tenantId: _tenantId,
  emailKey: _emailKey,
  secretHash,
  ...row
}: InvitationRow): Invitation =>
  new Invitation(
    {
      ...row,
      id: idFromUuid('ivt', row.id),
      email: row.email as EmailAddress,
      invitedBy: row.invitedBy === null ? null : idFromUuid('usr', row.invitedBy),
      grantedBy: row.grantedBy as GrantorId | null,
      expiresAt: instantOf(row.expiresAt.getTime()),
      createdAt: instantOf(row.createdAt.getTime()),
    },
    secretHash,
  );
