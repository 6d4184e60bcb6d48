import { In } from 'typeorm';
import { deliveryQueue } from '#application/webhooks/delivery-queue.ts';
import type { WebhookDeliveryRepository } from '#application/webhooks/ports.ts';
import type { EventId, WebhookDeliveryId, WebhookEndpointId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { instantOf } from '#domain/shared/time.ts';
import type { WebhookDeliveryFacts } from '#domain/webhooks/webhook-delivery.ts';
import { WebhookDelivery } from '#domain/webhooks/webhook-delivery.ts';
import type { TimedJob } from '#infrastructure/jobs/job-sender.ts';
import { storeRow } from '#infrastructure/typeorm/aggregates/versioned-rows.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';
import { attemptJob } from '#infrastructure/typeorm/webhooks/attempt-jobs.ts';
import type { WebhookDeliveryRow } from '#infrastructure/typeorm/webhooks/webhook-delivery.table.ts';
import { webhookDeliveryTable } from '#infrastructure/typeorm/webhooks/webhook-delivery.table.ts';

// Others wait for such a statement; what the next one reads is what they left.
const lock = {
  name: 'webhook_deliveries.lock',
  text: 'select id from webhook_deliveries where tenant_id = $1 and id = $2 for no key update',
};

// In the order of their ids, so that of two who want the same one waits for the other.
const lockOfEvents = {
  name: 'webhook_deliveries.lock-of-events',
  text: `select id from webhook_deliveries
    where tenant_id = $1 and endpoint_id = $2 and event_id = any ($3::uuid[])
    order by id for no key update`,
};

// Of endpoints that are gone, and of events that have a delivery, nothing is inserted.
const insertAll = {
  name: 'webhook_deliveries.insert-all',
  text: `insert into webhook_deliveries (tenant_id, id, version, endpoint_id, event_id, event_type,
      status, attempts, attempts_made, step, next_attempt_at, expires_at, created_at)
    select $1, d.id, 1, d.endpoint_id, d.event_id, d.event_type, d.status, '[]', 0, d.step,
      d.next_attempt_at, d.expires_at, d.created_at
    from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::integer[],
      $8::timestamptz[], $9::timestamptz[], $10::timestamptz[])
      as d (id, endpoint_id, event_id, event_type, status, step, next_attempt_at, expires_at,
        created_at)
    join webhook_endpoints w on w.tenant_id = $1 and w.id = d.endpoint_id
    on conflict (tenant_id, endpoint_id, event_id) do nothing
    returning id`,
};

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

  async findLocked(deliveryId: WebhookDeliveryId): Promise<WebhookDelivery | undefined> {
    const { client, tenantId } = this.#transaction;
    await client.query({ ...lock, values: [tenantId, uuidOf(deliveryId)] });
    return this.find(deliveryId);
  }

  async ofEvents(
    endpointId: WebhookEndpointId,
    eventIds: readonly EventId[],
  ): Promise<readonly WebhookDelivery[]> {
    if (eventIds.length === 0) return [];
    const { client, manager, tenantId } = this.#transaction;
    const values = [tenantId, uuidOf(endpointId), eventIds.map(uuidOf)];
    await client.query({ ...lockOfEvents, values });
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
    if (isNew) await this.#enqueue([delivery]);
    return isNew;
  }

  async addAll(deliveries: readonly WebhookDelivery[]): Promise<void> {
    const { client, tenantId } = this.#transaction;
    const rows = deliveries.map((delivery) => toRow(tenantId, delivery));
    const { rows: inserted } = await client.query<{ id: string }>({
      ...insertAll,
      values: [
        tenantId,
        rows.map(({ id }) => id),
        rows.map(({ endpointId }) => endpointId),
        rows.map(({ eventId }) => eventId),
        rows.map(({ eventType }) => eventType),
        rows.map(({ status }) => status),
        rows.map(({ step }) => step),
        rows.map(({ nextAttemptAt }) => nextAttemptAt),
        rows.map(({ expiresAt }) => expiresAt),
        rows.map(({ createdAt }) => createdAt),
      ],
    });
    const ids = new Set(inserted.map(({ id }) => id));
    await this.#enqueue(deliveries.filter(({ facts }) => ids.has(uuidOf(facts.id))));
  }

  async save(delivery: WebhookDelivery): Promise<WebhookDelivery> {
    const { tenantId } = this.#transaction;
    const { facts } = delivery;
    const stored = new WebhookDelivery({ ...facts, version: facts.version + 1 });
    await storeRow(this.#transaction, webhookDeliveryTable, toRow(tenantId, stored));
    await this.#enqueue([stored]);
    return stored;
  }

  // A job for the attempt, in the transaction that makes it due.
  async #enqueue(deliveries: readonly WebhookDelivery[]): Promise<void> {
    const { client, jobs, tenantId } = this.#transaction;
    const due = deliveries.flatMap(({ facts }) => attemptJobs(tenantId, facts));
    await jobs.send(client, deliveryQueue, due);
  }
}

/** A job for the attempt that is next; none where there is none. */
const attemptJobs = (
  tenantId: string,
  { id, endpointId, nextAttemptAt }: WebhookDeliveryFacts,
): readonly TimedJob[] => {
  if (nextAttemptAt === null) return [];
  const attempt = { deliveryId: uuidOf(id), endpointId: uuidOf(endpointId), dueAt: nextAttemptAt };
  return [attemptJob({ tenantId, ...attempt })];
};

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
    attempts: row.attempts.map((attempt) => ({ responseBody: null, ...attempt })),
    nextAttemptAt: row.nextAttemptAt === null ? null : instantOf(row.nextAttemptAt.getTime()),
    expiresAt: instantOf(row.expiresAt.getTime()),
    createdAt: instantOf(row.createdAt.getTime()),
  });
