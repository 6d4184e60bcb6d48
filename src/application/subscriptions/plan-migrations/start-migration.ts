import type { RequestContext } from '#application/shared/context.ts';
import { Unavailable } from '#application/shared/errors.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { Quoted } from '#application/shared/quote.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { AdvanceMigrationInput } from '#application/subscriptions/plan-migrations/advance-migration.ts';
import type { PlanMigrationInput } from '#application/subscriptions/plan-migrations/choose-subscriptions.ts';
import { chooseSubscriptions } from '#application/subscriptions/plan-migrations/choose-subscriptions.ts';
import type { PlanMigrationRepositories } from '#application/subscriptions/plan-migrations/migration-ports.ts';
import type { PlanMigrationView } from '#application/subscriptions/plan-migrations/migration-queries.ts';
import { planMigrationView } from '#application/subscriptions/plan-migrations/migration-queries.ts';
import { quotedInstant } from '#application/subscriptions/plan-migrations/migration-quote.ts';
import { previewChosen } from '#application/subscriptions/plan-migrations/preview-migration.ts';
import { requireReadyClock } from '#application/tenants/require-ready-clock.ts';
import { PreviewOutdated } from '#domain/invoicing/errors.ts';
import { RunningPlanMigration } from '#domain/subscriptions/plan-migration.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<PlanMigrationRepositories>;
  /** SHA-256 of a text in UTF-8, in hexadecimal. */
  readonly hash: (text: string) => string;
  readonly advance: UseCase<AdvanceMigrationInput, PlanMigrationView>;
}

export interface StartMigrationInput extends PlanMigrationInput, Quoted {
  /** How long the caller waits for the end, in real time; not at all where absent. */
  readonly withinMilliseconds?: number | undefined;
}

const nothing = { moved: 0, unchanged: 0, refused: 0 };

/**
 * Moves subscriptions to a version of their plan, and goes along for a while. What is left then, a
 * worker does: the migration is stored with a job for it.
 */
export class StartMigration implements UseCase<StartMigrationInput, PlanMigrationView> {
  readonly permission = 'subscriptions:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvalidValue | PlanNotFound | PlanNotOffered | PlanVersionNotFound}
   * @throws {PlanVersionNotPublished | PreviewOutdated | TestClockAdvancing}
   */
  async execute(
    context: RequestContext,
    { withinMilliseconds, ...input }: StartMigrationInput,
  ): Promise<PlanMigrationView> {
    const { advance } = this.#dependencies;
    const started = await this.#start(context, input);
    const isDone = started.status === 'completed';
    // A repeated request gets the stored outcome of this run, so the first one gets it too.
    if (isDone || withinMilliseconds === undefined || context.idempotency !== undefined) {
      return started;
    }
    try {
      return await advance.execute(context, { migrationId: started.id, withinMilliseconds });
    } catch (error) {
      // The migration is stored, and a worker takes it on.
      if (error instanceof Unavailable) return started;
      throw error;
    }
  }

  #start(context: RequestContext, input: PlanMigrationInput & Quoted): Promise<PlanMigrationView> {
    const { unitOfWork, hash } = this.#dependencies;
    return unitOfWork.run(context, async (repositories, run) => {
      requireReadyClock(run);
      const { now, realNow, nextId } = run;
      const chosen = await chooseSubscriptions(repositories, input, now);
      const quoted = quotedInstant(chosen, input, run, hash);
      if (quoted === undefined) {
        throw new PreviewOutdated(await previewChosen(repositories, run, hash, chosen, input));
      }
      const { version, fromVersions, effective, subscriptions } = chosen;
      const ids = subscriptions.map(({ id }) => id);
      const started = RunningPlanMigration.start(
        {
          id: nextId('mig'),
          planId: version.planId,
          planVersionId: version.id,
          toVersion: version.number,
          fromVersions,
          effective,
          effectiveNow: quoted ?? now,
          total: ids.length,
        },
        now,
      );
      const stored = await repositories.planMigrations.start(started, ids, realNow);
      if (stored.status === 'completed' || ids.length > 0) {
        return planMigrationView(stored, ids.length);
      }
      const completed = await repositories.planMigrations.save(stored.complete(nothing, now));
      return planMigrationView(completed, 0);
    });
  }
}
