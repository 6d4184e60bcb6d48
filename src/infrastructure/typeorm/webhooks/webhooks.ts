import type { TenantReader } from '#infrastructure/typeorm/reads/tenant-reader.ts';
import type { Transaction } from '#infrastructure/typeorm/transactions/transaction.ts';
import { webhookDeliveryTable } from '#infrastructure/typeorm/webhooks/webhook-delivery.table.ts';
import { TypeOrmWebhookDeliveryRepository } from '#infrastructure/typeorm/webhooks/webhook-delivery-repository.ts';
import { webhookEndpointTable } from '#infrastructure/typeorm/webhooks/webhook-endpoint.table.ts';
import { TypeOrmWebhookEndpointRepository } from '#infrastructure/typeorm/webhooks/webhook-endpoint-repository.ts';
import {
  TypeOrmEventQueries,
  TypeOrmWebhookDeliveryQueries,
  TypeOrmWebhookEndpointQueries,
} from '#infrastructure/typeorm/webhooks/webhook-queries.ts';

export const webhookEndpoints = {
  table: webhookEndpointTable,
  repository: (transaction: Transaction) => new TypeOrmWebhookEndpointRepository(transaction),
  queries: (reader: TenantReader) => new TypeOrmWebhookEndpointQueries(reader),
};

export const webhookDeliveries = {
  table: webhookDeliveryTable,
  repository: (transaction: Transaction) => new TypeOrmWebhookDeliveryRepository(transaction),
  queries: (reader: TenantReader) => new TypeOrmWebhookDeliveryQueries(reader),
};

/** The events that webhooks send. */
export const events = { queries: (reader: TenantReader) => new TypeOrmEventQueries(reader) };
