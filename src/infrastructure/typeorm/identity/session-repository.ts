import type { SessionRepository } from '#application/identity/ports.ts';
import type { EndedSession } from '#domain/identity/session.ts';
import { Session } from '#domain/identity/session.ts';
import type { SessionId, UserId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { instantOf } from '#domain/shared/time.ts';
import { deleteRow, storeRow } from '#infrastructure/typeorm/aggregates/versioned-rows.ts';
import type { SessionRow } from '#infrastructure/typeorm/identity/session.table.ts';
import { sessionTable } from '#infrastructure/typeorm/identity/session.table.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';

// Far more than anybody has: a bound, so that no list is without one.
const sessionsMax = 1000;

export class TypeOrmSessionRepository implements SessionRepository {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  async find(sessionId: SessionId): Promise<Session | undefined> {
    const { manager, tenantId } = this.#transaction;
    const row = await manager.findOneBy(sessionTable, { tenantId, id: uuidOf(sessionId) });
    return row === null ? undefined : toSession(row);
  }

  async ofUser(userId: UserId): Promise<readonly Session[]> {
    const { manager, tenantId } = this.#transaction;
    const rows = await manager.find(sessionTable, {
      where: { tenantId, userId: uuidOf(userId) },
      order: { id: 'DESC' },
      take: sessionsMax,
    });
    return rows.map(toSession);
  }

  async save(session: Session): Promise<Session> {
    const { tenantId, events } = this.#transaction;
    const stored = new Session({ ...session.facts, version: session.facts.version + 1 });
    await storeRow(this.#transaction, sessionTable, toRow(tenantId, stored));
    events.record(session);
    return stored;
  }

  async delete(session: EndedSession): Promise<void> {
    const { tenantId, events } = this.#transaction;
    const { version } = session;
    await deleteRow(this.#transaction, sessionTable, { tenantId, id: uuidOf(session.id), version });
    events.record(session);
  }

  async removeAllOf(userId: UserId): Promise<void> {
    const { manager, tenantId } = this.#transaction;
    await manager.delete(sessionTable, { tenantId, userId: uuidOf(userId) });
  }
}

const toRow = (tenantId: string, { facts }: Session): SessionRow => {
  const { client, ...row } = facts;
  return {
    ...row,
    tenantId,
    id: uuidOf(facts.id),
    userId: uuidOf(facts.userId),
    clientAddress: client.address,
    clientUserAgent: client.userAgent,
    rotatedAt: new Date(facts.rotatedAt),
    expiresAt: new Date(facts.expiresAt),
    endsAt: new Date(facts.endsAt),
    createdAt: new Date(facts.createdAt),
  };
};

const toSession = ({ tenantId: _tenantId, ...row }: SessionRow): Session => {
  const { clientAddress: address, clientUserAgent: userAgent, ...facts } = row;
  return new Session({
    ...facts,
    id: idFromUuid('ses', row.id),
    userId: idFromUuid('usr', row.userId),
    client: { address, userAgent },
    rotatedAt: instantOf(row.rotatedAt.getTime()),
    expiresAt: instantOf(row.expiresAt.getTime()),
    endsAt: instantOf(row.endsAt.getTime()),
    createdAt: instantOf(row.createdAt.getTime()),
  });
};
