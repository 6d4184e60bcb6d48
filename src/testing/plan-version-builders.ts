import type { CatalogRepositories } from '#application/catalog/ports.ts';
import type { ActivePlan } from '#domain/catalog/plan.ts';
import type { PlanTermsChanges } from '#domain/catalog/plan-terms.ts';
import type { AnyPlanVersion } from '#domain/catalog/plan-version.ts';
import { DraftPlanVersion, firstVersionOf } from '#domain/catalog/plan-version.ts';
import { later } from '#domain/shared/time.ts';
import { buildId, buildPlan, buildProduct, someday } from './builders.ts';
import type { TenantUnderTest } from './harness.ts';

/** A draft of a plan's version, a second younger than the one before. */
export const buildVersion = (
  plan: Pick<ActivePlan, 'facts'>,
  number: number,
  changes: PlanTermsChanges = {},
): DraftPlanVersion => {
  const at = later(someday, number * 1000);
  const made = { id: buildId('ver', at), number, drawId: () => buildId('price') };
  return DraftPlanVersion.create(plan, made, { trialDays: number, ...changes }, at);
};

/** Stores a plan that is on offer, with its first version. */
export const offered = (tenant: TenantUnderTest<CatalogRepositories, unknown>) =>
  tenant.run(async ({ products, plans, planVersions }) => {
    const product = await products.save(buildProduct());
    const plan = buildPlan(product.facts.id).activate(someday);
    await plans.save(plan);
    const first = await planVersions.save(firstVersionOf(plan));
    return { plan, first };
  });

export const saveVersion = (
  tenant: TenantUnderTest<CatalogRepositories, unknown>,
  version: AnyPlanVersion,
): Promise<AnyPlanVersion> => tenant.run(({ planVersions }) => planVersions.save(version));

export const requireDraft = (version: AnyPlanVersion | undefined): DraftPlanVersion => {
  if (version?.status !== 'draft') throw new Error('It is a draft.');
  return version;
};
