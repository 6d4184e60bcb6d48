import type { UsageCancellations } from '#application/metering/usage-cancellations.ts';
import type { UsageCounts } from '#application/metering/usage-counts.ts';
import type { UsageStore } from '#application/metering/usage-ports.ts';
import type { UsageRollUps, UsageTallies } from '#application/metering/usage-tallies.ts';
import type { UsageWatches } from '#application/metering/usage-watches.ts';
import type { Meter, MeterFacts } from '#domain/metering/meter.ts';
import type { MeterId } from '#domain/shared/ids.ts';

/**
 * The meters of the one tenant of the unit of work.
 *
 * 1. `find` gives what was last saved, in the state it was saved in, or nothing.
 * 2. `save` stores and gives back what is stored now, one version on and with no events left.
 * 3. `save` of a state whose version is not the stored one changes nothing and throws.
 * 4. `save` of a code that another meter of the tenant has, archived or not, throws.
 * 5. `findShared` is `find`, and nobody saves the meter until the run is over. `findLocked` is
 *    `find`, and nobody else saves it or finds it shared or locked until the run is over.
 * 6. `countingTypes` gives those that are not archived and count events of one of these types.
 * 7. `findAll` gives those of these meters that there are, archived or not, in any order.
 */
export interface MeterRepository {
  find(meterId: MeterId): Promise<Meter | undefined>;
  findAll(meterIds: readonly MeterId[]): Promise<readonly Meter[]>;
  findShared(meterId: MeterId): Promise<Meter | undefined>;
  findLocked(meterId: MeterId): Promise<Meter | undefined>;
  /** @throws {VersionMismatch | MeterCodeTaken} */
  save(meter: Meter): Promise<Meter>;
  countingTypes(eventTypes: readonly string[]): Promise<readonly MeterFacts[]>;
}

export interface MeteringRepositories {
  readonly meters: MeterRepository;
  readonly usage: UsageStore;
  readonly usageCancellations: UsageCancellations;
  readonly usageCounts: UsageCounts;
  readonly usageTallies: UsageTallies;
  readonly usageRollUps: UsageRollUps;
  readonly usageWatches: UsageWatches;
}
