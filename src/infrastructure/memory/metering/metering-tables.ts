import type { UsageEvent } from '#domain/metering/admission.ts';
import type { Meter } from '#domain/metering/meter.ts';
import type { MemoryTable } from '#infrastructure/memory/memory-table.ts';

/** The tables of metering in memory. */
export interface MeteringTables {
  readonly meters: MemoryTable<Meter>;
  readonly usageEvents: MemoryTable<UsageEvent>;
}
