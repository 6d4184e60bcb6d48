import type { DeleteCustomerInput } from '#application/customers/delete-customer.ts';
import type { GetCustomerInput } from '#application/customers/get-customer.ts';
import type { ListCustomersInput } from '#application/customers/list-customers.ts';
import type { CustomerView } from '#application/customers/queries.ts';
import type { UpdateCustomerInput } from '#application/customers/update-customer.ts';
import type { Page } from '#application/shared/page.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { CustomerInput } from '#domain/customers/customer.ts';

/** What can be done with customers. */
export interface CustomerUseCases {
  readonly create: UseCase<CustomerInput, CustomerView>;
  readonly get: UseCase<GetCustomerInput, CustomerView>;
  readonly list: UseCase<ListCustomersInput, Page<CustomerView>>;
  readonly update: UseCase<UpdateCustomerInput, CustomerView>;
  readonly delete: UseCase<DeleteCustomerInput, void>;
}
