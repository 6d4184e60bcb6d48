import { ArchivePlan } from '#application/catalog/archive-plan.ts';
import { CreatePlan } from '#application/catalog/create-plan.ts';
import { CreateProduct } from '#application/catalog/create-product.ts';
import { DeleteProduct } from '#application/catalog/delete-product.ts';
import type { CatalogRepositories } from '#application/catalog/ports.ts';
import { PreviewPrice } from '#application/catalog/preview-price.ts';
import type { CatalogReads, PlanFilter, ProductFilter } from '#application/catalog/queries.ts';
import { RestorePlan } from '#application/catalog/restore-plan.ts';
import { UpdatePlan } from '#application/catalog/update-plan.ts';
import { UpdateProduct } from '#application/catalog/update-product.ts';
import type { ListRequest } from '#application/shared/created-on.ts';
import { guarded } from '#application/shared/pipeline.ts';
import type { Ports } from '#application/shared/ports.ts';
import { listPage, showOne } from '#application/shared/reads.ts';
import { parseSearch } from '#application/shared/search.ts';
import type { KnownTaxRateRepositories } from '#application/tenants/known-tax-rates.ts';
import { PlanNotFound, ProductNotFound } from '#domain/catalog/errors.ts';
import { checkAll, orUndefined } from '#domain/shared/check.ts';
import type { PlanId, ProductId } from '#domain/shared/ids.ts';
import { parseCode } from '#domain/shared/text.ts';

export interface GetProductInput {
  readonly productId: ProductId;
}

export type ListProductsInput = ProductFilter & ListRequest;

export interface GetPlanInput {
  readonly planId: PlanId;
}

export type ListPlansInput = PlanFilter & ListRequest;

type CatalogPorts = Ports<CatalogRepositories & KnownTaxRateRepositories, CatalogReads>;

/** The use cases of products. */
export const productUseCases = (ports: CatalogPorts) => ({
  create: guarded(new CreateProduct(ports)),
  get: guarded(
    showOne(ports.reads, {
      permission: 'catalog:read',
      find: ({ products }, { productId }: GetProductInput) => products.find(productId),
      notFound: ProductNotFound,
    }),
  ),
  list: guarded(
    listPage(ports.reads, {
      permission: 'catalog:read',
      prefix: 'prod',
      parse: (filter: ProductFilter) => parseEntryFilter(filter),
      list: ({ products }, filter, slice) => products.list(filter, slice),
    }),
  ),
  update: guarded(new UpdateProduct(ports)),
  delete: guarded(new DeleteProduct(ports)),
});

export type ProductUseCases = ReturnType<typeof productUseCases>;

/** The use cases of plans. */
export const planUseCases = (ports: CatalogPorts) => ({
  create: guarded(new CreatePlan(ports)),
  get: guarded(
    showOne(ports.reads, {
      permission: 'catalog:read',
      find: ({ plans }, { planId }: GetPlanInput) => plans.find(planId),
      notFound: PlanNotFound,
    }),
  ),
  list: guarded(
    listPage(ports.reads, {
      permission: 'catalog:read',
      prefix: 'plan',
      parse: (filter: PlanFilter) => parseEntryFilter(filter),
      list: ({ plans }, filter, slice) => plans.list(filter, slice),
    }),
  ),
  update: guarded(new UpdatePlan(ports)),
  archive: guarded(new ArchivePlan(ports)),
  restore: guarded(new RestorePlan(ports)),
});

export type PlanUseCases = ReturnType<typeof planUseCases>;

/** The use cases of prices by themselves. */
export const priceUseCases = (_ports: CatalogPorts) => ({ preview: guarded(new PreviewPrice()) });

export type PriceUseCases = ReturnType<typeof priceUseCases>;

const parseEntryFilter = ({ code, search }: Pick<PlanFilter, 'code' | 'search'>) =>
  checkAll({
    code: () => orUndefined(parseCode)(code),
    search: () => orUndefined(parseSearch)(search),
  });
