import type {
  CustomerFilter,
  CustomerReads,
  CustomerView,
} from '#application/customers/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { Page, PageRequest } from '#application/shared/page.ts';
import { readPage } from '#application/shared/page.ts';
import type { ReadDoor } from '#application/shared/ports.ts';
import { parseSearch } from '#application/shared/search.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { parseExternalId } from '#domain/customers/customer.ts';
import { checkAll, orUndefined } from '#domain/shared/check.ts';
import { parseEmailAddress } from '#domain/shared/text.ts';

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

  /** @throws {InvalidValue} on a bad filter, limit or cursor. */
  async execute(context: RequestContext, input: ListCustomersInput): Promise<Page<CustomerView>> {
    const { limit, cursor, ...asked } = input;
    const filter = {
      ...asked,
      ...checkAll({
        email: () => orUndefined(parseEmailAddress)(asked.email),
        externalId: () => orUndefined(parseExternalId)(asked.externalId),
        search: () => orUndefined(parseSearch)(asked.search),
      }),
    };
    return this.#dependencies.reads.read(context, ({ customers }) =>
      readPage({ limit, cursor }, key, (slice) => customers.list(filter, slice)),
    );
  }
}
