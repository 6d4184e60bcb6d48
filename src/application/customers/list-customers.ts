import type {
  CustomerFilter,
  CustomerReads,
  CustomerView,
} from '#application/customers/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { Page, PageRequest } from '#application/shared/page.ts';
import { readPage } from '#application/shared/page.ts';
import type { ReadDoor } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';

interface Dependencies {
  readonly reads: ReadDoor<CustomerReads>;
}

export type ListCustomersInput = CustomerFilter & PageRequest;

const key = { prefix: 'cus', of: ({ id }: CustomerView) => id } as const;

/** Lists the tenant's customers, newest first. */
export class ListCustomers implements UseCase<ListCustomersInput, Page<CustomerView>> {
  readonly permission = 'customers:read' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue} on a bad limit or cursor. */
  execute(context: RequestContext, input: ListCustomersInput): Promise<Page<CustomerView>> {
    const { limit, cursor, ...filter } = input;
    return this.#dependencies.reads.read(context, ({ customers }) =>
      readPage({ limit, cursor }, key, (slice) => customers.list(filter, slice)),
    );
  }
}
