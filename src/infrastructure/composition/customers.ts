import type { DependencyContainer } from 'tsyringe';
import { CreateCustomer } from '#application/customers/create-customer.ts';
import { DeleteCustomer } from '#application/customers/delete-customer.ts';
import { GetCustomer } from '#application/customers/get-customer.ts';
import { ListCustomers } from '#application/customers/list-customers.ts';
import { UpdateCustomer } from '#application/customers/update-customer.ts';
import type { CustomerUseCases } from '#application/customers/use-cases.ts';
import { guarded } from '#application/shared/pipeline.ts';
import { reads, single, unitOfWork } from '#infrastructure/composition/tokens.ts';

export const registerCustomers = (container: DependencyContainer): void => {
  const needs = () => needsOf(container);
  single(container, CreateCustomer, () => new CreateCustomer(needs()));
  single(container, GetCustomer, () => new GetCustomer(needs()));
  single(container, ListCustomers, () => new ListCustomers(needs()));
  single(container, UpdateCustomer, () => new UpdateCustomer(needs()));
  single(container, DeleteCustomer, () => new DeleteCustomer(needs()));
};

// What the use cases of customers are made of; each takes the few that its own type names.
const needsOf = (container: DependencyContainer) => ({
  unitOfWork: container.resolve(unitOfWork),
  reads: container.resolve(reads),
});

export const customerUseCases = (container: DependencyContainer): CustomerUseCases => ({
  create: guarded(container.resolve(CreateCustomer)),
  get: guarded(container.resolve(GetCustomer)),
  list: guarded(container.resolve(ListCustomers)),
  update: guarded(container.resolve(UpdateCustomer)),
  delete: guarded(container.resolve(DeleteCustomer)),
});
