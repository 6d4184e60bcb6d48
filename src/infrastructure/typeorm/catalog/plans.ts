import type { PlanRepository } from '#application/catalog/ports.ts';
import type { PlanFilter, PlanQueries } from '#application/catalog/queries.ts';
import { planView } from '#application/catalog/queries.ts';
import { PlanCodeTaken, UnknownProduct } from '#domain/catalog/errors.ts';
import { planOf } from '#domain/catalog/plan.ts';
import { orUndefined } from '#domain/shared/check.ts';
import { uuidOf } from '#domain/shared/ids.ts';
import {
  searchableAggregates,
  searchableQueries,
} from '#infrastructure/typeorm/aggregates/aggregates.ts';
import { planTable as table, toFacts, toRow } from '#infrastructure/typeorm/catalog/plan.table.ts';
import type { Condition } from '#infrastructure/typeorm/reads/list-statement.ts';
import { equal, equalToFew } from '#infrastructure/typeorm/reads/list-statement.ts';
import type { Resource } from '#infrastructure/typeorm/resource.ts';

const aggregates = searchableAggregates({
  table,
  prefix: 'plan',
  toRow,
  toFacts,
  make: planOf,
  refusals: { plans_code_key: PlanCodeTaken, plans_product_fkey: UnknownProduct },
});

/** Plans in PostgreSQL. A plan is archived, and never removed. */
export const plans: Resource<PlanRepository, PlanQueries> = {
  table,
  repository: (transaction) => {
    const { find, findShared, findLocked, save } = aggregates(transaction);
    return { find, findShared, findLocked, save };
  },

  queries: searchableQueries({
    table,
    prefix: 'plan',
    toView: (row) => planView(planOf(toFacts(row))),
    conditions: ({ status, productId, code }: PlanFilter) => [
      inStatus(status),
      equal('plans.product_id', orUndefined(uuidOf)(productId)),
      equalToFew('plans.code', code),
    ],
  }),
};

const inStatus = (status: PlanFilter['status']): Condition => {
  switch (status) {
    case undefined:
      // As the partial index has it, which holds no archived plan to walk over.
      return { sql: () => 'plans.archived_at is null', values: [] };
    case 'all':
      return equal('plans.status', undefined);
    case 'draft':
    case 'active':
    case 'archived':
      return equal('plans.status', status);
  }
};
