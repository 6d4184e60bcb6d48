import { lockActivePlan } from '#application/catalog/lock-active-plan.ts';
import type { PricingRepositories } from '#application/catalog/ports.ts';
import type { PlanVersionView } from '#application/catalog/queries.ts';
import { planVersionView } from '#application/catalog/queries.ts';
import { requireMeters } from '#application/catalog/require-meters.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { PlanTermsChanges } from '#domain/catalog/plan-terms.ts';
import { DraftPlanVersion } from '#domain/catalog/plan-version.ts';
import type { PlanId } from '#domain/shared/ids.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<PricingRepositories>;
}

export interface CreatePlanVersionInput {
  readonly planId: PlanId;
  /** The difference from the terms that the plan is offered on. */
  readonly changes: PlanTermsChanges;
}

/** Adds a draft to the versions of a plan, from the newest that is published. */
export class CreatePlanVersion implements UseCase<CreatePlanVersionInput, PlanVersionView> {
  readonly permission = 'catalog:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue | PlanNotFound | PlanNotActive | PlanArchived} */
  execute(
    context: RequestContext,
    { planId, changes }: CreatePlanVersionInput,
  ): Promise<PlanVersionView> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async (repositories, { now, nextId }) => {
      const { planVersions } = repositories;
      const plan = await lockActivePlan(repositories, planId);
      const number = (await planVersions.lastNumber(planId)) + 1;
      const made = { id: nextId('ver'), number, drawId: () => nextId('price') };

      const draft = DraftPlanVersion.create(plan, made, changes, now);
      await requireMeters(repositories, draft.facts.terms);
      return planVersionView(await planVersions.save(draft));
    });
  }
}
