import type { CatalogRepositories } from '#application/catalog/ports.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { ProductNotFound } from '#domain/catalog/errors.ts';
import type { ProductId } from '#domain/shared/ids.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import { requireVersion } from '#domain/shared/version.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<CatalogRepositories>;
}

export interface DeleteProductInput {
  readonly productId: ProductId;
  /** The version that the caller saw. */
  readonly version: SeenVersion;
}

/** Deletes a product for good. Its code is free again. */
export class DeleteProduct implements UseCase<DeleteProductInput, void> {
  readonly permission = 'catalog:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {ProductNotFound | VersionMismatch | ProductInUse} */
  execute(context: RequestContext, { productId, version }: DeleteProductInput): Promise<void> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async ({ products }, { now }) => {
      const product = requireVersion(await products.find(productId), version, ProductNotFound);

      await products.delete(product.delete(now));
    });
  }
}
