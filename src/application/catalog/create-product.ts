import type { CatalogRepositories } from '#application/catalog/ports.ts';
import type { ProductView } from '#application/catalog/queries.ts';
import { productView } from '#application/catalog/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { KnownTaxRateRepositories } from '#application/tenants/known-tax-rates.ts';
import { requireTaxRates } from '#application/tenants/known-tax-rates.ts';
import type { ProductInput } from '#domain/catalog/product.ts';
import { Product } from '#domain/catalog/product.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<CatalogRepositories & KnownTaxRateRepositories>;
}

/** Adds a product to the catalog. */
export class CreateProduct implements UseCase<ProductInput, ProductView> {
  readonly permission = 'catalog:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue | ProductCodeTaken} */
  async execute(context: RequestContext, input: ProductInput): Promise<ProductView> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async ({ products, taxRates }, { now, nextId }) => {
      const product = Product.create(nextId('prod'), input, now);
      await requireTaxRates(taxRates, input.taxRateIds, '/taxRateIds');
      return productView(await products.save(product));
    });
  }
}
