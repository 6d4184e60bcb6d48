import type { PricingRepositories } from '#application/catalog/ports.ts';
import type { PlanView } from '#application/catalog/queries.ts';
import { planView } from '#application/catalog/queries.ts';
import { requireMeters } from '#application/catalog/require-meters.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { UnknownProduct } from '#domain/catalog/errors.ts';
import type { PlanInput } from '#domain/catalog/plan.ts';
import { DraftPlan } from '#domain/catalog/plan.ts';
import { firstVersionOf } from '#domain/catalog/plan-version.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<PricingRepositories>;
}

export type CreatePlanInput = PlanInput & {
  /** Active where absent. */
  readonly status?: 'draft' | 'active' | undefined;
};

/** Adds a plan to a product, on offer at once unless a draft is asked for. */
export class CreatePlan implements UseCase<CreatePlanInput, PlanView> {
  readonly permission = 'catalog:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue | PlanWithoutPrice | UnknownProduct | PlanCodeTaken} */
  async execute(context: RequestContext, input: CreatePlanInput): Promise<PlanView> {
    const { unitOfWork } = this.#dependencies;
    const { status = 'active', ...described } = input;

    return unitOfWork.run(context, async (repositories, { now, nextId }) => {
      const { products, plans, planVersions } = repositories;
      const draft = DraftPlan.create(nextId('plan'), described, () => nextId('price'), now);
      const plan = status === 'active' ? draft.activate(now) : draft;
      const product = await products.find(plan.facts.productId);
      if (product === undefined) throw new UnknownProduct();
      await requireMeters(repositories, plan.facts.terms);

      const stored = await plans.save(plan);
      if (plan.status === 'active') await planVersions.save(firstVersionOf(plan));
      return planView(stored);
    });
  }
}
