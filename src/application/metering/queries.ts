import type { RollUpQueries } from '#application/metering/roll-up-queries.ts';
import type { UsageCounts } from '#application/metering/usage-counts.ts';
import type { UsageEventQueries } from '#application/metering/usage-event-queries.ts';
import type { UsageQueries } from '#application/metering/usage-ports.ts';
import type { UsageTallies } from '#application/metering/usage-tallies.ts';
import type { TimeZoneReads } from '#application/shared/created-on.ts';
import type { InstantRange, Slice } from '#application/shared/page.ts';
import type { Meter, MeterFacts, MeterStatus } from '#domain/metering/meter.ts';
import { meterStatuses } from '#domain/metering/meter.ts';
import type { MeterId } from '#domain/shared/ids.ts';

/** A meter as the tenant's people see it. */
export interface MeterView extends MeterFacts {
  readonly status: MeterStatus;
}

export const meterView = ({ status, facts }: Meter): MeterView => ({ ...facts, status });

/** The filters of a list of meters. */
export const meterStatusFilters = [...meterStatuses, 'all'] as const;

export interface MeterFilter {
  /** Where absent, all that are not archived. */
  readonly status?: (typeof meterStatusFilters)[number] | undefined;
  readonly code?: string | undefined;
  /** Words that begin words of name and code, in any case. */
  readonly search?: string | undefined;
  readonly createdAt?: InstantRange | undefined;
}

/**
 * Reads of one tenant's meters.
 *
 * 1. Newest first.
 * 2. Up to `slice.limit` after `slice.after`.
 * 3. An archived one is found by its id like any other.
 * 4. `countingTypes` gives those that are not archived and count events of one of these types.
 */
export interface MeterQueries {
  find(meterId: MeterId): Promise<MeterView | undefined>;
  list(filter: MeterFilter, slice: Slice<MeterId>): Promise<readonly MeterView[]>;
  countingTypes(eventTypes: readonly string[]): Promise<readonly MeterFacts[]>;
}

export interface MeteringReads extends TimeZoneReads {
  readonly meters: MeterQueries;
  readonly usage: UsageQueries;
  readonly usageCounts: UsageCounts;
  readonly usageEvents: UsageEventQueries;
  readonly usageRollUps: RollUpQueries;
  readonly usageTallies: UsageTallies;
}
