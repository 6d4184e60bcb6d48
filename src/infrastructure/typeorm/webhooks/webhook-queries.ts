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
import { webhookDeliveryView } from '#application/webhooks/queries.ts';
import type { Snapshot } from '#domain/shared/events.ts';
import type { EventId, WebhookDeliveryId, WebhookEndpointId } from '#domain/shared/ids.ts';
import { idFromUuid, lowestUuid, lowestUuidAt, uuidOf } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import { instantOf } from '#domain/shared/time.ts';
import {
  createdAtWithin,
  equal,
  listStatement,
  madeWithin,
} from '#infrastructure/typeorm/reads/list-statement.ts';
import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import { tenantScoped } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import type { WebhookDeliveryRow } from '#infrastructure/typeorm/webhooks/webhook-delivery.table.ts';
import { toDelivery } from '#infrastructure/typeorm/webhooks/webhook-delivery-repository.ts';
import type { WebhookEndpointRow } from '#infrastructure/typeorm/webhooks/webhook-endpoint.table.ts';
import { toEndpointFacts } from '#infrastructure/typeorm/webhooks/webhook-endpoint-repository.ts';

// The secrets are not even read.
const endpointColumns = `w.id, w.version, w.url, w.description, w.event_types as "eventTypes",
  w.status, w.disabled_reason as "disabledReason", w.failing_since as "failingSince",
  w.created_at as "createdAt", w.updated_at as "updatedAt"`;

const findEndpoint = tenantScoped(
  `select ${endpointColumns} from webhook_endpoints w
    where w.tenant_id = scope.tenant_id and w.id = $2`,
  'webhook_endpoints.find',
);

// A bound, so that no list is without one; more endpoints than these take another design.
const listenersMax = 1000;

const listeners = tenantScoped(
  `select w.id, w.event_types from webhook_endpoints w
    where w.tenant_id = scope.tenant_id and w.status = 'enabled'
    order by w.id limit ${listenersMax}`,
  'webhook_endpoints.listeners',
);

interface ListenerRow {
  readonly id: string;
  readonly event_types: readonly string[];
}

const listEndpoints = {
  name: 'webhook_endpoints.list',
  columns: endpointColumns,
  from: 'webhook_endpoints w',
  alias: 'w',
};

export class TypeOrmWebhookEndpointQueries implements WebhookEndpointQueries {
  readonly #reader: TenantReader;

  constructor(reader: TenantReader) {
    this.#reader = reader;
  }

  async find(endpointId: WebhookEndpointId): Promise<WebhookEndpointView | undefined> {
    const values = [uuidOf(endpointId)];
    const [row] = await this.#reader.rows<WebhookEndpointRow>(findEndpoint, values);
    return row && toEndpointFacts(row);
  }

  async listeners(): Promise<readonly WebhookListener[]> {
    const rows = await this.#reader.rows<ListenerRow>(listeners, []);
    return rows.map((row) => ({
      id: idFromUuid('whk', row.id),
      eventTypes: row.event_types,
    }));
  }

  async list(
    slice: Slice<WebhookEndpointId>,
    createdAt?: InstantRange,
  ): Promise<readonly WebhookEndpointView[]> {
    const conditions = createdAtWithin('w.created_at', createdAt);
    const { statement, values } = listStatement(listEndpoints, conditions, slice);
    return (await this.#reader.rows<WebhookEndpointRow>(statement, values)).map(toEndpointFacts);
  }
}

const deliveryColumns = `d.tenant_id as "tenantId", d.id, d.version, d.endpoint_id as "endpointId",
  d.event_id as "eventId", d.event_type as "eventType", d.status, d.attempts,
  d.attempts_made as "attemptsMade", d.step, d.next_attempt_at as "nextAttemptAt",
  d.expires_at as "expiresAt", d.created_at as "createdAt"`;

const findDelivery = tenantScoped(
  `select ${deliveryColumns} from webhook_deliveries d
    where d.tenant_id = scope.tenant_id and d.id = $2`,
  'webhook_deliveries.find',
);

const listDeliveries = {
  name: 'webhook_deliveries.list',
  columns: deliveryColumns,
  from: 'webhook_deliveries d',
  alias: 'd',
};

export class TypeOrmWebhookDeliveryQueries implements WebhookDeliveryQueries {
  readonly #reader: TenantReader;

  constructor(reader: TenantReader) {
    this.#reader = reader;
  }

  async find(deliveryId: WebhookDeliveryId): Promise<WebhookDeliveryView | undefined> {
    const values = [uuidOf(deliveryId)];
    const [row] = await this.#reader.rows<WebhookDeliveryRow>(findDelivery, values);
    return row && webhookDeliveryView(toDelivery(row));
  }

  async list(
    { endpointId, eventId, status, createdAt }: WebhookDeliveryFilter,
    slice: Slice<WebhookDeliveryId>,
  ): Promise<readonly WebhookDeliveryView[]> {
    const conditions = [
      equal('d.endpoint_id', endpointId && uuidOf(endpointId)),
      equal('d.event_id', eventId && uuidOf(eventId)),
      equal('d.status', status),
      ...madeWithin(this.#reader, 'd', createdAt),
    ];
    const { statement, values } = listStatement(listDeliveries, conditions, slice);
    const rows = await this.#reader.rows<WebhookDeliveryRow>(statement, values);
    return rows.map((row) => webhookDeliveryView(toDelivery(row)));
  }
}

interface EventRow {
  readonly id: string;
  readonly action: string;
  readonly resource_id: string;
  readonly occurred_at: Date;
  readonly before: Snapshot | null;
  readonly after: Snapshot | null;
}

const eventColumns = `a.id, a.action, a.resource_id,
  coalesce(a.occurred_at, a.created_at) as occurred_at, a.before, a.after`;

const findEvent = tenantScoped(
  `select ${eventColumns} from audit_entries a
    where a.tenant_id = scope.tenant_id and a.id = $2`,
  'events.find',
);

const eventsSince = tenantScoped(
  `select ${eventColumns} from audit_entries a
    where a.tenant_id = scope.tenant_id and a.id >= $2 and a.id > $3 order by a.id limit $4`,
  'events.since',
);

/** An event is an audit entry, as its receivers see it. */
export class TypeOrmEventQueries implements EventQueries {
  readonly #reader: TenantReader;

  constructor(reader: TenantReader) {
    this.#reader = reader;
  }

  async find(eventId: EventId): Promise<EventView | undefined> {
    const [row] = await this.#reader.rows<EventRow>(findEvent, [uuidOf(eventId)]);
    return row && toEvent(row);
  }

  async since(at: Instant, after: EventId | null, limit: number): Promise<readonly EventView[]> {
    const from = lowestUuidAt(at);
    const behind = after === null ? lowestUuid : uuidOf(after);
    const rows = await this.#reader.rows<EventRow>(eventsSince, [from, behind, limit]);
    return rows.map(toEvent);
  }
}

const toEvent = (row: EventRow): EventView => ({
  id: idFromUuid('evt', row.id),
  type: row.action,
  subjectId: row.resource_id,
  occurredAt: instantOf(row.occurred_at.getTime()),
  before: row.before,
  after: row.after,
});
