import type { CustomerReads, CustomerView } from '#application/customers/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { ReadDoor } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { CustomerNotFound } from '#domain/customers/errors.ts';
import type { CustomerId } from '#domain/shared/ids.ts';

interface Dependencies {
  readonly reads: ReadDoor<CustomerReads>;
}

export interface GetCustomerInput {
  readonly customerId: CustomerId;
}

/** Shows one customer. */
export class GetCustomer implements UseCase<GetCustomerInput, CustomerView> {
  readonly permission = 'customers:read' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {CustomerNotFound} */
  async execute(context: RequestContext, { customerId }: GetCustomerInput): Promise<CustomerView> {
    const { reads } = this.#dependencies;
    const customer = await reads.read(context, ({ customers }) => customers.find(customerId));
    if (customer === undefined) throw new CustomerNotFound();
    return customer;
  }
}
