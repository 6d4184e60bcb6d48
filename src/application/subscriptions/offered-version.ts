import type { CatalogRepositories } from '#application/catalog/ports.ts';
import { PlanNotFound } from '#domain/catalog/errors.ts';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import { firstVersionOf } from '#domain/catalog/plan-version.ts';
import type { PlanId } from '#domain/shared/ids.ts';
import { PlanNotOffered } from '#domain/subscriptions/errors.ts';

/**
 * The version of a plan that customers agree to today.
 * @throws {PlanNotFound | PlanNotOffered}
 */
export const offeredVersion = async (
  { plans, planVersions }: CatalogRepositories,
  planId: PlanId,
): Promise<PlanVersion> => {
  const plan = await plans.findShared(planId);
  if (plan === undefined) throw new PlanNotFound();
  if (plan.status !== 'active') throw new PlanNotOffered();
  const { id } = firstVersionOf(plan);
  const [version] = await planVersions.find([id]);
  if (version === undefined) throw new PlanNotOffered();
  return version;
};
