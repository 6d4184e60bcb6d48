import type { DraftVersionInput } from '#application/catalog/lock-active-plan.ts';
import { lockDraft } from '#application/catalog/lock-active-plan.ts';
import type { CatalogRepositories } from '#application/catalog/ports.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<CatalogRepositories>;
}

export type DeletePlanVersionInput = DraftVersionInput;

/** Deletes a draft. Its number is free for another. */
export class DeletePlanVersion implements UseCase<DeletePlanVersionInput, void> {
  readonly permission = 'catalog:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvalidValue | PlanNotFound | PlanNotActive | PlanArchived | PlanVersionNotFound}
   * @throws {VersionMismatch | PlanVersionPublished}
   */
  execute(context: RequestContext, input: DeletePlanVersionInput): Promise<void> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async (repositories, { now }) => {
      const { planVersions } = repositories;
      const { draft } = await lockDraft(repositories, input);

      await planVersions.delete(draft.delete(now));
    });
  }
}
