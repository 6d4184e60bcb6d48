import type { ProductRepository } from '#application/catalog/ports.ts';
import type { ProductFilter, ProductQueries, ProductView } from '#application/catalog/queries.ts';
import { productView } from '#application/catalog/queries.ts';
import type { Slice } from '#application/shared/page.ts';
import { ProductCodeTaken, ProductInUse } from '#domain/catalog/errors.ts';
import type { RemovedProduct } from '#domain/catalog/product.ts';
import { Product } from '#domain/catalog/product.ts';
import type { ProductId } from '#domain/shared/ids.ts';
import type { CatalogTables } from '#infrastructure/memory/catalog/catalog-tables.ts';
import { fits, mentions, sliceOf, within } from '#infrastructure/memory/list.ts';
import type { MemoryReader, MemoryTransaction } from '#infrastructure/memory/transaction.ts';

export class MemoryProductRepository implements ProductRepository {
  readonly #transaction: MemoryTransaction<CatalogTables>;

  constructor(transaction: MemoryTransaction<CatalogTables>) {
    this.#transaction = transaction;
  }

  async find(productId: ProductId): Promise<Product | undefined> {
    const { tables, tenantId } = this.#transaction;
    return tables.products.get(`${tenantId}/${productId}`);
  }

  async save(product: Product): Promise<Product> {
    const { tables, tenantId } = this.#transaction;
    const { facts } = product;
    const products = tables.products.under(`${tenantId}/`);
    const isTwin = ({ facts: other }: Product) =>
      other.id !== facts.id && other.code === facts.code;
    if (products.some(isTwin)) throw new ProductCodeTaken();
    const stored = new Product({ ...facts, version: facts.version + 1 });
    tables.products.store(`${tenantId}/${facts.id}`, stored);
    this.#transaction.record(product);
    return stored;
  }

  async remove(product: RemovedProduct): Promise<void> {
    const { tables, tenantId } = this.#transaction;
    const plans = tables.plans.under(`${tenantId}/`);
    if (plans.some(({ facts }) => facts.productId === product.id)) throw new ProductInUse();
    tables.products.remove(`${tenantId}/${product.id}`, product.version);
    this.#transaction.record(product);
  }
}

export class MemoryProductQueries implements ProductQueries {
  readonly #reader: MemoryReader<CatalogTables>;

  constructor(reader: MemoryReader<CatalogTables>) {
    this.#reader = reader;
  }

  async find(productId: ProductId): Promise<ProductView | undefined> {
    const { tables, tenantId } = this.#reader;
    const product = tables.products.get(`${tenantId}/${productId}`);
    return product && productView(product);
  }

  async list(filter: ProductFilter, slice: Slice<ProductId>): Promise<readonly ProductView[]> {
    const { tables, tenantId } = this.#reader;
    const found = tables.products
      .under(`${tenantId}/`)
      .map(productView)
      .filter(
        ({ id, name, code, createdAt }) =>
          fits(filter.code, code) &&
          mentions(filter.search, 'prod', id, [name, code]) &&
          within(createdAt, filter.createdAt),
      );
    return sliceOf(found, ({ id }) => id, slice);
  }
}
