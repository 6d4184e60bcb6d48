import type { TaxRateRepository } from '#application/taxes/ports.ts';
import type { TaxRateFilter, TaxRateQueries } from '#application/taxes/queries.ts';
import { taxRateView } from '#application/taxes/queries.ts';
import { activeIdsOf, taxRateOf } from '#domain/taxes/tax-rate.ts';
import {
  searchableAggregates,
  searchableQueries,
} from '#infrastructure/typeorm/aggregates/aggregates.ts';
import type { Condition } from '#infrastructure/typeorm/reads/list-statement.ts';
import type { Resource } from '#infrastructure/typeorm/resource.ts';
import {
  taxRateTable as table,
  toFacts,
  toRow,
} from '#infrastructure/typeorm/taxes/tax-rate.table.ts';

const aggregates = searchableAggregates({
  table,
  prefix: 'tax',
  toRow,
  toFacts,
  make: taxRateOf,
  refusals: {},
});

/** Tax rates in PostgreSQL. A rate is archived, and never removed. */
export const taxRates: Resource<TaxRateRepository, TaxRateQueries> = {
  table,
  repository: (transaction) => {
    const { find, findAll, save } = aggregates(transaction);
    return {
      find,
      findAll,
      save,
      active: async (ids) => activeIdsOf(await findAll(ids)),
    };
  },
  queries: searchableQueries({
    table,
    prefix: 'tax',
    toView: (row) => taxRateView(taxRateOf(toFacts(row))),
    conditions: ({ status = 'active' }: TaxRateFilter) =>
      status === 'all' ? [] : [isArchived(status === 'archived')],
  }),
};

const isArchived = (archived: boolean): Condition => ({
  sql: () => `tax_rates.archived_at is ${archived ? 'not null' : 'null'}`,
  values: [],
});
