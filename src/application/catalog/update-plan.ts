import type { PricingRepositories } from '#application/catalog/ports.ts';
import type { PlanView } from '#application/catalog/queries.ts';
import { planView } from '#application/catalog/queries.ts';
import { requireMeters } from '#application/catalog/require-meters.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { PlanAlreadyActive, PlanArchived, PlanNotFound } from '#domain/catalog/errors.ts';
import type { Plan, PlanChanges } from '#domain/catalog/plan.ts';
import { firstVersionOf } from '#domain/catalog/plan-version.ts';
import type { DrawPriceId } from '#domain/catalog/price.ts';
import type { PlanId } from '#domain/shared/ids.ts';
import type { Instant } from '#domain/shared/time.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import { requireVersion } from '#domain/shared/version.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<PricingRepositories>;
}

export interface UpdatePlanInput {
  readonly planId: PlanId;
  /** The version that the caller saw. */
  readonly version: SeenVersion;
  /** With the status `active`, a draft is activated once the rest has changed. */
  readonly changes: PlanChanges & { readonly status?: 'draft' | 'active' | undefined };
}

/** Changes a plan: all of a draft, of an active plan only how it is called and described. */
export class UpdatePlan implements UseCase<UpdatePlanInput, PlanView> {
  readonly permission = 'catalog:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvalidValue | PlanNotFound | VersionMismatch | PlanArchived | PlanAlreadyActive}
   * @throws {PlanTermsFixed | PlanWithoutPrice | PlanCodeTaken}
   */
  execute(
    context: RequestContext,
    { planId, version, changes }: UpdatePlanInput,
  ): Promise<PlanView> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async (repositories, { now, nextId }) => {
      const { plans, planVersions } = repositories;
      const plan = requireVersion(await plans.find(planId), version, PlanNotFound);

      const changed = changedPlan(plan, changes, () => nextId('price'), now);
      // Nothing changed, so there is nothing to store and no version to count.
      if (changed === plan) return planView(plan);
      await requireMeters(repositories, changed.facts.terms);
      const stored = await plans.save(changed);
      if (plan.status === 'draft' && changed.status === 'active') {
        await planVersions.save(firstVersionOf(changed));
      }
      return planView(stored);
    });
  }
}

const changedPlan = (
  plan: Plan,
  { status, ...changes }: UpdatePlanInput['changes'],
  drawId: DrawPriceId,
  now: Instant,
): Plan => {
  switch (plan.status) {
    case 'draft': {
      const changed = plan.change(changes, drawId, now);
      return status === 'active' ? changed.activate(now) : changed;
    }
    case 'active':
      if (status === 'draft') throw new PlanAlreadyActive();
      return plan.change(changes, now);
    case 'archived':
      throw new PlanArchived();
  }
};
