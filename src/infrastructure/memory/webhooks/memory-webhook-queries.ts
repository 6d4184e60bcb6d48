import type { InstantRange, Slice } from '#application/shared/page.ts';
import type {
  EventQueries,
  EventView,
  WebhookDeliveryFilter,
  WebhookDeliveryQueries,
  WebhookDeliveryView,
  WebhookEndpointQueries,
  WebhookEndpointView,
  WebhookListener,
} from '#application/webhooks/queries.ts';
import { webhookDeliveryView, webhookEndpointView } from '#application/webhooks/queries.ts';
import type {
  AuditEntryId,
  EventId,
  WebhookDeliveryId,
  WebhookEndpointId,
} from '#domain/shared/ids.ts';
import { idFromUuid, lowestUuidAt, uuidOf } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { fits, sliceOf, within } from '#infrastructure/memory/list.ts';
import type { MemoryReader } from '#infrastructure/memory/transaction.ts';
import type { WebhookTables } from '#infrastructure/memory/webhooks/webhook-tables.ts';

export class MemoryWebhookEndpointQueries implements WebhookEndpointQueries {
  readonly #reader: MemoryReader<WebhookTables>;

  constructor(reader: MemoryReader<WebhookTables>) {
    this.#reader = reader;
  }

  async find(endpointId: WebhookEndpointId): Promise<WebhookEndpointView | undefined> {
    const { tables, tenantId } = this.#reader;
    const endpoint = tables.webhookEndpoints.get(`${tenantId}/${endpointId}`);
    return endpoint && webhookEndpointView(endpoint);
  }

  async listeners(): Promise<readonly WebhookListener[]> {
    const { tables, tenantId } = this.#reader;
    return tables.webhookEndpoints
      .under(`${tenantId}/`)
      .filter(({ isEnabled }) => isEnabled)
      .map(({ facts: { id, eventTypes } }) => ({ id, eventTypes }))
      .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  }

  async list(
    slice: Slice<WebhookEndpointId>,
    range?: InstantRange,
  ): Promise<readonly WebhookEndpointView[]> {
    const { tables, tenantId } = this.#reader;
    const views = tables.webhookEndpoints.under(`${tenantId}/`).map(webhookEndpointView);
    const found = views.filter(({ createdAt }) => within(createdAt, range));
    return sliceOf(found, ({ id }) => id, slice);
  }
}

export class MemoryWebhookDeliveryQueries implements WebhookDeliveryQueries {
  readonly #reader: MemoryReader<WebhookTables>;

  constructor(reader: MemoryReader<WebhookTables>) {
    this.#reader = reader;
  }

  async find(deliveryId: WebhookDeliveryId): Promise<WebhookDeliveryView | undefined> {
    const { tables, tenantId } = this.#reader;
    const delivery = tables.webhookDeliveries.get(`${tenantId}/${deliveryId}`);
    return delivery && webhookDeliveryView(delivery);
  }

  async list(
    { endpointId, eventId, status, createdAt }: WebhookDeliveryFilter,
    slice: Slice<WebhookDeliveryId>,
  ): Promise<readonly WebhookDeliveryView[]> {
    const { tables, tenantId } = this.#reader;
    const found = tables.webhookDeliveries
      .under(`${tenantId}/`)
      .map(webhookDeliveryView)
      .filter(
        (delivery) =>
          fits(endpointId, delivery.endpointId) &&
          fits(eventId, delivery.eventId) &&
          fits(status, delivery.status) &&
          within(delivery.createdAt, createdAt),
      );
    return sliceOf(found, ({ id }) => id, slice);
  }
}

/** A recorded event, as far as a webhook shows it. */
interface RecordedEntry extends Omit<EventView, 'id' | 'type' | 'occurredAt'> {
  readonly id: AuditEntryId;
  readonly type: string;
  readonly createdAt: Instant;
  readonly occurredAt?: Instant;
}

interface Recorded {
  readonly chain: () => { readonly entries: readonly RecordedEntry[] };
}

export class MemoryEventQueries implements EventQueries {
  readonly #recorded: Recorded;

  constructor(recorded: Recorded) {
    this.#recorded = recorded;
  }

  async find(eventId: EventId): Promise<EventView | undefined> {
    return this.#events().find(({ id }) => id === eventId);
  }

  async since(at: Instant, after: EventId | null, limit: number): Promise<readonly EventView[]> {
    const from = idFromUuid('evt', lowestUuidAt(at));
    return this.#events()
      .filter(({ id }) => id >= from && (after === null || id > after))
      .toSorted((one, other) => (one.id < other.id ? -1 : 1))
      .slice(0, limit);
  }

  #events(): readonly EventView[] {
    return this.#recorded.chain().entries.map((entry) => ({
      id: idFromUuid('evt', uuidOf(entry.id)),
      type: entry.type,
      subjectId: entry.subjectId,
      occurredAt: entry.occurredAt ?? entry.createdAt,
      before: entry.before,
      after: entry.after,
    }));
  }
}
