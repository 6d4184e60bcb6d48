import type { CatalogRepositories } from '#application/catalog/ports.ts';
import {
  PlanNotFound,
  PlanVersionNotFound,
  PlanVersionNotPublished,
} from '#domain/catalog/errors.ts';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import { parseVersionNumber } from '#domain/catalog/plan-version.ts';
import { checkAll, orUndefined } from '#domain/shared/check.ts';
import type { PlanId } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { PlanNotOffered } from '#domain/subscriptions/errors.ts';

/**
 * The version of a plan that customers agree to today, or the published one that is asked for. No
 * other is published until the run is over.
 * @throws {InvalidValue | PlanNotFound | PlanNotOffered | PlanVersionNotFound}
 * @throws {PlanVersionNotPublished}
 */
export const offeredVersion = async (
  { plans, planVersions }: Pick<CatalogRepositories, 'plans' | 'planVersions'>,
  planId: PlanId,
  given?: number,
): Promise<PlanVersion> => {
  const { planVersion: number } = checkAll({
    planVersion: () => orUndefined(parseVersionNumber)(given),
  });
  const plan = await plans.findShared(planId);
  if (plan === undefined) throw new PlanNotFound();
  if (plan.status !== 'active') throw new PlanNotOffered();
  const { publishedVersion } = plan.facts;
  const version = await planVersions.ofPlan(planId, number ?? publishedVersion);
  if (version?.status === 'published') return version.facts;
  invariant(number !== undefined, 'What a plan is offered on is published.');
  throw version === undefined ? new PlanVersionNotFound() : new PlanVersionNotPublished();
};
