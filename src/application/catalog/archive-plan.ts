import type { CatalogRepositories } from '#application/catalog/ports.ts';
import type { PlanView } from '#application/catalog/queries.ts';
import { planView } from '#application/catalog/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { PlanArchived, PlanNotFound } from '#domain/catalog/errors.ts';
import type { PlanId } from '#domain/shared/ids.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import { requireVersion } from '#domain/shared/version.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<CatalogRepositories>;
}

export interface ArchivePlanInput {
  readonly planId: PlanId;
  /** The version that the caller saw. */
  readonly version: SeenVersion;
}

/** Takes a plan off the offer. It stays readable by its id, and its code is free again. */
export class ArchivePlan implements UseCase<ArchivePlanInput, PlanView> {
  readonly permission = 'catalog:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {PlanNotFound | VersionMismatch | PlanArchived} */
  execute(context: RequestContext, { planId, version }: ArchivePlanInput): Promise<PlanView> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async ({ plans }, { now }) => {
      const plan = requireVersion(await plans.find(planId), version, PlanNotFound);
      if (plan.status === 'archived') throw new PlanArchived();

      return planView(await plans.save(plan.archive(now)));
    });
  }
}
