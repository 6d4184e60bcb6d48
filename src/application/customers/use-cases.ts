import { CreateCustomer } from '#application/customers/create-customer.ts';
import { DeleteCustomer } from '#application/customers/delete-customer.ts';
import type { CustomerRepositories } from '#application/customers/ports.ts';
import type { CustomerFilter, CustomerReads } from '#application/customers/queries.ts';
import { UpdateCustomer } from '#application/customers/update-customer.ts';
import type { ListRequest } from '#application/shared/created-on.ts';
import { guarded } from '#application/shared/pipeline.ts';
import type { Ports } from '#application/shared/ports.ts';
import { listPage, showOne } from '#application/shared/reads.ts';
import { parseSearch } from '#application/shared/search.ts';
import type { KnownTaxRateRepositories } from '#application/tenants/known-tax-rates.ts';
import type { StoppedAccountRepositories } from '#application/tenants/stopped-accounts.ts';
import { parseExternalId } from '#domain/customers/customer.ts';
import { CustomerNotFound } from '#domain/customers/errors.ts';
import { checkAll, orUndefined } from '#domain/shared/check.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import { parseEmailAddress } from '#domain/shared/text.ts';

export interface GetCustomerInput {
  readonly customerId: CustomerId;
}

export type ListCustomersInput = CustomerFilter & ListRequest;

/** The use cases of customers. */
export const customerUseCases = (
  ports: Ports<
    CustomerRepositories & StoppedAccountRepositories & KnownTaxRateRepositories,
    CustomerReads
  >,
) => ({
  create: guarded(new CreateCustomer(ports)),
  get: guarded(
    showOne(ports.reads, {
      permission: 'customers:read',
      find: ({ customers }, { customerId }: GetCustomerInput) => customers.find(customerId),
      notFound: CustomerNotFound,
    }),
  ),
  list: guarded(
    listPage(ports.reads, {
      permission: 'customers:read',
      prefix: 'cus',
      parse: ({ email, externalId, search }: CustomerFilter) =>
        checkAll({
          email: () => orUndefined(parseEmailAddress)(email),
          externalId: () => orUndefined(parseExternalId)(externalId),
          search: () => orUndefined(parseSearch)(search),
        }),
      list: ({ customers }, filter, slice) => customers.list(filter, slice),
    }),
  ),
  update: guarded(new UpdateCustomer(ports)),
  delete: guarded(new DeleteCustomer(ports)),
});

export type CustomerUseCases = ReturnType<typeof customerUseCases>;
