import type { DraftVersionInput } from '#application/catalog/lock-active-plan.ts';
import { lockDraft } from '#application/catalog/lock-active-plan.ts';
import type { CatalogRepositories } from '#application/catalog/ports.ts';
import type { PlanVersionView } from '#application/catalog/queries.ts';
import { planVersionView } from '#application/catalog/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<CatalogRepositories>;
}

export type PublishPlanVersionInput = DraftVersionInput;

/**
 * Publishes a draft: the plan is offered on its terms from then on, and who subscribed before stays
 * where they are.
 */
export class PublishPlanVersion implements UseCase<PublishPlanVersionInput, PlanVersionView> {
  readonly permission = 'catalog:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvalidValue | PlanNotFound | PlanNotActive | PlanArchived | PlanVersionNotFound}
   * @throws {VersionMismatch | PlanVersionPublished | PlanVersionSuperseded | PlanWithoutPrice}
   */
  execute(context: RequestContext, input: PublishPlanVersionInput): Promise<PlanVersionView> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async (repositories, { now }) => {
      const { plans, planVersions } = repositories;
      const { plan, draft } = await lockDraft(repositories, input);

      const published = draft.publish(now);
      await plans.save(plan.offer(published.facts, now));
      return planVersionView(await planVersions.save(published));
    });
  }
}
