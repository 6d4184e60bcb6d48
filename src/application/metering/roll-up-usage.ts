import type { MeteringRepositories } from '#application/metering/ports.ts';
import type { RecountedHours } from '#application/metering/usage-tallies.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { OpenRollUps, rollUp } from '#domain/metering/open-roll-ups.ts';
import type { Counting, RollUp } from '#domain/metering/rollup.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<MeteringRepositories>;
}

/** A step in one tenant. */
export interface RolledUpStep {
  /** The number of events. */
  readonly events: number;
  /** Nothing was left to do. */
  readonly isDone: boolean;
  /** As many events waited as a step takes, so that others may wait behind them. */
  readonly hasMore: boolean;
}

// A row of a day is written once in a step, however many of its events are new.
const stepMax = 50_000;

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
      if (work === null) return { events: 0, isDone: true, hasMore: false };
      const open = new OpenRollUps(work.countings);
      let events = 0;
      for await (const some of usageRollUps.events(work)) {
        events += some.length;
        open.add(some);
      }
      const rolledUp = work.countings.map((counting) => {
        const days = [...open.by(counting), ...recounted(counting, work.recounted)];
        return [counting, days] as const;
      });
      await usageRollUps.add(work, new Map(rolledUp));
      return { events, isDone: false, hasMore: work.through - work.after >= stepMax };
    });
  }
}

const recounted = (counting: Counting, { hours, events }: RecountedHours): readonly RollUp[] => {
  const own = hours.filter(({ type }) => type === counting.eventType);
  return own.length === 0 ? [] : rollUp(counting, events, own);
};
