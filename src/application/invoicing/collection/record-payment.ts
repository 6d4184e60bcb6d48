import { heldBalance } from '#application/invoicing/collection/held-balance.ts';
import type { BookRepositories } from '#application/invoicing/documents/book.ts';
import type { InvoiceView } from '#application/invoicing/queries.ts';
import { invoiceView } from '#application/invoicing/queries.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { requireReadyClock } from '#application/tenants/require-ready-clock.ts';
import { InvoiceNotFound } from '#domain/invoicing/errors.ts';
import { parsePayment } from '#domain/invoicing/payment.ts';
import { requirePayable } from '#domain/invoicing/required-state.ts';
import { checkAll } from '#domain/shared/check.ts';
import type { InvoiceId } from '#domain/shared/ids.ts';
import type { Money } from '#domain/shared/money.ts';
import { withinRange } from '#domain/shared/money.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<BookRepositories>;
}

export interface RecordPaymentInput {
  readonly invoiceId: InvoiceId;
  /** More than zero, in the invoice's currency. */
  readonly amount: Money;
  /** The day on which the money came in. */
  readonly paidOn: string;
  readonly reference?: string | null | undefined;
}

/** Records money that was received for an invoice. What exceeds it goes to the balance. */
export class RecordPayment implements UseCase<RecordPaymentInput, InvoiceView> {
  readonly permission = 'invoices:write' as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * @throws {InvalidValue | InvoiceNotFound | InvoiceNotPayable | InvoicePaid | CustomerBusy}
   */
  execute(context: RequestContext, input: RecordPaymentInput): Promise<InvoiceView> {
    const { unitOfWork } = this.#dependencies;
    const { invoiceId } = input;

    return unitOfWork.run(context, async (repositories, run) => {
      requireReadyClock(run);
      const { nextId } = run;
      const { invoices, billingAccounts, payments, balances } = repositories;
      const known = await invoices.find(invoiceId);
      if (known === undefined) throw new InvoiceNotFound();
      const { customerId, currency } = known.facts;
      const { amount, paidOn, reference } = parsePayment(input, currency);
      const { now } = await billingAccounts.lock([customerId]);
      const found = await invoices.find(invoiceId);
      if (found === undefined) throw new InvoiceNotFound();
      const { invoice, excess } = requirePayable(found).pay(amount, now);

      const stored = await invoices.save(invoice);
      await payments.add({
        id: nextId('pay'),
        invoiceId,
        amount,
        paidOn,
        reference,
        createdAt: now,
      });
      if (excess.isPositive()) {
        const balance = await heldBalance(repositories, customerId, currency);
        checkAll({ amount: () => withinRange(balance.plus(excess)) });
        const shared = { customerId, reason: null, invoiceId, createdAt: now };
        const id = nextId('bal');
        await balances.move([{ ...shared, id, amount: excess, kind: 'overpayment' }]);
      }
      return invoiceView(stored);
    });
  }
}
