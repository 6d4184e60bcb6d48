import type { UsageRetry } from '#application/metering/usage-watches.ts';
import type { UsageEvent } from '#domain/metering/admission.ts';
import type { Cancellation } from '#domain/metering/cancellation.ts';
import type { Meter } from '#domain/metering/meter.ts';
import type { TenantId } from '#domain/shared/ids.ts';
import type { CalendarDate, Instant } from '#domain/shared/time.ts';
import type { MemoryTable } from '#infrastructure/memory/memory-table.ts';

/** An event as it is stored: its place in the order of its tenant's, its receipt, its last day. */
export interface KeptEvent extends UsageEvent {
  readonly position: number;
  readonly receivedAt: Instant;
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

/** How far a tenant's usage was watched. */
export interface UsageWatch {
  readonly tenantId: TenantId;
  readonly position: number;
  readonly claimedUntil: Instant | null;
}

/** A look that is to be tried again. */
export interface StoredRetry extends UsageRetry {
  readonly dueAt: Instant;
}

/** The tables of metering in memory. */
export interface MeteringTables {
  readonly meters: MemoryTable<Meter>;
  readonly usageEvents: MemoryTable<KeptEvent>;
  /** By tenant. */
  readonly usageHeads: MemoryTable<UsageHead>;
  /** By tenant. */
  readonly usageWatches: MemoryTable<UsageWatch>;
  readonly usageWatchRetries: MemoryTable<StoredRetry>;
}
