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
import type { CustomerTables } from '#infrastructure/memory/customers/customer-tables.ts';
import { fits, mentions } from '#infrastructure/memory/list.ts';
import type { MemoryReader, MemoryTransaction } from '#infrastructure/memory/transaction.ts';

const table = ({ customers }: CustomerTables) => customers;

export const memoryCustomers: (
  transaction: MemoryTransaction<CustomerTables>,
) => CustomerRepository = memoryAggregates({
  table,
  make: (facts) => new Customer(facts),
  unique: [
    [({ facts }) => emailKey(facts.email), CustomerEmailTaken],
    [({ facts }) => facts.externalId, CustomerExternalIdTaken],
  ],
  checkDelete: ({ tables, tenantId }, id) => {
    if (tables.billingAccounts.has(`${tenantId}/${id}`)) throw new CustomerInUse();
  },
});

export const memoryCustomerQueries: (reader: MemoryReader<CustomerTables>) => CustomerQueries =
  memoryQueries({
    table,
    view: customerView,
    fits: ({ id, name, email, externalId }, filter: CustomerFilter) =>
      fits(orUndefined(comparisonKey)(filter.email), emailKey(email)) &&
      fits<string | null>(filter.externalId, externalId) &&
      mentions(filter.search, 'cus', id, [name, email, externalId]),
  });
