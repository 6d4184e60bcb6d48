import type { TaxRateRepository } from '#application/taxes/ports.ts';
import type { TaxRateFilter, TaxRateQueries } from '#application/taxes/queries.ts';
import { taxRateView } from '#application/taxes/queries.ts';
import type { TaxRate } from '#domain/taxes/tax-rate.ts';
import { activeIdsOf, taxRateOf } from '#domain/taxes/tax-rate.ts';
import { memoryAggregates, memoryQueries } from '#infrastructure/memory/aggregates.ts';
import { mentions } from '#infrastructure/memory/list.ts';
import { MemoryTable } from '#infrastructure/memory/memory-table.ts';
import type { Resource } from '#infrastructure/memory/resource.ts';
import type { TaxTables } from '#infrastructure/memory/taxes/tax-tables.ts';

const table = ({ taxRates: kept }: TaxTables) => kept;

const aggregates = memoryAggregates({ table, make: taxRateOf });

/** Tax rates in memory. A rate is archived, and never removed. */
export const taxRates: Resource<TaxTables, TaxRate, TaxRateRepository, TaxRateQueries> = {
  table: () => new MemoryTable(),
  repository: (transaction) => {
    const { find, findAll, save } = aggregates(transaction);
    return {
      find,
      findAll,
      save,
      active: async (ids) => activeIdsOf(await findAll(ids)),
    };
  },
  queries: memoryQueries({
    table,
    view: taxRateView,
    fits: ({ id, name, status }, filter: TaxRateFilter) =>
      (filter.status === 'all' || status === (filter.status ?? 'active')) &&
      mentions(filter.search, 'tax', id, [name]),
  }),
};
