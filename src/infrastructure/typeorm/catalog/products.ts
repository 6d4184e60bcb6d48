import type { ProductRepository } from '#application/catalog/ports.ts';
import type { ProductFilter, ProductQueries } from '#application/catalog/queries.ts';
import { ProductCodeTaken, ProductInUse } from '#domain/catalog/errors.ts';
import { Product } from '#domain/catalog/product.ts';
import { searchableAggregates, searchableQueries } from '#infrastructure/typeorm/aggregates.ts';
import {
  productTable as table,
  toFacts,
  toRow,
} from '#infrastructure/typeorm/catalog/product.table.ts';
import type { FencedReader } from '#infrastructure/typeorm/fenced-reader.ts';
import { equalToFew } from '#infrastructure/typeorm/list-statement.ts';
import type { Transaction } from '#infrastructure/typeorm/transaction.ts';

export const typeOrmProducts: (transaction: Transaction) => ProductRepository =
  searchableAggregates({
    table,
    prefix: 'prod',
    toRow,
    toFacts,
    make: (facts) => new Product(facts),
    refusals: { products_code_key: ProductCodeTaken, plans_product_fkey: ProductInUse },
  });

export const typeOrmProductQueries: (reader: FencedReader) => ProductQueries = searchableQueries({
  table,
  prefix: 'prod',
  toView: toFacts,
  conditions: ({ code }: ProductFilter) => [equalToFew('products.code', code)],
});
