import type { PlanVersionRepository } from '#application/catalog/ports.ts';
import type { PlanVersion } from '#domain/catalog/plan-version.ts';
import { invariant } from '#domain/shared/invariant.ts';
import type { CatalogTables } from '#infrastructure/memory/catalog/catalog-tables.ts';
import { MemoryTable } from '#infrastructure/memory/memory-table.ts';
import type { MemoryTransaction } from '#infrastructure/memory/transaction.ts';

/** Plan versions in memory: added, and never changed. */
const memoryPlanVersions = (
  transaction: MemoryTransaction<CatalogTables>,
): PlanVersionRepository => {
  const { tenantId } = transaction;
  return {
    publish: async (version) => {
      const { plans, planVersions } = transaction.tables;
      const { id, planId, number } = version;
      const isKnown = planVersions
        .under(`${tenantId}/`)
        .some((other) => other.id === id || (other.planId === planId && other.number === number));
      invariant(!isKnown, 'A version of a plan is published once.');
      const plan = plans.get(`${tenantId}/${planId}`);
      invariant(plan !== undefined, 'What is published is a plan of the tenant.');
      planVersions.put(`${tenantId}/${id}`, version);
    },
    find: async (versionIds) => {
      const { planVersions } = transaction.tables;
      return [...new Set(versionIds)].flatMap((id) => planVersions.get(`${tenantId}/${id}`) ?? []);
    },
    productsOf: async (priceIds) => {
      const { plans, planVersions } = transaction.tables;
      const wanted = new Set(priceIds);
      return new Map(
        planVersions.under(`${tenantId}/`).flatMap(({ planId, terms }) => {
          const productId = plans.get(`${tenantId}/${planId}`)?.facts.productId;
          if (productId === undefined) return [];
          const own = terms.prices.filter(({ id }) => wanted.has(id));
          return own.map(({ id }) => [id, productId] as const);
        }),
      );
    },
  };
};

/** Published versions of plans in memory. */
export const planVersions = {
  table: () => new MemoryTable<PlanVersion>(),
  repository: memoryPlanVersions,
};
