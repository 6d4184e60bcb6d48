import type { PlanVersionRepository } from '#application/catalog/ports.ts';
import type { PlanVersionQueries } from '#application/catalog/queries.ts';
import { planVersionView } from '#application/catalog/queries.ts';
import { chargesWithinPeriods } from '#domain/catalog/plan-terms.ts';
import type { AnyPlanVersion, PlanVersion } from '#domain/catalog/plan-version.ts';
import { planVersionOf } from '#domain/catalog/plan-version.ts';
import { metersOf } from '#domain/catalog/usage-price.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { Id } from '#domain/shared/ids.ts';
import { invariant } from '#domain/shared/invariant.ts';
import { memoryAggregates } from '#infrastructure/memory/aggregates.ts';
import type { CatalogTables } from '#infrastructure/memory/catalog/catalog-tables.ts';
import { fits, sliceOf } from '#infrastructure/memory/list.ts';
import { MemoryTable } from '#infrastructure/memory/memory-table.ts';
import type { Resource } from '#infrastructure/memory/resource.ts';
import type { MemoryReader, MemoryTransaction } from '#infrastructure/memory/transaction.ts';

type Transaction = MemoryTransaction<CatalogTables>;

const table = ({ planVersions: kept }: CatalogTables) => kept;

const aggregates = memoryAggregates<CatalogTables, AnyPlanVersion>({
  table,
  make: planVersionOf,
  checkSave: (transaction, { facts }) => {
    const { tables, tenantId } = transaction;
    requireUnpublished(transaction, facts.id);
    const plan = tables.plans.get(`${tenantId}/${facts.planId}`);
    invariant(plan !== undefined, 'A version is that of a plan of the tenant.');
    const isTaken = versionsOf(transaction, facts.planId).some(
      (other) => other.facts.number === facts.number && other.facts.id !== facts.id,
    );
    invariant(!isTaken, 'No two versions of a plan have one number.');
  },
  checkDelete: (transaction, id) => requireUnpublished(transaction, id),
});

const requireUnpublished = ({ tables, tenantId }: Transaction, id: Id): void => {
  if (table(tables).get(`${tenantId}/${id}`)?.status === 'published') throw new VersionMismatch();
};

const versionsOf = (
  { tables, tenantId }: Pick<MemoryReader<CatalogTables>, 'tables' | 'tenantId'>,
  planId: Id,
): readonly AnyPlanVersion[] =>
  table(tables)
    .under(`${tenantId}/`)
    .filter(({ facts }) => facts.planId === planId);

const chargingWithinPeriods = ({ tables, tenantId }: Transaction): AnyPlanVersion | undefined =>
  table(tables)
    .under(`${tenantId}/`)
    .find(({ status, facts }) => status === 'published' && chargesWithinPeriods(facts.terms));

const open = (transaction: Transaction): PlanVersionRepository => {
  const { findAll, save, delete: remove } = aggregates(transaction);
  return {
    find: async (versionIds) =>
      (await findAll(versionIds)).flatMap((version): readonly PlanVersion[] =>
        version.status === 'published' ? [version.facts] : [],
      ),
    published: async (planId) =>
      versionsOf(transaction, planId)
        .flatMap((version): readonly PlanVersion[] =>
          version.status === 'published' ? [version.facts] : [],
        )
        .toSorted((one, other) => one.number - other.number),
    ofPlan: async (planId, number) =>
      versionsOf(transaction, planId).find(({ facts }) => facts.number === number),
    lastNumber: async (planId) =>
      Math.max(0, ...versionsOf(transaction, planId).map(({ facts }) => facts.number)),
    anyChargingWithinPeriods: async () => chargingWithinPeriods(transaction)?.facts.id,
    pricesMeter: async (meterId) => {
      const { tables, tenantId } = transaction;
      const all = [
        ...tables.planVersions.under(`${tenantId}/`).map(({ facts }) => facts.terms),
        ...tables.plans.under(`${tenantId}/`).map(({ facts }) => facts.terms),
      ];
      return all.some(
        ({ prices, features }) =>
          prices.some((price) => metersOf(price).includes(meterId)) ||
          features.some((feature) => feature.kind === 'limit' && feature.meterId === meterId),
      );
    },
    productsOf: async (priceIds) => {
      const { tables, tenantId } = transaction;
      const wanted = new Set(priceIds);
      const published = table(tables)
        .under(`${tenantId}/`)
        .filter(({ status }) => status === 'published');
      return new Map(
        published.flatMap(({ facts: { planId, terms } }) => {
          const productId = tables.plans.get(`${tenantId}/${planId}`)?.facts.productId;
          if (productId === undefined) return [];
          const own = terms.prices.filter(({ id }) => wanted.has(id));
          return own.map(({ id }) => [id, productId] as const);
        }),
      );
    },
    save,
    delete: remove,
  };
};

/** Versions of plans in memory. */
export const planVersions: Resource<
  CatalogTables,
  AnyPlanVersion,
  PlanVersionRepository,
  PlanVersionQueries
> = {
  table: () => new MemoryTable(),
  repository: open,

  queries: (reader) => ({
    find: async (planId, number) => {
      const found = versionsOf(reader, planId).find(({ facts }) => facts.number === number);
      return found && planVersionView(found);
    },
    list: async ({ planId, status }, slice) => {
      const views = versionsOf(reader, planId).map(planVersionView);
      const found = views.filter((version) => fits(status, version.status));
      return sliceOf(found, ({ id }) => id, slice);
    },
  }),
};
