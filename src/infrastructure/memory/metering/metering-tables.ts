import type { UsageEvent } from '#domain/metering/admission.ts';
import type { Cancellation } from '#domain/metering/cancellation.ts';
import type { Meter } from '#domain/metering/meter.ts';
import type { CalendarDate, Instant } from '#domain/shared/time.ts';
import type { MemoryTable } from '#infrastructure/memory/memory-table.ts';

/** An event as it is stored: its place in the order of its tenant's, and its last day. */
export interface KeptEvent extends UsageEvent {
  readonly position: number;
  readonly expiresOn: CalendarDate;
  readonly cancellation: Cancellation | null;
}

/** Whether an event counts now. */
export const isInForce = ({ cancellation }: KeptEvent): boolean => cancellation === null;

/** How far a tenant's events have come, and until when those happened that are gone. */
export interface UsageHead {
  readonly position: number;
  readonly goneUntil: Instant | null;
}

/** The tables of metering in memory. */
export interface MeteringTables {
  readonly meters: MemoryTable<Meter>;
  readonly usageEvents: MemoryTable<KeptEvent>;
  /** By tenant. */
  readonly usageHeads: MemoryTable<UsageHead>;
}
