import type { ProductRepository } from '#application/catalog/ports.ts';
import type { ProductFilter, ProductQueries } from '#application/catalog/queries.ts';
import { productView } from '#application/catalog/queries.ts';
import { ProductCodeTaken, ProductInUse } from '#domain/catalog/errors.ts';
import { Product } from '#domain/catalog/product.ts';
import { memoryAggregates, memoryQueries } from '#infrastructure/memory/aggregates.ts';
import type { CatalogTables } from '#infrastructure/memory/catalog/catalog-tables.ts';
import { fits, mentions } from '#infrastructure/memory/list.ts';
import { MemoryTable } from '#infrastructure/memory/memory-table.ts';
import type { Resource } from '#infrastructure/memory/resource.ts';

const table = ({ products: kept }: CatalogTables) => kept;

const aggregates = memoryAggregates({
  table,
  make: (facts) => new Product(facts),
  unique: [[({ facts }) => facts.code, ProductCodeTaken]],
  checkDelete: ({ tables, tenantId }, id) => {
    const plans = tables.plans.under(`${tenantId}/`);
    if (plans.some(({ facts }) => facts.productId === id)) throw new ProductInUse();
  },
});

/** Products in memory. */
export const products: Resource<CatalogTables, Product, ProductRepository, ProductQueries> = {
  table: () => new MemoryTable(),
  repository: (transaction) => {
    const { find, save, delete: remove } = aggregates(transaction);
    return {
      find,
      save,
      delete: remove,
      taxed: async () =>
        table(transaction.tables)
          .under(`${transaction.tenantId}/`)
          .flatMap(({ facts: { id: productId, taxRateIds } }) =>
            taxRateIds === null ? [] : [{ productId, taxRateIds }],
          ),
    };
  },
  queries: memoryQueries({
    table,
    view: productView,
    fits: ({ id, name, code }, filter: ProductFilter) =>
      fits(filter.code, code) && mentions(filter.search, 'prod', id, [name, code]),
  }),
};
