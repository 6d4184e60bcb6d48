import type { DependencyContainer } from 'tsyringe';
import { ArchivePlan } from '#application/catalog/archive-plan.ts';
import { CreatePlan } from '#application/catalog/create-plan.ts';
import { CreateProduct } from '#application/catalog/create-product.ts';
import { DeleteProduct } from '#application/catalog/delete-product.ts';
import { GetPlan } from '#application/catalog/get-plan.ts';
import { GetProduct } from '#application/catalog/get-product.ts';
import { ListPlans } from '#application/catalog/list-plans.ts';
import { ListProducts } from '#application/catalog/list-products.ts';
import { RestorePlan } from '#application/catalog/restore-plan.ts';
import { UpdatePlan } from '#application/catalog/update-plan.ts';
import { UpdateProduct } from '#application/catalog/update-product.ts';
import type { PlanUseCases, ProductUseCases } from '#application/catalog/use-cases.ts';
import { guarded } from '#application/shared/pipeline.ts';
import { reads, single, unitOfWork } from '#infrastructure/composition/tokens.ts';

export const registerCatalog = (container: DependencyContainer): void => {
  const needs = () => needsOf(container);
  single(container, CreateProduct, () => new CreateProduct(needs()));
  single(container, GetProduct, () => new GetProduct(needs()));
  single(container, ListProducts, () => new ListProducts(needs()));
  single(container, UpdateProduct, () => new UpdateProduct(needs()));
  single(container, DeleteProduct, () => new DeleteProduct(needs()));
  single(container, CreatePlan, () => new CreatePlan(needs()));
  single(container, GetPlan, () => new GetPlan(needs()));
  single(container, ListPlans, () => new ListPlans(needs()));
  single(container, UpdatePlan, () => new UpdatePlan(needs()));
  single(container, ArchivePlan, () => new ArchivePlan(needs()));
  single(container, RestorePlan, () => new RestorePlan(needs()));
};

// What the use cases of the catalog are made of; each takes the few that its own type names.
const needsOf = (container: DependencyContainer) => ({
  unitOfWork: container.resolve(unitOfWork),
  reads: container.resolve(reads),
});

export const productUseCases = (container: DependencyContainer): ProductUseCases => ({
  create: guarded(container.resolve(CreateProduct)),
  get: guarded(container.resolve(GetProduct)),
  list: guarded(container.resolve(ListProducts)),
  update: guarded(container.resolve(UpdateProduct)),
  delete: guarded(container.resolve(DeleteProduct)),
});

export const planUseCases = (container: DependencyContainer): PlanUseCases => ({
  create: guarded(container.resolve(CreatePlan)),
  get: guarded(container.resolve(GetPlan)),
  list: guarded(container.resolve(ListPlans)),
  update: guarded(container.resolve(UpdatePlan)),
  archive: guarded(container.resolve(ArchivePlan)),
  restore: guarded(container.resolve(RestorePlan)),
});
