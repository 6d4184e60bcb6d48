import type { ProductRepository } from '#application/catalog/ports.ts';
import type { ProductFilter, ProductQueries } from '#application/catalog/queries.ts';
import { ProductCodeTaken, ProductInUse } from '#domain/catalog/errors.ts';
import type { ProductFacts } from '#domain/catalog/product.ts';
import { Product } from '#domain/catalog/product.ts';
import {
  searchableAggregates,
  searchableQueries,
} from '#infrastructure/typeorm/aggregates/aggregates.ts';
import {
  productTable as table,
  toFacts,
  toRow,
} from '#infrastructure/typeorm/catalog/product.table.ts';
import { equalToFew } from '#infrastructure/typeorm/reads/list-statement.ts';
import type { Resource } from '#infrastructure/typeorm/resource.ts';

const aggregates = searchableAggregates({
  table,
  prefix: 'prod',
  toRow,
  toFacts,
  make: (facts: ProductFacts) => new Product(facts),
  refusals: { products_code_key: ProductCodeTaken, plans_product_fkey: ProductInUse },
});

/** Products in PostgreSQL. */
export const products: Resource<ProductRepository, ProductQueries> = {
  table,
  repository: (transaction) => {
    const { find, save, delete: remove } = aggregates(transaction);
    return { find, save, delete: remove };
  },
  queries: searchableQueries({
    table,
    prefix: 'prod',
    toView: toFacts,
    conditions: ({ code }: ProductFilter) => [equalToFew('products.code', code)],
  }),
};
