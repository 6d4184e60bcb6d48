import type { CatalogRepositories } from '#application/catalog/ports.ts';
import {
  PlanArchived,
  PlanNotActive,
  PlanNotFound,
  PlanVersionNotFound,
} from '#domain/catalog/errors.ts';
import type { ActivePlan } from '#domain/catalog/plan.ts';
import type { DraftPlanVersion } from '#domain/catalog/plan-version.ts';
import { parseVersionNumber, requireDraft } from '#domain/catalog/plan-version.ts';
import { checkAll } from '#domain/shared/check.ts';
import type { PlanId } from '#domain/shared/ids.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import { requireVersion } from '#domain/shared/version.ts';

/**
 * An active plan, locked: its versions are numbered and published one after the other.
 * @throws {PlanNotFound | PlanNotActive | PlanArchived}
 */
export const lockActivePlan = async (
  { plans }: Pick<CatalogRepositories, 'plans'>,
  planId: PlanId,
): Promise<ActivePlan> => {
  const plan = await plans.findLocked(planId);
  switch (plan?.status) {
    case undefined:
      throw new PlanNotFound();
    case 'draft':
      throw new PlanNotActive();
    case 'archived':
      throw new PlanArchived();
    case 'active':
      return plan;
  }
};

/** Names a draft. */
export interface DraftVersionInput {
  readonly planId: PlanId;
  /** Of the plan, from 1. */
  readonly number: number;
  /** The version of the draft that the caller saw. */
  readonly version: SeenVersion;
}

/**
 * A draft of a version, and its plan, which is locked.
 * @throws {InvalidValue | PlanNotFound | PlanNotActive | PlanArchived | PlanVersionNotFound}
 * @throws {VersionMismatch | PlanVersionPublished}
 */
export const lockDraft = async (
  repositories: Pick<CatalogRepositories, 'plans' | 'planVersions'>,
  { planId, number: given, version }: DraftVersionInput,
): Promise<{ readonly plan: ActivePlan; readonly draft: DraftPlanVersion }> => {
  const { number } = checkAll({ number: () => parseVersionNumber(given) });
  const plan = await lockActivePlan(repositories, planId);
  const found = await repositories.planVersions.ofPlan(planId, number);
  return { plan, draft: requireDraft(requireVersion(found, version, PlanVersionNotFound)) };
};
