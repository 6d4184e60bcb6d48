import type { DraftVersionInput } from '#application/catalog/lock-active-plan.ts';
import { lockDraft } from '#application/catalog/lock-active-plan.ts';
import type { PricingRepositories } from '#application/catalog/ports.ts';
import type { PlanVersionView } from '#application/catalog/queries.ts';
import { planVersionView } from '#application/catalog/queries.ts';
import { requireMeters } from '#application/catalog/require-meters.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { PlanTermsChanges } from '#domain/catalog/plan-terms.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<PricingRepositories>;
}

export interface UpdatePlanVersionInput extends DraftVersionInput {
  readonly changes: PlanTermsChanges;
}

/** Changes the terms of a draft. */
export class UpdatePlanVersion implements UseCase<UpdatePlanVersionInput, PlanVersionView> {
  readonly permission = 'catalog:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvalidValue | PlanNotFound | PlanNotActive | PlanArchived | PlanVersionNotFound}
   * @throws {VersionMismatch | PlanVersionPublished}
   */
  execute(
    context: RequestContext,
    { changes, ...named }: UpdatePlanVersionInput,
  ): Promise<PlanVersionView> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async (repositories, { now, nextId }) => {
      const { planVersions } = repositories;
      const { draft } = await lockDraft(repositories, named);

      const changed = draft.change(changes, () => nextId('price'), now);
      if (changed !== draft) await requireMeters(repositories, changed.facts.terms);
      // Nothing changed, so there is nothing to store and no version to count.
      return planVersionView(changed === draft ? draft : await planVersions.save(changed));
    });
  }
}
