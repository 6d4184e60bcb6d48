import type { ArchivePlanInput } from '#application/catalog/archive-plan.ts';
import type { CreatePlanInput } from '#application/catalog/create-plan.ts';
import type { DeleteProductInput } from '#application/catalog/delete-product.ts';
import type { GetPlanInput } from '#application/catalog/get-plan.ts';
import type { GetProductInput } from '#application/catalog/get-product.ts';
import type { ListPlansInput } from '#application/catalog/list-plans.ts';
import type { ListProductsInput } from '#application/catalog/list-products.ts';
import type { PlanView, ProductView } from '#application/catalog/queries.ts';
import type { RestorePlanInput } from '#application/catalog/restore-plan.ts';
import type { UpdatePlanInput } from '#application/catalog/update-plan.ts';
import type { UpdateProductInput } from '#application/catalog/update-product.ts';
import type { Page } from '#application/shared/page.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { ProductInput } from '#domain/catalog/product.ts';

/** What can be done with products. */
export interface ProductUseCases {
  readonly create: UseCase<ProductInput, ProductView>;
  readonly get: UseCase<GetProductInput, ProductView>;
  readonly list: UseCase<ListProductsInput, Page<ProductView>>;
  readonly update: UseCase<UpdateProductInput, ProductView>;
  readonly delete: UseCase<DeleteProductInput, void>;
}

/** What can be done with plans. */
export interface PlanUseCases {
  readonly create: UseCase<CreatePlanInput, PlanView>;
  readonly get: UseCase<GetPlanInput, PlanView>;
  readonly list: UseCase<ListPlansInput, Page<PlanView>>;
  readonly update: UseCase<UpdatePlanInput, PlanView>;
  readonly archive: UseCase<ArchivePlanInput, PlanView>;
  readonly restore: UseCase<RestorePlanInput, PlanView>;
}
