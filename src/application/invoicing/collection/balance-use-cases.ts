import type { CustomerReads } from '#application/customers/queries.ts';
import { AdjustBalance } from '#application/invoicing/collection/adjust-balance.ts';
import type { BookRepositories } from '#application/invoicing/documents/book.ts';
import type {
  BalanceTransactionFilter,
  CustomerBalanceView,
  InvoicingReads,
} from '#application/invoicing/queries.ts';
import type { ListRequest } from '#application/shared/created-on.ts';
import { guarded } from '#application/shared/pipeline.ts';
import type { Ports } from '#application/shared/ports.ts';
import { listPage, showOne } from '#application/shared/reads.ts';
import { CustomerNotFound } from '#domain/customers/errors.ts';
import type { CustomerId } from '#domain/shared/ids.ts';

export interface GetBalanceInput {
  readonly customerId: CustomerId;
}

export type ListBalanceTransactionsInput = GetBalanceInput & ListRequest;

type Reads = CustomerReads & InvoicingReads;

/** The use cases of customers' balances. */
export const balanceUseCases = (ports: Ports<BookRepositories, Reads>) => ({
  get: guarded(
    showOne<Reads, GetBalanceInput, CustomerBalanceView>(ports.reads, {
      permission: 'invoices:read',
      find: async ({ customers, balances }, { customerId }) => {
        const [customer, amounts] = await Promise.all([
          customers.find(customerId),
          balances.of(customerId),
        ]);
        return customer && { balances: amounts };
      },
      notFound: CustomerNotFound,
    }),
  ),
  listTransactions: guarded(
    listPage(ports.reads, {
      permission: 'invoices:read',
      prefix: 'bal',
      parse: (_filter: BalanceTransactionFilter) => ({}),
      list: async ({ customers, balances }: Reads, filter, slice) => {
        const [customer, found] = await Promise.all([
          customers.find(filter.customerId),
          balances.transactions(filter, slice),
        ]);
        if (customer === undefined) throw new CustomerNotFound();
        return found;
      },
    }),
  ),
  adjust: guarded(new AdjustBalance(ports)),
});

export type BalanceUseCases = ReturnType<typeof balanceUseCases>;
