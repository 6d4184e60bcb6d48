import type { CatalogRepositories } from '#application/catalog/ports.ts';
import type { ProductView } from '#application/catalog/queries.ts';
import { productView } from '#application/catalog/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { KnownTaxRateRepositories } from '#application/tenants/known-tax-rates.ts';
import { requireTaxRates } from '#application/tenants/known-tax-rates.ts';
import { ProductNotFound } from '#domain/catalog/errors.ts';
import type { ProductChanges } from '#domain/catalog/product.ts';
import type { ProductId } from '#domain/shared/ids.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import { requireVersion } from '#domain/shared/version.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<CatalogRepositories & KnownTaxRateRepositories>;
}

export interface UpdateProductInput {
  readonly productId: ProductId;
  /** The version that the caller saw. */
  readonly version: SeenVersion;
  readonly changes: ProductChanges;
}

/** Changes how a product is called and described. */
export class UpdateProduct implements UseCase<UpdateProductInput, ProductView> {
  readonly permission = 'catalog:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue | ProductNotFound | VersionMismatch | ProductCodeTaken} */
  execute(
    context: RequestContext,
    { productId, version, changes }: UpdateProductInput,
  ): Promise<ProductView> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async ({ products, taxRates }, { now }) => {
      const product = requireVersion(await products.find(productId), version, ProductNotFound);

      const changed = product.change(changes, now);
      await requireTaxRates(taxRates, changes.taxRateIds, '/taxRateIds');
      // Nothing changed, so there is nothing to store and no version to count.
      return productView(changed === product ? product : await products.save(changed));
    });
  }
}
