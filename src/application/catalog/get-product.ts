import type { CatalogReads, ProductView } from '#application/catalog/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { ReadDoor } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { ProductNotFound } from '#domain/catalog/errors.ts';
import type { ProductId } from '#domain/shared/ids.ts';

interface Dependencies {
  readonly reads: ReadDoor<CatalogReads>;
}

export interface GetProductInput {
  readonly productId: ProductId;
}

/** Shows one product. */
export class GetProduct implements UseCase<GetProductInput, ProductView> {
  readonly permission = 'catalog:read' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {ProductNotFound} */
  async execute(context: RequestContext, { productId }: GetProductInput): Promise<ProductView> {
    const { reads } = this.#dependencies;
    const product = await reads.read(context, ({ products }) => products.find(productId));
    if (product === undefined) throw new ProductNotFound();
    return product;
  }
}
