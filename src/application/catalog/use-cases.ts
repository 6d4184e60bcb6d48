import { ArchivePlan } from '#application/catalog/archive-plan.ts';
import { CreatePlan } from '#application/catalog/create-plan.ts';
import { CreatePlanVersion } from '#application/catalog/create-plan-version.ts';
import { CreateProduct } from '#application/catalog/create-product.ts';
import { DeletePlanVersion } from '#application/catalog/delete-plan-version.ts';
import { DeleteProduct } from '#application/catalog/delete-product.ts';
import type { PricingRepositories } from '#application/catalog/ports.ts';
import { PublishPlanVersion } from '#application/catalog/publish-plan-version.ts';
import type {
  CatalogReads,
  PlanFilter,
  PlanVersionFilter,
  ProductFilter,
} from '#application/catalog/queries.ts';
import { RestorePlan } from '#application/catalog/restore-plan.ts';
import { UpdatePlan } from '#application/catalog/update-plan.ts';
import { UpdatePlanVersion } from '#application/catalog/update-plan-version.ts';
import { UpdateProduct } from '#application/catalog/update-product.ts';
import type { ListRequest } from '#application/shared/created-on.ts';
import type { PageRequest } from '#application/shared/page.ts';
import { guarded } from '#application/shared/pipeline.ts';
import type { Ports } from '#application/shared/ports.ts';
import { listPage, showOne } from '#application/shared/reads.ts';
import { parseSearch } from '#application/shared/search.ts';
import type { KnownTaxRateRepositories } from '#application/tenants/known-tax-rates.ts';
import { PlanNotFound, PlanVersionNotFound, ProductNotFound } from '#domain/catalog/errors.ts';
import { parseVersionNumber } from '#domain/catalog/plan-version.ts';
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

export interface GetPlanVersionInput {
  readonly planId: PlanId;
  readonly number: number;
}

export type ListPlanVersionsInput = PlanVersionFilter & PageRequest;

type CatalogPorts = Ports<PricingRepositories & KnownTaxRateRepositories, CatalogReads>;

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

/** The use cases of the versions of a plan. */
export const planVersionUseCases = (ports: CatalogPorts) => ({
  create: guarded(new CreatePlanVersion(ports)),
  get: guarded(
    showOne(ports.reads, {
      permission: 'catalog:read',
      find: ({ planVersions }, { planId, number }: GetPlanVersionInput) => {
        checkAll({ number: () => parseVersionNumber(number) });
        return planVersions.find(planId, number);
      },
      notFound: PlanVersionNotFound,
    }),
  ),
  list: guarded(
    listPage(ports.reads, {
      permission: 'catalog:read',
      prefix: 'ver',
      parse: (filter: PlanVersionFilter) => filter,
      list: async ({ plans, planVersions }, filter, slice) => {
        if ((await plans.find(filter.planId)) === undefined) throw new PlanNotFound();
        return planVersions.list(filter, slice);
      },
    }),
  ),
  update: guarded(new UpdatePlanVersion(ports)),
  delete: guarded(new DeletePlanVersion(ports)),
  publish: guarded(new PublishPlanVersion(ports)),
});

export type PlanVersionUseCases = ReturnType<typeof planVersionUseCases>;

const parseEntryFilter = ({ code, search }: Pick<PlanFilter, 'code' | 'search'>) =>
  checkAll({
    code: () => orUndefined(parseCode)(code),
    search: () => orUndefined(parseSearch)(search),
  });
