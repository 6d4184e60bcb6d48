import type { BookRepositories } from '#application/invoicing/documents/book.ts';
import type { InvoicingReads } from '#application/invoicing/queries.ts';
import { taxedDraft } from '#application/invoicing/views/show-invoice.ts';
import type { RequestContext } from '#application/shared/context.ts';
import type { Ports } from '#application/shared/ports.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { closingLineId } from '#domain/invoicing/document-line.ts';
import { InvoiceLineNotFound } from '#domain/invoicing/errors.ts';
import type { LineExplanation } from '#domain/invoicing/line-explanation.ts';
import { explainCharge, explainClosing } from '#domain/invoicing/line-explanation.ts';
import type { InvoiceId, LineId } from '#domain/shared/ids.ts';

interface Dependencies extends Ports<BookRepositories, InvoicingReads> {
  readonly hash: (text: string) => string;
}

export interface ExplainLineInput {
  readonly invoiceId: InvoiceId;
  readonly lineId: LineId;
}

/** Shows how the amount of a line comes to be, and its total: computed anew. */
export class ExplainLine implements UseCase<ExplainLineInput, LineExplanation> {
  readonly permission = 'invoices:read' as const;
  readonly isRead = true;
  readonly #dependencies: Dependencies;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws {InvoiceLineNotFound} */
  async execute(context: RequestContext, input: ExplainLineInput): Promise<LineExplanation> {
    const { invoiceId, lineId } = input;
    const { invoice, line } = await this.#dependencies.reads.read(context, async ({ invoices }) => {
      const [found, explained] = await Promise.all([
        invoices.find(invoiceId),
        invoices.findLine(invoiceId, lineId),
      ]);
      return { invoice: found, line: explained };
    });
    if (invoice === undefined) throw new InvoiceLineNotFound();
    // The lines of a draft are not fixed, and so is not what closes it.
    const isDraft = invoice.status === 'draft';
    const shown = isDraft ? await taxedDraft(this.#dependencies, context, invoice) : invoice;
    if (lineId === closingLineId(invoiceId) && shown.movedToBalance.isPositive()) {
      return explainClosing(shown.movedToBalance);
    }
    if (line === undefined) throw new InvoiceLineNotFound();
    const charge = shown.lines.find(({ id }) => id === lineId) ?? line.charge;
    return explainCharge({ ...line, charge, taxRule: shown.taxRule });
  }
}
