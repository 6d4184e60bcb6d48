import type { WebhookDelivery } from '#domain/webhooks/webhook-delivery.ts';
import type { WebhookEndpoint } from '#domain/webhooks/webhook-endpoint.ts';
import type { MemoryTable } from '#infrastructure/memory/memory-table.ts';

/** The webhooks' tables in memory. */
export interface WebhookTables {
  readonly webhookEndpoints: MemoryTable<WebhookEndpoint>;
  readonly webhookDeliveries: MemoryTable<WebhookDelivery>;
}
