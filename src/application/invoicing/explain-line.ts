import type { ExplainedLine, InvoicingReads } from '#application/invoicing/queries.ts';
import type { ReadAccess } from '#application/shared/ports.ts';
import { showOne } from '#application/shared/reads.ts';
import type { UseCase } from '#application/shared/use-case.ts';
import { InvoiceLineNotFound } from '#domain/invoicing/errors.ts';
import type { InvoiceId, LineId } from '#domain/shared/ids.ts';

export interface ExplainLineInput {
  readonly invoiceId: InvoiceId;
  readonly lineId: LineId;
}

/** Shows what the amount of a line was computed from. `evaluate` and `explain` tell the rest. */
export const explainLine = (
  reads: ReadAccess<InvoicingReads>,
): UseCase<ExplainLineInput, ExplainedLine> =>
  showOne(reads, {
    permission: 'invoices:read',
    find: ({ invoices }, { invoiceId, lineId }: ExplainLineInput) =>
      invoices.findLine(invoiceId, lineId),
    notFound: InvoiceLineNotFound,
  });
