import type { CatalogRepositories } from '#application/catalog/ports.ts';
import type { PlanView } from '#application/catalog/queries.ts';
import { planView } from '#application/catalog/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { PlanNotArchived, PlanNotFound } from '#domain/catalog/errors.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { PlanId } from '#domain/shared/ids.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<CatalogRepositories>;
}

export interface RestorePlanInput {
  readonly planId: PlanId;
}

/** Brings an archived plan back, as what it was: a draft, or on offer. */
export class RestorePlan implements UseCase<RestorePlanInput, PlanView> {
  readonly permission = 'catalog:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {PlanNotFound | PlanNotArchived | PlanCodeTaken} */
  async execute(context: RequestContext, { planId }: RestorePlanInput): Promise<PlanView> {
    const { unitOfWork } = this.#dependencies;

    const restoring = unitOfWork.run(context, async ({ plans }, { now }) => {
      const plan = await plans.find(planId);
      if (plan === undefined) throw new PlanNotFound();
      if (plan.status !== 'archived') throw new PlanNotArchived();

      return planView(await plans.save(plan.restore(now)));
    });
    return restoring.catch((error: unknown) => {
      // Another restored it in the same moment. The caller named no version that could be stale.
      throw error instanceof VersionMismatch ? new PlanNotArchived() : error;
    });
  }
}
