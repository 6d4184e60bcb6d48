import type { ProductRepository } from '#application/catalog/ports.ts';
import type { ProductFilter, ProductQueries } from '#application/catalog/queries.ts';
import { productView } from '#application/catalog/queries.ts';
import { ProductCodeTaken, ProductInUse } from '#domain/catalog/errors.ts';
import { Product } from '#domain/catalog/product.ts';
import { memoryAggregates, memoryQueries } from '#infrastructure/memory/aggregates.ts';
import type { CatalogTables } from '#infrastructure/memory/catalog/catalog-tables.ts';
import { fits, mentions } from '#infrastructure/memory/list.ts';
import type { MemoryReader, MemoryTransaction } from '#infrastructure/memory/transaction.ts';

const table = ({ products }: CatalogTables) => products;

export const memoryProducts: (transaction: MemoryTransaction<CatalogTables>) => ProductRepository =
  memoryAggregates({
    table,
    make: (facts) => new Product(facts),
    unique: [[({ facts }) => facts.code, ProductCodeTaken]],
    checkDelete: ({ tables, tenantId }, id) => {
      const plans = tables.plans.under(`${tenantId}/`);
      if (plans.some(({ facts }) => facts.productId === id)) throw new ProductInUse();
    },
  });

export const memoryProductQueries: (reader: MemoryReader<CatalogTables>) => ProductQueries =
  memoryQueries({
    table,
    view: productView,
    fits: ({ id, name, code }, filter: ProductFilter) =>
      fits(filter.code, code) && mentions(filter.search, 'prod', id, [name, code]),
  });
