import { EntitySchema } from 'typeorm';

export interface EventRow {
  tenantId: string;
  id: string;
  type: string;
  subjectId: string;
  actor: object;
  requestId: string;
  occurredAt: Date;
  before: object | null;
  after: object | null;
}

export const eventTable = new EntitySchema<EventRow>({
  name: 'DomainEvent',
  tableName: 'domain_events',
  columns: {
    tenantId: { type: 'uuid', primary: true, name: 'tenant_id' },
    id: { type: 'uuid', primary: true },
    type: { type: 'text' },
    subjectId: { type: 'text', name: 'subject_id' },
    actor: { type: 'jsonb' },
    requestId: { type: 'text', name: 'request_id' },
    occurredAt: { type: 'timestamptz', precision: 3, name: 'occurred_at' },
    before: { type: 'jsonb', nullable: true },
    after: { type: 'jsonb', nullable: true },
  },
});
