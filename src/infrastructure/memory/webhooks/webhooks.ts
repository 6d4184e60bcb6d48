import type { WebhookDelivery } from '#domain/webhooks/webhook-delivery.ts';
import type { WebhookEndpoint } from '#domain/webhooks/webhook-endpoint.ts';
import { MemoryTable } from '#infrastructure/memory/memory-table.ts';
import type { MemoryTransaction } from '#infrastructure/memory/transaction.ts';
import {
  MemoryEventQueries,
  MemoryWebhookDeliveryQueries,
  MemoryWebhookEndpointQueries,
} from '#infrastructure/memory/webhooks/memory-webhook-queries.ts';
import {
  MemoryWebhookDeliveryRepository,
  MemoryWebhookEndpointRepository,
} from '#infrastructure/memory/webhooks/memory-webhooks.ts';
import type { WebhookTables } from '#infrastructure/memory/webhooks/webhook-tables.ts';

type Transaction = MemoryTransaction<WebhookTables>;
type ReaderOf<Queries extends new (reader: never) => unknown> = ConstructorParameters<Queries>[0];

export const webhookEndpoints = {
  table: () => new MemoryTable<WebhookEndpoint>(),
  repository: (transaction: Transaction) => new MemoryWebhookEndpointRepository(transaction),
  queries: (reader: ReaderOf<typeof MemoryWebhookEndpointQueries>) =>
    new MemoryWebhookEndpointQueries(reader),
};

export const webhookDeliveries = {
  table: () => new MemoryTable<WebhookDelivery>(),
  repository: (transaction: Transaction) => new MemoryWebhookDeliveryRepository(transaction),
  queries: (reader: ReaderOf<typeof MemoryWebhookDeliveryQueries>) =>
    new MemoryWebhookDeliveryQueries(reader),
};

/** The events that webhooks send. */
export const events = {
  queries: (reader: ReaderOf<typeof MemoryEventQueries>) => new MemoryEventQueries(reader),
};
