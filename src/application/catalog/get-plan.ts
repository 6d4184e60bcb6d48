import type { CatalogReads, PlanView } from '#application/catalog/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { ReadDoor } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { PlanNotFound } from '#domain/catalog/errors.ts';
import type { PlanId } from '#domain/shared/ids.ts';

interface Dependencies {
  readonly reads: ReadDoor<CatalogReads>;
}

export interface GetPlanInput {
  readonly planId: PlanId;
}

/** Shows one plan. */
export class GetPlan implements UseCase<GetPlanInput, PlanView> {
  readonly permission = 'catalog:read' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {PlanNotFound} */
  async execute(context: RequestContext, { planId }: GetPlanInput): Promise<PlanView> {
    const { reads } = this.#dependencies;
    const plan = await reads.read(context, ({ plans }) => plans.find(planId));
    if (plan === undefined) throw new PlanNotFound();
    return plan;
  }
}
