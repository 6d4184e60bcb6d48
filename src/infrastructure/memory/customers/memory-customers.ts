import type { CustomerRepository } from '#application/customers/ports.ts';
import type {
  CustomerFilter,
  CustomerQueries,
  CustomerView,
} from '#application/customers/queries.ts';
import { customerView } from '#application/customers/queries.ts';
import type { Slice } from '#application/shared/page.ts';
import type { RemovedCustomer } from '#domain/customers/customer.ts';
import { Customer } from '#domain/customers/customer.ts';
import { CustomerEmailTaken, CustomerExternalIdTaken } from '#domain/customers/errors.ts';
import { orUndefined } from '#domain/shared/check.ts';
import { comparisonKey } from '#domain/shared/comparison-key.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import { emailKey } from '#domain/shared/text.ts';
import type { CustomerTables } from '#infrastructure/memory/customers/customer-tables.ts';
import { fits, mentions, sliceOf, within } from '#infrastructure/memory/list.ts';
import type { MemoryReader, MemoryTransaction } from '#infrastructure/memory/transaction.ts';

export class MemoryCustomerRepository implements CustomerRepository {
  readonly #transaction: MemoryTransaction<CustomerTables>;

  constructor(transaction: MemoryTransaction<CustomerTables>) {
    this.#transaction = transaction;
  }

  async find(customerId: CustomerId): Promise<Customer | undefined> {
    const { tables, tenantId } = this.#transaction;
    return tables.customers.get(`${tenantId}/${customerId}`);
  }

  async save(customer: Customer): Promise<Customer> {
    const { tables, tenantId } = this.#transaction;
    const { facts } = customer;
    this.#refuseTwins(customer);
    const stored = new Customer({ ...facts, version: facts.version + 1 });
    tables.customers.store(`${tenantId}/${facts.id}`, stored);
    this.#transaction.record(customer);
    return stored;
  }

  async remove(customer: RemovedCustomer): Promise<void> {
    const { tables, tenantId } = this.#transaction;
    tables.customers.remove(`${tenantId}/${customer.id}`, customer.version);
    this.#transaction.record(customer);
  }

  #refuseTwins({ facts }: Customer): void {
    const { tables, tenantId } = this.#transaction;
    for (const { facts: other } of tables.customers.under(`${tenantId}/`)) {
      if (other.id === facts.id) continue;
      if (emailKey(other.email) === emailKey(facts.email)) throw new CustomerEmailTaken();
      if (other.externalId !== null && other.externalId === facts.externalId) {
        throw new CustomerExternalIdTaken();
      }
    }
  }
}

export class MemoryCustomerQueries implements CustomerQueries {
  readonly #reader: MemoryReader<CustomerTables>;

  constructor(reader: MemoryReader<CustomerTables>) {
    this.#reader = reader;
  }

  async find(customerId: CustomerId): Promise<CustomerView | undefined> {
    const { tables, tenantId } = this.#reader;
    const customer = tables.customers.get(`${tenantId}/${customerId}`);
    return customer && customerView(customer);
  }

  async list(filter: CustomerFilter, slice: Slice<CustomerId>): Promise<readonly CustomerView[]> {
    const { tables, tenantId } = this.#reader;
    const found = tables.customers
      .under(`${tenantId}/`)
      .map(customerView)
      .filter(
        (customer) =>
          fits(orUndefined(comparisonKey)(filter.email), emailKey(customer.email)) &&
          fits<string | null>(filter.externalId, customer.externalId) &&
          mentions(filter.search, 'cus', customer.id, [
            customer.name,
            customer.email,
            customer.externalId,
          ]) &&
          within(customer.createdAt, filter.createdAt),
      );
    return sliceOf(found, ({ id }) => id, slice);
  }
}
