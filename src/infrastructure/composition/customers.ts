import type { DependencyContainer } from 'tsyringe';
import { CreateCustomer } from '#application/customers/create-customer.ts';
import { DeleteCustomer } from '#application/customers/delete-customer.ts';
import { GetCustomer } from '#application/customers/get-customer.ts';
import { ListCustomers } from '#application/customers/list-customers.ts';
import { UpdateCustomer } from '#application/customers/update-customer.ts';
import type { CustomerUseCases } from '#application/customers/use-cases.ts';
import { guarded } from '#application/shared/pipeline.ts';
import { clock, ids, reads, single, unitOfWork } from '#infrastructure/composition/tokens.ts';

export const registerCustomers = (container: DependencyContainer): void => {
  single(
    container,
    CreateCustomer,
    (c) =>
      new CreateCustomer({
        unitOfWork: c.resolve(unitOfWork),
        clock: c.resolve(clock),
        ids: c.resolve(ids),
      }),
  );
  single(container, GetCustomer, (c) => new GetCustomer({ reads: c.resolve(reads) }));
  single(container, ListCustomers, (c) => new ListCustomers({ reads: c.resolve(reads) }));
  single(
    container,
    UpdateCustomer,
    (c) => new UpdateCustomer({ unitOfWork: c.resolve(unitOfWork), clock: c.resolve(clock) }),
  );
  single(
    container,
    DeleteCustomer,
    (c) => new DeleteCustomer({ unitOfWork: c.resolve(unitOfWork), clock: c.resolve(clock) }),
  );
};

export const customerUseCases = (container: DependencyContainer): CustomerUseCases => ({
  create: guarded(container.resolve(CreateCustomer)),
  get: guarded(container.resolve(GetCustomer)),
  list: guarded(container.resolve(ListCustomers)),
  update: guarded(container.resolve(UpdateCustomer)),
  delete: guarded(container.resolve(DeleteCustomer)),
});
