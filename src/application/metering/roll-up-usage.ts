import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { rollUp } from '#domain/metering/rollup.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<MeteringRepositories>;
}

/** A step in one tenant. */
export interface RolledUpStep {
  /** The number of events. */
  readonly events: number;
  /** Nothing is left to do. */
  readonly isDone: boolean;
}

const stepMax = 10_000;

/**
 * Rolls up the next events of a tenant, by hours and days, in each way in which its meters and
 * prices count. Quantities never depend on it: what is not rolled up is counted one by one.
 */
export class RollUpUsage implements UseCase<Record<string, never>, RolledUpStep> {
  readonly permission = 'usage:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  execute(context: RequestContext): Promise<RolledUpStep> {
    return this.#dependencies.unitOfWork.run(context, async ({ usageRollUps }) => {
      const work = await usageRollUps.next(await usageRollUps.countings(), stepMax);
      if (work === null) return { events: 0, isDone: true };
      const rolledUp = new Map(
        work.countings.map((counting) => {
          const own = work.events.filter(({ type }) => type === counting.eventType);
          const recounted = work.recounted.filter(({ type }) => type === counting.eventType);
          return [counting, rollUp(counting, own, recounted)];
        }),
      );
      await usageRollUps.add(work, rolledUp);
      return { events: work.events.length, isDone: false };
    });
  }
}
