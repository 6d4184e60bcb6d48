import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { PricedMeterRepositories } from '#application/metering/priced-meters.ts';
import type { MeterView } from '#application/metering/queries.ts';
import { meterView } from '#application/metering/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { MeterArchived, MeterInUse, MeterNotFound } from '#domain/metering/errors.ts';
import type { MeterId } from '#domain/shared/ids.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import { requireVersion } from '#domain/shared/version.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<MeteringRepositories & PricedMeterRepositories>;
}

export interface ArchiveMeterInput {
  readonly meterId: MeterId;
  /** The version that the caller saw. */
  readonly version: SeenVersion;
}

/**
 * Takes a meter out of use: no new price names it, and it judges no event that comes in. One that a
 * price is counted by stays in use, as its events are billed.
 */
export class ArchiveMeter implements UseCase<ArchiveMeterInput, MeterView> {
  readonly permission = 'catalog:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {MeterNotFound | VersionMismatch | MeterArchived | MeterInUse} */
  execute(context: RequestContext, { meterId, version }: ArchiveMeterInput): Promise<MeterView> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async ({ meters, planVersions }, { now }) => {
      const found = requireVersion(await meters.findLocked(meterId), version, MeterNotFound);
      if (found.status === 'archived') throw new MeterArchived();
      if (await planVersions.pricesMeter(meterId)) throw new MeterInUse();

      return meterView(await meters.save(found.archive(now)));
    });
  }
}
