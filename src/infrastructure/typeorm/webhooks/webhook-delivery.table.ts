import { EntitySchema } from 'typeorm';
import type { Attempt, DeliveryStatus } from '#domain/webhooks/webhook-delivery.ts';

/** An attempt as it is stored. Those of earlier releases have no body of the response. */
export type StoredAttempt = Omit<Attempt, 'responseBody'> & Partial<Attempt>;

export interface WebhookDeliveryRow {
  tenantId: string;
  id: string;
  version: number;
  endpointId: string;
  eventId: string;
  eventType: string;
  status: DeliveryStatus;
  attempts: readonly StoredAttempt[];
  attemptsMade: number;
  step: number;
  nextAttemptAt: Date | null;
  expiresAt: Date;
  createdAt: Date;
}

const instant = { type: 'timestamptz', precision: 3 } as const;

export const webhookDeliveryTable = new EntitySchema<WebhookDeliveryRow>({
  name: 'WebhookDelivery',
  tableName: 'webhook_deliveries',
  columns: {
    tenantId: { type: 'uuid', primary: true, name: 'tenant_id' },
    id: { type: 'uuid', primary: true },
    version: { type: 'integer' },
    endpointId: { type: 'uuid', name: 'endpoint_id' },
    eventId: { type: 'uuid', name: 'event_id' },
    eventType: { type: 'text', name: 'event_type' },
    status: { type: 'text' },
    attempts: { type: 'jsonb' },
    attemptsMade: { type: 'integer', name: 'attempts_made' },
    step: { type: 'integer' },
    nextAttemptAt: { ...instant, name: 'next_attempt_at', nullable: true },
    expiresAt: { ...instant, name: 'expires_at' },
    createdAt: { ...instant, name: 'created_at' },
  },
});
