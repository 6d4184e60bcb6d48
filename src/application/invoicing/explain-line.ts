import type { InvoicingReads } from '#application/invoicing/queries.ts';
import type { ReadAccess } from '#application/shared/ports.ts';
import { showOne } from '#application/shared/reads.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { closingLineId } from '#domain/invoicing/document-line.ts';
import { InvoiceLineNotFound } from '#domain/invoicing/errors.ts';
import type { LineExplanation } from '#domain/invoicing/line-explanation.ts';
import { explainCharge, explainClosing } from '#domain/invoicing/line-explanation.ts';
import type { InvoiceId, LineId } from '#domain/shared/ids.ts';

export interface ExplainLineInput {
  readonly invoiceId: InvoiceId;
  readonly lineId: LineId;
}

/** Shows how the amount of a line comes to be, computed anew. `InvoiceLineNotFound` is thrown. */
export const explainLine = (
  reads: ReadAccess<InvoicingReads>,
): UseCase<ExplainLineInput, LineExplanation> =>
  showOne(reads, {
    permission: 'invoices:read',
    find: async ({ invoices }, { invoiceId, lineId }: ExplainLineInput) => {
      if (lineId === closingLineId(invoiceId)) {
        const invoice = await invoices.find(invoiceId);
        const isClosed = invoice?.movedToBalance.isPositive() === true;
        return isClosed ? explainClosing(invoice.movedToBalance) : undefined;
      }
      const line = await invoices.findLine(invoiceId, lineId);
      return line && explainCharge(line);
    },
    notFound: InvoiceLineNotFound,
  });
