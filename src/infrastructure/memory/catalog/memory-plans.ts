import type { PlanRepository } from '#application/catalog/ports.ts';
import type { PlanFilter, PlanQueries, PlanView } from '#application/catalog/queries.ts';
import { planView } from '#application/catalog/queries.ts';
import { PlanCodeTaken, UnknownProduct } from '#domain/catalog/errors.ts';
import { planOf } from '#domain/catalog/plan.ts';
import { memoryAggregates, memoryQueries } from '#infrastructure/memory/aggregates.ts';
import type { CatalogTables } from '#infrastructure/memory/catalog/catalog-tables.ts';
import { fits, mentions } from '#infrastructure/memory/list.ts';
import type { MemoryReader, MemoryTransaction } from '#infrastructure/memory/transaction.ts';

const table = ({ plans }: CatalogTables) => plans;

const aggregates = memoryAggregates({
  table,
  make: planOf,
  unique: [[({ status, facts }) => (status === 'archived' ? null : facts.code), PlanCodeTaken]],
  checkSave: ({ tables, tenantId }, { facts }) => {
    const product = tables.products.get(`${tenantId}/${facts.productId}`);
    if (product === undefined) throw new UnknownProduct();
  },
});

/** A plan is archived, and never removed. */
export const memoryPlans = (transaction: MemoryTransaction<CatalogTables>): PlanRepository => {
  const { find, save } = aggregates(transaction);
  // One run at a time: what it finds, nobody else saves.
  return { find, findShared: find, save };
};

export const memoryPlanQueries: (reader: MemoryReader<CatalogTables>) => PlanQueries =
  memoryQueries({
    table,
    view: planView,
    fits: (plan, filter: PlanFilter) =>
      isInStatus(plan, filter.status) &&
      fits(filter.productId, plan.productId) &&
      fits(filter.code, plan.code) &&
      mentions(filter.search, 'plan', plan.id, [plan.name, plan.code]),
  });

const isInStatus = ({ status }: PlanView, wanted: PlanFilter['status']): boolean =>
  wanted === undefined ? status !== 'archived' : wanted === 'all' || wanted === status;
