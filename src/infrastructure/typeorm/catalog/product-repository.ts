import type { ProductRepository } from '#application/catalog/ports.ts';
import { ProductCodeTaken, ProductInUse } from '#domain/catalog/errors.ts';
import type { RemovedProduct } from '#domain/catalog/product.ts';
import { Product } from '#domain/catalog/product.ts';
import type { ProductId } from '#domain/shared/ids.ts';
import { idFromUuid, uuidOf } from '#domain/shared/ids.ts';
import { instantOf } from '#domain/shared/time.ts';
import type { ProductRow } from '#infrastructure/typeorm/catalog/product.table.ts';
import { productTable } from '#infrastructure/typeorm/catalog/product.table.ts';
import { removeTerms, storeFound } from '#infrastructure/typeorm/search-terms.ts';
import { refusing } from '#infrastructure/typeorm/storage-error.ts';
import type { Transaction } from '#infrastructure/typeorm/unit-of-work.ts';
import { removeRow } from '#infrastructure/typeorm/versioned-rows.ts';

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
    const found = { kind: 'prod', texts: textsOf(stored) } as const;
    await refusing(
      refusals,
      storeFound(this.#transaction, productTable, toRow(tenantId, stored), found),
    );
    events.record(product);
    return stored;
  }

  async remove(product: RemovedProduct): Promise<void> {
    const { tenantId, events } = this.#transaction;
    const key = { tenantId, id: uuidOf(product.id), version: product.version };
    await refusing(refusals, removeRow(this.#transaction, productTable, key));
    await removeTerms(this.#transaction, product.id);
    events.record(product);
  }
}

const textsOf = ({ facts }: Product): readonly (string | null)[] => [facts.name, facts.code];

const toRow = (tenantId: string, { facts }: Product): ProductRow => ({
  ...facts,
  tenantId,
  id: uuidOf(facts.id),
  createdAt: new Date(facts.createdAt),
  updatedAt: new Date(facts.updatedAt),
});

const toProduct = ({ tenantId: _tenantId, ...row }: ProductRow): Product =>
  new Product({
    ...row,
    id: idFromUuid('prod', row.id),
    createdAt: instantOf(row.createdAt.getTime()),
    updatedAt: instantOf(row.updatedAt.getTime()),
  });
