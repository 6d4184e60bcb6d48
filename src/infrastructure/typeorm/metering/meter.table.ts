import { EntitySchema } from 'typeorm';
import { toSearchText } from '#application/shared/search.ts';
import type {
  Aggregation,
  MeterFilter,
  QuantityRounding,
  Removal,
} from '#domain/metering/definition.ts';
import type { MeterFacts } from '#domain/metering/meter.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { instantOf } from '#domain/shared/time.ts';

export interface MeterRow {
  tenantId: string;
  id: string;
  version: number;
  code: string;
  name: string;
  unit: string | null;
  eventType: string;
  filters: readonly MeterFilter[];
  aggregation: Aggregation;
  property: string | null;
  groupBy: readonly string[];
  isCarriedOver: boolean;
  removal: Removal | null;
  rounding: QuantityRounding | null;
  createdAt: Date;
  updatedAt: Date;
  archivedAt: Date | null;
  searchText: string;
}

export const meterTable = new EntitySchema<MeterRow>({
  name: 'Meter',
  tableName: 'meters',
  columns: {
    tenantId: { type: 'uuid', primary: true, name: 'tenant_id', select: false },
    id: { type: 'uuid', primary: true },
    version: { type: 'integer' },
    code: { type: 'text' },
    name: { type: 'text' },
    unit: { type: 'text', nullable: true },
    eventType: { type: 'text', name: 'event_type' },
    filters: { type: 'jsonb' },
    aggregation: { type: 'text' },
    property: { type: 'text', nullable: true },
    groupBy: { type: 'jsonb', name: 'group_by' },
    isCarriedOver: { type: 'boolean', name: 'is_carried_over' },
    removal: { type: 'jsonb', nullable: true },
    rounding: { type: 'jsonb', nullable: true },
    createdAt: { type: 'timestamptz', precision: 3, name: 'created_at' },
    updatedAt: { type: 'timestamptz', precision: 3, name: 'updated_at' },
    archivedAt: { type: 'timestamptz', precision: 3, nullable: true, name: 'archived_at' },
    searchText: { type: 'text', name: 'found_as', select: false },
  },
});

export const toRow = (facts: MeterFacts, tenantId: string): MeterRow => ({
  ...facts,
  tenantId,
  id: uuidOf(facts.id),
  createdAt: new Date(facts.createdAt),
  updatedAt: new Date(facts.updatedAt),
  archivedAt: facts.archivedAt === null ? null : new Date(facts.archivedAt),
  searchText: toSearchText([facts.name, facts.code]),
});

export const toFacts = (row: MeterRow): MeterFacts => ({
  ...row,
  id: idFromUuid('mtr', row.id),
  createdAt: instantOf(row.createdAt.getTime()),
  updatedAt: instantOf(row.updatedAt.getTime()),
  archivedAt: row.archivedAt && instantOf(row.archivedAt.getTime()),
});
