import { In } from 'typeorm';
import type { WebhookDeliveryRepository } from '#application/webhooks/ports.ts';
import type { EventId, WebhookDeliveryId, WebhookEndpointId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { instantOf } from '#domain/shared/time.ts';
import { WebhookDelivery } from '#domain/webhooks/webhook-delivery.ts';
import { jobSchema } from '#infrastructure/jobs/job-schema.ts';
import type { Transaction } from '#infrastructure/typeorm/transaction.ts';
import { storeRow } from '#infrastructure/typeorm/versioned-rows.ts';
import type { WebhookDeliveryRow } from '#infrastructure/typeorm/webhooks/webhook-delivery.table.ts';
import { webhookDeliveryTable } from '#infrastructure/typeorm/webhooks/webhook-delivery.table.ts';

// A job for the attempt, in the transaction that makes it due; its settings are its queue's.
const enqueue = `insert into ${jobSchema}.job (name, data, start_after, keep_until, policy,
    retry_limit, retry_delay, retry_backoff, retry_delay_max, expire_seconds, deletion_seconds,
    heartbeat_seconds)
  select q.name, jsonb_build_object('tenantId', $1::uuid, 'deliveryId', $2::uuid),
    $3::timestamptz, 'infinity', q.policy, q.retry_limit, q.retry_delay, q.retry_backoff,
    q.retry_delay_max, q.expire_seconds, q.deletion_seconds, q.heartbeat_seconds
  from ${jobSchema}.queue q where q.name = 'webhook-delivery'`;

export class TypeOrmWebhookDeliveryRepository implements WebhookDeliveryRepository {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  async find(deliveryId: WebhookDeliveryId): Promise<WebhookDelivery | undefined> {
    const { manager, tenantId } = this.#transaction;
    const id = uuidOf(deliveryId);
    const row = await manager.findOneBy(webhookDeliveryTable, { tenantId, id });
    return row === null ? undefined : toDelivery(row);
  }

  async ofEvents(
    endpointId: WebhookEndpointId,
    eventIds: readonly EventId[],
  ): Promise<readonly WebhookDelivery[]> {
    if (eventIds.length === 0) return [];
    const { manager, tenantId } = this.#transaction;
    const rows = await manager.find(webhookDeliveryTable, {
      where: { tenantId, endpointId: uuidOf(endpointId), eventId: In(eventIds.map(uuidOf)) },
    });
    return rows.map(toDelivery);
  }

  async add(delivery: WebhookDelivery): Promise<boolean> {
    const { manager, tenantId } = this.#transaction;
    const { facts } = delivery;
    const row = toRow(tenantId, new WebhookDelivery({ ...facts, version: 1 }));
    const inserted = await manager
      .createQueryBuilder()
      .insert()
      .into(webhookDeliveryTable)
      .values(row)
      .orIgnore()
      .returning('id')
      .execute();
    const isNew = (inserted.raw as readonly unknown[]).length > 0;
    if (isNew) await this.#enqueue(delivery);
    return isNew;
  }

  async save(delivery: WebhookDelivery): Promise<WebhookDelivery> {
    const { tenantId } = this.#transaction;
    const { facts } = delivery;
    const stored = new WebhookDelivery({ ...facts, version: facts.version + 1 });
    await storeRow(this.#transaction, webhookDeliveryTable, toRow(tenantId, stored));
    await this.#enqueue(stored);
    return stored;
  }

  async #enqueue({ facts }: WebhookDelivery): Promise<void> {
    if (facts.nextAttemptAt === null) return;
    const { manager, tenantId } = this.#transaction;
    const due = new Date(facts.nextAttemptAt);
    await manager.query(enqueue, [tenantId, uuidOf(facts.id), due]);
  }
}

const toRow = (tenantId: string, { facts }: WebhookDelivery): WebhookDeliveryRow => ({
  ...facts,
  tenantId,
  id: uuidOf(facts.id),
  endpointId: uuidOf(facts.endpointId),
  eventId: uuidOf(facts.eventId),
  nextAttemptAt: facts.nextAttemptAt === null ? null : new Date(facts.nextAttemptAt),
  expiresAt: new Date(facts.expiresAt),
  createdAt: new Date(facts.createdAt),
});

export const toDelivery = ({ tenantId: _tenantId, ...row }: WebhookDeliveryRow): WebhookDelivery =>
  new WebhookDelivery({
    ...row,
    id: idFromUuid('dlv', row.id),
    endpointId: idFromUuid('whk', row.endpointId),
    eventId: idFromUuid('evt', row.eventId),
    nextAttemptAt: row.nextAttemptAt === null ? null : instantOf(row.nextAttemptAt.getTime()),
    expiresAt: instantOf(row.expiresAt.getTime()),
    createdAt: instantOf(row.createdAt.getTime()),
  });
