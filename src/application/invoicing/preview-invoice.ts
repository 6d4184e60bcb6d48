import type { BookRepositories } from '#application/invoicing/book.ts';
import type { CreateInvoiceInput } from '#application/invoicing/create-invoice.ts';
import { parseInvoice, writtenDraft } from '#application/invoicing/create-invoice.ts';
import type { InvoicePreview } from '#application/invoicing/invoice-preview.ts';
import { openBook } from '#application/invoicing/open-book.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { requireReadyClock } from '#application/tenants/require-ready-clock.ts';
import { totalsInTurn } from '#domain/invoicing/totals.ts';
import { invariant } from '#domain/shared/invariant.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<BookRepositories>;
  readonly hash: (text: string) => string;
}

/** Shows the invoice that a person writes, as it would be if it were issued now. */
export class PreviewInvoice implements UseCase<CreateInvoiceInput, InvoicePreview> {
  readonly permission = 'invoices:write' as const;
  readonly isRead = true as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** Refuses exactly what the call refuses. */
  execute(context: RequestContext, input: CreateInvoiceInput): Promise<InvoicePreview> {
    const { unitOfWork, hash } = this.#dependencies;
    const { customerId } = input;
    const written = parseInvoice(input);

    return unitOfWork.run({ ...context, idempotency: undefined }, async (repositories, run) => {
      requireReadyClock(run);
      const book = await openBook(repositories, { ...run, hash }, [customerId]);
      const { draft, withTaxes } = await writtenDraft(book, customerId, written);
      const { currency } = draft.facts;
      const balances = await repositories.balances.of([customerId]);
      const [totals] = totalsInTurn([{ of: draft.facts, lines: withTaxes }], balances);
      invariant(totals !== undefined, 'One document has one sum.');
      return { ...totals, customerId, currency, at: book.now, lines: withTaxes };
    });
  }
}
