import type { CustomerRepository } from '#application/customers/ports.ts';
import type { CustomerFilter, CustomerQueries } from '#application/customers/queries.ts';
import type { CustomerFacts } from '#domain/customers/customer.ts';
import { Customer } from '#domain/customers/customer.ts';
import {
  CustomerEmailTaken,
  CustomerExternalIdTaken,
  CustomerInUse,
} from '#domain/customers/errors.ts';
import { orUndefined } from '#domain/shared/check.ts';
import { comparisonKey } from '#domain/shared/comparison-key.ts';
import {
  searchableAggregates,
  searchableQueries,
} from '#infrastructure/typeorm/aggregates/aggregates.ts';
import {
  customerTable as table,
  toFacts,
  toRow,
} from '#infrastructure/typeorm/customers/customer.table.ts';
import { equalToFew } from '#infrastructure/typeorm/reads/list-statement.ts';
import type { Resource } from '#infrastructure/typeorm/resource.ts';

const aggregates = searchableAggregates({
  table,
  prefix: 'cus',
  toRow,
  toFacts,
  make: (facts: CustomerFacts) => new Customer(facts),
  refusals: {
    customers_email_key: CustomerEmailTaken,
    customers_external_id_key: CustomerExternalIdTaken,
    billing_accounts_customer_id_fkey: CustomerInUse,
  },
});

/** Customers in PostgreSQL. */
export const customers: Resource<CustomerRepository, CustomerQueries> = {
  table,
  repository: (transaction) => {
    const { find, findAll, save, delete: remove } = aggregates(transaction);
    return { find, findAll, save, delete: remove };
  },
  queries: searchableQueries({
    table,
    prefix: 'cus',
    toView: toFacts,
    conditions: ({ email, externalId }: CustomerFilter) => [
      equalToFew('customers.email_key', orUndefined(comparisonKey)(email)),
      equalToFew('customers.external_id', externalId),
    ],
  }),
};
