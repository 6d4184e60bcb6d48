import type { ProductRepository } from '#application/catalog/ports.ts';
import type { ProductFilter, ProductQueries } from '#application/catalog/queries.ts';
import { ProductCodeTaken, ProductInUse } from '#domain/catalog/errors.ts';
import type { ProductFacts } from '#domain/catalog/product.ts';
import { Product } from '#domain/catalog/product.ts';
import type { TaxRateId } from '#domain/shared/ids.ts';
import { idFromUuid } from '#domain/shared/ids.ts';
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

const taxed = {
  name: 'products.taxed',
  text: `select id, tax_rate_ids as "taxRateIds" from products
    where tenant_id = $1 and tax_rate_ids is not null`,
};

/** Products in PostgreSQL. */
export const products: Resource<ProductRepository, ProductQueries> = {
  table,
  repository: (transaction) => {
    const { find, save, delete: remove } = aggregates(transaction);
    return {
      find,
      save,
      delete: remove,
      taxed: async () => {
        const { client, tenantId } = transaction;
        const { rows } = await client.query<{
          readonly id: string;
          readonly taxRateIds: readonly TaxRateId[];
        }>({ ...taxed, values: [tenantId] });
        return rows.map(({ id, taxRateIds }) => ({
          productId: idFromUuid('prod', id),
          taxRateIds,
        }));
      },
    };
  },
  queries: searchableQueries({
    table,
    prefix: 'prod',
    toView: toFacts,
    conditions: ({ code }: ProductFilter) => [equalToFew('products.code', code)],
  }),
};
