import type {
  WebhookDeliveryRepository,
  WebhookEndpointRepository,
} from '#application/webhooks/ports.ts';
import type { EventId, WebhookDeliveryId, WebhookEndpointId } from '#domain/shared/ids.ts';
import { WebhookDelivery } from '#domain/webhooks/webhook-delivery.ts';
import type { DeletedWebhookEndpoint } from '#domain/webhooks/webhook-endpoint.ts';
import { WebhookEndpoint } from '#domain/webhooks/webhook-endpoint.ts';
import type { MemoryTransaction } from '#infrastructure/memory/transaction.ts';
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

  async save(endpoint: WebhookEndpoint): Promise<WebhookEndpoint> {
    const { tables, tenantId } = this.#transaction;
    const { facts } = endpoint;
    const stored = new WebhookEndpoint({ ...facts, version: facts.version + 1 });
    tables.webhookEndpoints.store(`${tenantId}/${facts.id}`, stored);
    this.#transaction.record(endpoint);
    return stored;
  }

  async remove(endpoint: DeletedWebhookEndpoint): Promise<void> {
    const { tables, tenantId } = this.#transaction;
    tables.webhookEndpoints.remove(`${tenantId}/${endpoint.id}`, endpoint.version);
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

  async save(delivery: WebhookDelivery): Promise<WebhookDelivery> {
    const { tables, tenantId } = this.#transaction;
    const { facts } = delivery;
    const stored = new WebhookDelivery({ ...facts, version: facts.version + 1 });
    tables.webhookDeliveries.store(`${tenantId}/${facts.id}`, stored);
    if (facts.nextAttemptAt !== null) this.#enqueue(facts.id, facts.nextAttemptAt);
    return stored;
  }

  #enqueue(deliveryId: WebhookDeliveryId, dueAt: number): void {
    const { tenantId } = this.#transaction;
    this.#transaction.enqueue({
      id: deliveryId,
      queue: 'webhook-delivery',
      key: null,
      data: { tenantId, deliveryId },
      run: ({ delivery }) => delivery({ tenantId, deliveryId }),
      dueAt,
      tries: 0,
      error: null,
    });
  }
}
