import { heldBalance } from '#application/invoicing/collection/held-balance.ts';
import type { BookRepositories } from '#application/invoicing/documents/book.ts';
import type { BalanceTransactionView } from '#application/invoicing/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { requireReadyClock } from '#application/tenants/require-ready-clock.ts';
import { CustomerNotFound } from '#domain/customers/errors.ts';
import type { BalanceAdjustmentInput } from '#domain/invoicing/balance.ts';
import { balanceAdjusted, parseAdjustment } from '#domain/invoicing/balance.ts';
import { BalanceTooLow } from '#domain/invoicing/errors.ts';
import { checkAll } from '#domain/shared/check.ts';
import type { CustomerId } from '#domain/shared/ids.ts';
import { withinRange } from '#domain/shared/money.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<BookRepositories>;
}

export interface AdjustBalanceInput extends BalanceAdjustmentInput {
  readonly customerId: CustomerId;
}

/** Gives a customer credit, or takes some back. The next invoice in the currency uses it. */
export class AdjustBalance implements UseCase<AdjustBalanceInput, BalanceTransactionView> {
  readonly permission = 'invoices:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvalidValue | CustomerNotFound | BalanceTooLow | CustomerBusy} */
  async execute(
    context: RequestContext,
    { customerId, ...input }: AdjustBalanceInput,
  ): Promise<BalanceTransactionView> {
    const { unitOfWork } = this.#dependencies;
    const { amount, reason } = parseAdjustment(input);

    return unitOfWork.run(context, async (repositories, run) => {
      requireReadyClock(run);
      const { customers, billingAccounts, balances } = repositories;
      if ((await customers.find(customerId)) === undefined) throw new CustomerNotFound();
      await billingAccounts.open(customerId, run.mode);
      const { now } = await billingAccounts.lock([customerId]);
      const before = await heldBalance(repositories, customerId, amount.currency);
      const balance = before.plus(amount);
      if (balance.isNegative()) throw new BalanceTooLow();
      checkAll({ amount: () => withinRange(balance) });

      const id = run.nextId('bal');
      const moved = { id, customerId, amount, reason, kind: 'adjustment' as const };
      const transaction = { ...moved, invoiceId: null, createdAt: now };
      const adjusted = { transactionId: id, customerId, amount, balance, reason, createdAt: now };
      await balances.move([transaction], [{ events: [balanceAdjusted(adjusted)] }]);
      return { ...transaction, balanceAfter: balance };
    });
  }
}
