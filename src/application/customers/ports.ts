import type { Customer, DeletedCustomer } from '#domain/customers/customer.ts';
import type { CustomerId } from '#domain/shared/ids.ts';

/**
 * The customers of the one tenant of the unit of work.
 *
 * 1. `find` gives what was last saved, or nothing.
 * 2. `save` stores and gives back what is stored now, one version on and with no events left.
 * 3. `save` and `remove` of a state whose version is not the stored one change nothing and throw.
 * 4. No two customers of a tenant share an e-mail address, whatever its case, or an external id;
 *    two tenants may.
 */
export interface CustomerRepository {
  find(customerId: CustomerId): Promise<Customer | undefined>;
  /** @throws {VersionMismatch | CustomerEmailTaken | CustomerExternalIdTaken} */
  save(customer: Customer): Promise<Customer>;
  /** @throws {VersionMismatch} */
  delete(customer: DeletedCustomer): Promise<void>;
}

export interface CustomerRepositories {
  readonly customers: CustomerRepository;
}
