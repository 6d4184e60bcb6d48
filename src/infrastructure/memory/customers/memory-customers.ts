import type { CustomerRepository } from '#application/customers/ports.ts';
import type { CustomerFilter, CustomerQueries } from '#application/customers/queries.ts';
import { customerView } from '#application/customers/queries.ts';
import { Customer } from '#domain/customers/customer.ts';
import {
  CustomerEmailTaken,
  CustomerExternalIdTaken,
  CustomerInUse,
} from '#domain/customers/errors.ts';
import { orUndefined } from '#domain/shared/check.ts';
import { comparisonKey } from '#domain/shared/comparison-key.ts';
import { emailKey } from '#domain/shared/text.ts';
import { memoryAggregates, memoryQueries } from '#infrastructure/memory/aggregates.ts';
import { fits, mentions } from '#infrastructure/memory/list.ts';
import { MemoryTable } from '#infrastructure/memory/memory-table.ts';
import type { Resource } from '#infrastructure/memory/resource.ts';

interface Tables {
  readonly customers: MemoryTable<Customer>;
  /** Of whoever bills: a customer who has an account stays. */
  readonly billingAccounts: MemoryTable<object>;
}

const table = ({ customers: kept }: Tables) => kept;

/** Customers in memory. */
export const customers: Resource<Tables, Customer, CustomerRepository, CustomerQueries> = {
  table: () => new MemoryTable(),
  repository: memoryAggregates({
    table,
    make: (facts) => new Customer(facts),
    unique: [
      [({ facts }) => emailKey(facts.email), CustomerEmailTaken],
      [({ facts }) => facts.externalId, CustomerExternalIdTaken],
    ],
    checkDelete: ({ tables, tenantId }, id) => {
      if (tables.billingAccounts.has(`${tenantId}/${id}`)) throw new CustomerInUse();
    },
  }),
  queries: memoryQueries({
    table,
    view: customerView,
    fits: ({ id, name, email, externalId }, filter: CustomerFilter) =>
      fits(orUndefined(comparisonKey)(filter.email), emailKey(email)) &&
      fits<string | null>(filter.externalId, externalId) &&
      mentions(filter.search, 'cus', id, [name, email, externalId]),
  }),
};
