import type { PlanRepository } from '#application/catalog/ports.ts';
import type { PlanFilter, PlanQueries, PlanView } from '#application/catalog/queries.ts';
import { planView } from '#application/catalog/queries.ts';
import { PlanCodeTaken, UnknownProduct } from '#domain/catalog/errors.ts';
import type { Plan } from '#domain/catalog/plan.ts';
import { planOf } from '#domain/catalog/plan.ts';
import { memoryAggregates, memoryQueries } from '#infrastructure/memory/aggregates.ts';
import type { CatalogTables } from '#infrastructure/memory/catalog/catalog-tables.ts';
import { fits, mentions } from '#infrastructure/memory/list.ts';
import { MemoryTable } from '#infrastructure/memory/memory-table.ts';
import type { Resource } from '#infrastructure/memory/resource.ts';

const table = ({ plans: kept }: CatalogTables) => kept;

const aggregates = memoryAggregates({
  table,
  make: planOf,
  unique: [[({ status, facts }) => (status === 'archived' ? null : facts.code), PlanCodeTaken]],
  checkSave: ({ tables, tenantId }, { facts }) => {
    const product = tables.products.get(`${tenantId}/${facts.productId}`);
    if (product === undefined) throw new UnknownProduct();
  },
});

/** Plans in memory. A plan is archived, and never removed. */
export const plans: Resource<CatalogTables, Plan, PlanRepository, PlanQueries> = {
  table: () => new MemoryTable(),
  repository: (transaction) => {
    const { find, save } = aggregates(transaction);
    // One run at a time: the plan that it finds, no other saves.
    return { find, findShared: find, findLocked: find, save };
  },

  queries: memoryQueries({
    table,
    view: planView,
    fits: (plan, filter: PlanFilter) =>
      isInStatus(plan, filter.status) &&
      fits(filter.productId, plan.productId) &&
      fits(filter.code, plan.code) &&
      mentions(filter.search, 'plan', plan.id, [plan.name, plan.code]),
  }),
};

const isInStatus = ({ status }: PlanView, wanted: PlanFilter['status']): boolean =>
  wanted === undefined ? status !== 'archived' : wanted === 'all' || wanted === status;
