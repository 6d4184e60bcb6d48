import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { MeterView } from '#application/metering/queries.ts';
import { meterView } from '#application/metering/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { metersOfTypeMax } from '#domain/metering/definition.ts';
import { TooManyMeters } from '#domain/metering/errors.ts';
import type { MeterInput } from '#domain/metering/meter.ts';
import { ActiveMeter } from '#domain/metering/meter.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<MeteringRepositories>;
}

/** Adds a meter. It counts the events that there are already, too. */
export class CreateMeter implements UseCase<MeterInput, MeterView> {
  readonly permission = 'catalog:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue | MeterCodeTaken | TooManyMeters} */
  async execute(context: RequestContext, input: MeterInput): Promise<MeterView> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async ({ meters }, { now, nextId }) => {
      const meter = ActiveMeter.create(nextId('mtr'), input, now);
      const others = await meters.countingTypes([meter.facts.eventType]);
      if (others.length >= metersOfTypeMax) throw new TooManyMeters();
      return meterView(await meters.save(meter));
    });
  }
}
