import type { DeliveryData } from '#application/webhooks/delivery-queue.ts';
import { deliveryQueue } from '#application/webhooks/delivery-queue.ts';
import type {
  WebhookDeliveryRepository,
  WebhookEndpointRepository,
} from '#application/webhooks/ports.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type {
  EventId,
  TenantId,
  WebhookDeliveryId,
  WebhookEndpointId,
} from '#domain/shared/ids.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import type { WebhookDeliveryFacts } from '#domain/webhooks/webhook-delivery.ts';
import { WebhookDelivery } from '#domain/webhooks/webhook-delivery.ts';
import type { DeletedWebhookEndpoint } from '#domain/webhooks/webhook-endpoint.ts';
import { WebhookEndpoint } from '#domain/webhooks/webhook-endpoint.ts';
import type { MemoryJob, MemoryTransaction } from '#infrastructure/memory/transaction.ts';
import type { WebhookTables } from '#infrastructure/memory/webhooks/webhook-tables.ts';

export class MemoryWebhookEndpointRepository implements WebhookEndpointRepository {
  readonly #transaction: MemoryTransaction<WebhookTables>;

  constructor(transaction: MemoryTransaction<WebhookTables>) {
    this.#transaction = transaction;
  }

  async find(endpointId: WebhookEndpointId): Promise<WebhookEndpoint | undefined> {
    const { tables, tenantId } = this.#transaction;
    return tables.webhookEndpoints.get(`${tenantId}/${endpointId}`);
  }

  // One run at a time: what it finds, nobody else changes.
  findLocked(endpointId: WebhookEndpointId): Promise<WebhookEndpoint | undefined> {
    return this.find(endpointId);
  }

  async note(endpoint: WebhookEndpoint): Promise<WebhookEndpoint> {
    const { tables, tenantId } = this.#transaction;
    const { facts } = endpoint;
    const key = `${tenantId}/${facts.id}`;
    if (tables.webhookEndpoints.get(key) === undefined) throw new VersionMismatch();
    const stored = new WebhookEndpoint(facts);
    tables.webhookEndpoints.put(key, stored);
    this.#transaction.record(endpoint);
    return stored;
  }

  async save(endpoint: WebhookEndpoint): Promise<WebhookEndpoint> {
    const { tables, tenantId } = this.#transaction;
    const { facts } = endpoint;
    const stored = new WebhookEndpoint({ ...facts, version: facts.version + 1 });
    tables.webhookEndpoints.store(`${tenantId}/${facts.id}`, stored);
    this.#transaction.record(endpoint);
    return stored;
  }

  async delete(endpoint: DeletedWebhookEndpoint): Promise<void> {
    const { tables, tenantId } = this.#transaction;
    tables.webhookEndpoints.delete(`${tenantId}/${endpoint.id}`, endpoint.version);
    const isOfIt = ({ facts }: WebhookDelivery) => facts.endpointId === endpoint.id;
    tables.webhookDeliveries.removeWhere(`${tenantId}/`, isOfIt);
    this.#transaction.record(endpoint);
  }
}

export class MemoryWebhookDeliveryRepository implements WebhookDeliveryRepository {
  readonly #transaction: MemoryTransaction<WebhookTables>;

  constructor(transaction: MemoryTransaction<WebhookTables>) {
    this.#transaction = transaction;
  }

  async find(deliveryId: WebhookDeliveryId): Promise<WebhookDelivery | undefined> {
    const { tables, tenantId } = this.#transaction;
    return tables.webhookDeliveries.get(`${tenantId}/${deliveryId}`);
  }

  findLocked(deliveryId: WebhookDeliveryId): Promise<WebhookDelivery | undefined> {
    return this.find(deliveryId);
  }

  async ofEvents(
    endpointId: WebhookEndpointId,
    eventIds: readonly EventId[],
  ): Promise<readonly WebhookDelivery[]> {
    const { tables, tenantId } = this.#transaction;
    return tables.webhookDeliveries
      .under(`${tenantId}/`)
      .filter(({ facts }) => facts.endpointId === endpointId && eventIds.includes(facts.eventId));
  }

  async add(delivery: WebhookDelivery): Promise<boolean> {
    const { endpointId, eventId } = delivery.facts;
    if ((await this.ofEvents(endpointId, [eventId])).length > 0) return false;
    await this.save(delivery);
    return true;
  }

  async addAll(deliveries: readonly WebhookDelivery[]): Promise<void> {
    const { tables, tenantId } = this.#transaction;
    for (const delivery of deliveries) {
      const { endpointId } = delivery.facts;
      if (tables.webhookEndpoints.get(`${tenantId}/${endpointId}`) !== undefined)
        await this.add(delivery);
    }
  }

  async save(delivery: WebhookDelivery): Promise<WebhookDelivery> {
    const { tables, tenantId } = this.#transaction;
    const { facts } = delivery;
    const stored = new WebhookDelivery({ ...facts, version: facts.version + 1 });
    tables.webhookDeliveries.store(`${tenantId}/${facts.id}`, stored);
    this.#enqueue(stored);
    return stored;
  }

  #enqueue({ facts }: WebhookDelivery): void {
    const { tenantId } = this.#transaction;
    if (facts.nextAttemptAt !== null) this.#transaction.enqueue(attemptJob(tenantId, facts));
  }
}

/** The job for the attempt that is next. */
export const attemptJob = (
  tenantId: TenantId,
  { id: deliveryId, endpointId, nextAttemptAt: dueAt }: WebhookDeliveryFacts,
): MemoryJob => ({
  id: deliveryId,
  queue: deliveryQueue,
  lane: { tenantId, endpointId },
  data: {
    tenantId: uuidOf(tenantId),
    deliveryId: uuidOf(deliveryId),
    ...(dueAt === null ? {} : { dueAt }),
  } satisfies DeliveryData,
  dueAt: dueAt ?? 0,
  tries: 0,
  error: null,
});
