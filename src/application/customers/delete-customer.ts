import type { CustomerRepositories } from '#application/customers/ports.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { CustomerNotFound } from '#domain/customers/errors.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import type { SeenVersion } from '#domain/shared/version.ts';
import { requireVersion } from '#domain/shared/version.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<CustomerRepositories>;
}

export interface DeleteCustomerInput {
  readonly customerId: CustomerId;
  /** The version that the caller saw. */
  readonly version: SeenVersion;
}

/** Deletes a customer for good. Its e-mail address and external id are free again. */
export class DeleteCustomer implements UseCase<DeleteCustomerInput, void> {
  readonly permission = 'customers:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {CustomerNotFound | VersionMismatch} */
  execute(context: RequestContext, { customerId, version }: DeleteCustomerInput): Promise<void> {
    const { unitOfWork } = this.#dependencies;

    return unitOfWork.run(context, async ({ customers }, { now }) => {
      const customer = requireVersion(await customers.find(customerId), version, CustomerNotFound);

      await customers.delete(customer.delete(now));
    });
  }
}
