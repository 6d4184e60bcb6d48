import type { CustomerRepositories } from '#application/customers/ports.ts';
import type { CustomerView } from '#application/customers/queries.ts';
import { customerView } from '#application/customers/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { KnownTaxRateRepositories } from '#application/tenants/known-tax-rates.ts';
import { requireTaxRates } from '#application/tenants/known-tax-rates.ts';
import type { StoppedAccountRepositories } from '#application/tenants/stopped-accounts.ts';
import type { CustomerChanges } from '#domain/customers/customer.ts';
import { CustomerNotFound } from '#domain/customers/errors.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import { requireVersion } from '#domain/shared/version.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<
    CustomerRepositories & StoppedAccountRepositories & KnownTaxRateRepositories
  >;
}

export interface UpdateCustomerInput {
  readonly customerId: CustomerId;
  /** The version that the caller saw. */
  readonly version: SeenVersion;
  readonly changes: CustomerChanges;
}

/**
 * Changes what is known about a customer. Where their billing was stopped and is not any more, it
 * goes on at once.
 */
export class UpdateCustomer implements UseCase<UpdateCustomerInput, CustomerView> {
  readonly permission = 'customers:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvalidValue | CustomerNotFound | VersionMismatch | CustomerEmailTaken |
   * CustomerExternalIdTaken}
   */
  execute(
    context: RequestContext,
    { customerId, version, changes }: UpdateCustomerInput,
  ): Promise<CustomerView> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async (repositories, { now }) => {
      const { customers, billingAccounts, taxRates } = repositories;
      const customer = requireVersion(await customers.find(customerId), version, CustomerNotFound);

      const changed = customer.change(changes, now);
      await requireTaxRates(taxRates, changes.billing?.taxRateIds, '/billing/taxRateIds');
      // Nothing changed, so there is nothing to store and no version to count.
      if (changed === customer) return customerView(customer);
      const saved = await customers.save(changed);
      const wasStopped = customer.facts.billing.isStopped;
      if (wasStopped && !saved.facts.billing.isStopped) {
        await billingAccounts.resume(now, customerId);
      }
      return customerView(saved);
    });
  }
}
