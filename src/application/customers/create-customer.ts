import type { CustomerRepositories } from '#application/customers/ports.ts';
import type { CustomerView } from '#application/customers/queries.ts';
import { customerView } from '#application/customers/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import type { KnownTaxRateRepositories } from '#application/tenants/known-tax-rates.ts';
import { requireTaxRates } from '#application/tenants/known-tax-rates.ts';
import type { CustomerInput } from '#domain/customers/customer.ts';
import { Customer } from '#domain/customers/customer.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<CustomerRepositories & KnownTaxRateRepositories>;
}

/** Takes in a new customer. */
export class CreateCustomer implements UseCase<CustomerInput, CustomerView> {
  readonly permission = 'customers:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue | CustomerEmailTaken | CustomerExternalIdTaken} */
  async execute(context: RequestContext, input: CustomerInput): Promise<CustomerView> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async ({ customers, taxRates }, { now, nextId }) => {
      const customer = Customer.create(nextId('cus'), input, now);
      await requireTaxRates(taxRates, input.billing?.taxRateIds, '/billing/taxRateIds');
      return customerView(await customers.save(customer));
    });
  }
}
