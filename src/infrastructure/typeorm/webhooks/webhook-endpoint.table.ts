import { EntitySchema } from 'typeorm';
import type { DisabledReason } from '#domain/webhooks/webhook-endpoint.ts';

export interface WebhookEndpointRow {
  tenantId: string;
  id: string;
  version: number;
  url: string;
  description: string | null;
  eventTypes: readonly string[];
  status: 'enabled' | 'disabled';
  disabledReason: DisabledReason | null;
  failingSince: Date | null;
  sealedSecret: string;
  sealedPreviousSecret: string | null;
  previousSecretEndsAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

const instant = { type: 'timestamptz', precision: 3 } as const;

export const webhookEndpointTable = new EntitySchema<WebhookEndpointRow>({
  name: 'WebhookEndpoint',
  tableName: 'webhook_endpoints',
  columns: {
    tenantId: { type: 'uuid', primary: true, name: 'tenant_id' },
    id: { type: 'uuid', primary: true },
    version: { type: 'integer' },
    url: { type: 'text' },
    description: { type: 'text', nullable: true },
    eventTypes: { type: 'jsonb', name: 'event_types' },
    status: { type: 'text' },
    disabledReason: { type: 'text', name: 'disabled_reason', nullable: true },
    failingSince: { ...instant, name: 'failing_since', nullable: true },
    sealedSecret: { type: 'text', name: 'sealed_secret' },
    sealedPreviousSecret: { type: 'text', name: 'sealed_previous_secret', nullable: true },
    previousSecretEndsAt: { ...instant, name: 'previous_secret_ends_at', nullable: true },
    createdAt: { ...instant, name: 'created_at' },
    updatedAt: { ...instant, name: 'updated_at' },
  },
});
