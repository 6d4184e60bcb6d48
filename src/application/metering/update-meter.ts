import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { MeterView } from '#application/metering/queries.ts';
import { meterView } from '#application/metering/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { MeterArchived, MeterNotFound } from '#domain/metering/errors.ts';
import type { MeterChanges } from '#domain/metering/meter.ts';
import type { MeterId } from '#domain/shared/ids.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import { requireVersion } from '#domain/shared/version.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<MeteringRepositories>;
}

export interface UpdateMeterInput {
  readonly meterId: MeterId;
  /** The version that the caller saw. */
  readonly version: SeenVersion;
  readonly changes: MeterChanges;
}

/** Changes name and unit of a meter. The way in which it counts is fixed. */
export class UpdateMeter implements UseCase<UpdateMeterInput, MeterView> {
  readonly permission = 'catalog:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvalidValue | MeterNotFound | VersionMismatch | MeterArchived | MeterFixed}
   */
  execute(
    context: RequestContext,
    { meterId, version, changes }: UpdateMeterInput,
  ): Promise<MeterView> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async ({ meters }, { now }) => {
      const found = requireVersion(await meters.find(meterId), version, MeterNotFound);
      if (found.status === 'archived') throw new MeterArchived();

      const changed = found.change(changes, now);
      // Nothing changed, so there is nothing to store and no version to count.
      return meterView(changed === found ? found : await meters.save(changed));
    });
  }
}
