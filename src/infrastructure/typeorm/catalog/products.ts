import type { ProductRepository } from '#application/catalog/ports.ts';
import type { ProductFilter, ProductQueries } from '#application/catalog/queries.ts';
import { ProductCodeTaken, ProductInUse } from '#domain/catalog/errors.ts';
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

/** Products in PostgreSQL. */
export const products: Resource<ProductRepository, ProductQueries> = {
  table,
  repository: searchableAggregates({
    table,
    prefix: 'prod',
    toRow,
    toFacts,
    make: (facts) => new Product(facts),
    refusals: { products_code_key: ProductCodeTaken, plans_product_fkey: ProductInUse },
  }),
  queries: searchableQueries({
    table,
    prefix: 'prod',
    toView: toFacts,
    conditions: ({ code }: ProductFilter) => [equalToFew('products.code', code)],
  }),
};
