import type { ProductRepository } from '#application/catalog/ports.ts';
import { foundAs } from '#application/shared/search.ts';
import { ProductCodeTaken, ProductInUse } from '#domain/catalog/errors.ts';
import type { RemovedProduct } from '#domain/catalog/product.ts';
import { Product } from '#domain/catalog/product.ts';
import type { ProductId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { instantOf } from '#domain/shared/time.ts';
import type { ProductRow } from '#infrastructure/typeorm/catalog/product.table.ts';
import { productTable } from '#infrastructure/typeorm/catalog/product.table.ts';
import { removeFound, storeFound } from '#infrastructure/typeorm/search-tokens.ts';
import { refusing } from '#infrastructure/typeorm/storage-error.ts';
import type { Transaction } from '#infrastructure/typeorm/transaction.ts';

const refusals = {
  products_code_key: () => new ProductCodeTaken(),
  plans_product_fkey: () => new ProductInUse(),
};

export class TypeOrmProductRepository implements ProductRepository {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  async find(productId: ProductId): Promise<Product | undefined> {
    const { manager, tenantId } = this.#transaction;
    const row = await manager.findOneBy(productTable, { tenantId, id: uuidOf(productId) });
    return row === null ? undefined : toProduct(row);
  }

  async save(product: Product): Promise<Product> {
    const { tenantId, events } = this.#transaction;
    const stored = new Product({ ...product.facts, version: product.facts.version + 1 });
    await refusing(
      refusals,
      storeFound(this.#transaction, productTable, toRow(tenantId, stored), 'prod'),
    );
    events.record(product);
    return stored;
  }

  async remove(product: RemovedProduct): Promise<void> {
    const { tenantId, events } = this.#transaction;
    const key = { tenantId, id: uuidOf(product.id), version: product.version };
    await refusing(refusals, removeFound(this.#transaction, productTable, key, 'prod'));
    events.record(product);
  }
}

const toRow = (tenantId: string, { facts }: Product): ProductRow => ({
  ...facts,
  tenantId,
  id: uuidOf(facts.id),
  createdAt: new Date(facts.createdAt),
  updatedAt: new Date(facts.updatedAt),
  foundAs: foundAs([facts.name, facts.code]),
});

const toProduct = ({ tenantId: _tenantId, foundAs: _foundAs, ...row }: ProductRow): Product =>
  new Product({
    ...row,
    id: idFromUuid('prod', row.id),
    createdAt: instantOf(row.createdAt.getTime()),
    updatedAt: instantOf(row.updatedAt.getTime()),
  });
