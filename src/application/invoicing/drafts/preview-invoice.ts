import type { BookRepositories } from '#application/invoicing/documents/book.ts';
import type { QuotedInvoicePreview } from '#application/invoicing/documents/invoice-preview.ts';
import { openBook } from '#application/invoicing/documents/open-book.ts';
import type { CreateInvoiceInput } from '#application/invoicing/drafts/create-invoice.ts';
import { parseInvoice, writtenDraft } from '#application/invoicing/drafts/create-invoice.ts';
import { quotedPreview } from '#application/invoicing/drafts/quote-invoice.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { UnitOfWork } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { requireReadyClock } from '#application/tenants/require-ready-clock.ts';

interface Dependencies {
  readonly unitOfWork: UnitOfWork<BookRepositories>;
  readonly hash: (text: string) => string;
}

/** Shows the invoice that a person writes, as it would be if it were issued now. */
export class PreviewInvoice implements UseCase<CreateInvoiceInput, QuotedInvoicePreview> {
  readonly permission = 'invoices:write' as const;
  readonly isRead = true as const;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** Refuses exactly what the call refuses. */
  execute(context: RequestContext, input: CreateInvoiceInput): Promise<QuotedInvoicePreview> {
    const { unitOfWork, hash } = this.#dependencies;
    const { customerId } = input;
    const written = parseInvoice(input);

    return unitOfWork.run({ ...context, idempotency: undefined }, async (repositories, run) => {
      requireReadyClock(run);
      const book = await openBook(repositories, { ...run, hash }, [customerId]);
      const draft = await writtenDraft(book, customerId, written);
      return quotedPreview(book, draft, input, run);
    });
  }
}
