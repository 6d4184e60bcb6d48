import type { CustomerReads } from '#application/customers/queries.ts';
import { MarkUncollectible } from '#application/invoicing/collection/mark-uncollectible.ts';
import { RecordPayment } from '#application/invoicing/collection/record-payment.ts';
import { RetryBillingIssue } from '#application/invoicing/collection/retry-billing-issue.ts';
import { VoidInvoice } from '#application/invoicing/collection/void-invoice.ts';
import type { BookRepositories } from '#application/invoicing/documents/book.ts';
import { AddInvoiceLine } from '#application/invoicing/drafts/add-invoice-line.ts';
import { CreateInvoice } from '#application/invoicing/drafts/create-invoice.ts';
import { DeleteInvoice } from '#application/invoicing/drafts/delete-invoice.ts';
import { DeleteInvoiceLine } from '#application/invoicing/drafts/delete-invoice-line.ts';
import { FinalizeInvoice } from '#application/invoicing/drafts/finalize-invoice.ts';
import { PreviewInvoice } from '#application/invoicing/drafts/preview-invoice.ts';
import { UpdateInvoice } from '#application/invoicing/drafts/update-invoice.ts';
import { UpdateInvoiceLine } from '#application/invoicing/drafts/update-invoice-line.ts';
import type {
  BillingIssueFilter,
  BillingStanding,
  InvoiceFilter,
  InvoicingReads,
} from '#application/invoicing/queries.ts';
import type { RecountReads } from '#application/invoicing/verification/recount-usage.ts';
import { VerifyInvoices } from '#application/invoicing/verification/verify-invoices.ts';
import { ExplainLine } from '#application/invoicing/views/explain-line.ts';
import { checkInvoiceFilter } from '#application/invoicing/views/invoice-filter.ts';
import { listLines } from '#application/invoicing/views/list-lines.ts';
import type { InvoiceRenderer } from '#application/invoicing/views/render-invoice.ts';
import { renderInvoice } from '#application/invoicing/views/render-invoice.ts';
import { ShowInvoice } from '#application/invoicing/views/show-invoice.ts';
import type { ListRequest } from '#application/shared/created-on.ts';
import { guarded } from '#application/shared/pipeline.ts';
import type { Ports } from '#application/shared/ports.ts';
import { listPage } from '#application/shared/reads.ts';
import type { TenantReads } from '#application/tenants/ports.ts';

export type ListInvoicesInput = InvoiceFilter & ListRequest;
export type ListBillingIssuesInput = BillingIssueFilter & ListRequest;

/** The use cases of invoices. */
export const invoiceUseCases = (
  ports: Ports<BookRepositories, InvoicingReads & RecountReads & CustomerReads & TenantReads> & {
    readonly hash: (text: string) => string;
    readonly invoiceRenderer: InvoiceRenderer;
  },
) => ({
  get: guarded(new ShowInvoice(ports)),
  list: guarded(
    listPage(ports.reads, {
      permission: 'invoices:read',
      prefix: 'inv',
      parse: checkInvoiceFilter,
      list: ({ invoices }, filter, slice) => invoices.list(filter, slice),
    }),
  ),
  listLines: guarded(listLines(ports.reads)),
  pdf: guarded(renderInvoice(ports)),
  explainLine: guarded(new ExplainLine(ports)),
  create: guarded(new CreateInvoice(ports)),
  previewCreate: guarded(new PreviewInvoice(ports)),
  update: guarded(new UpdateInvoice(ports)),
  delete: guarded(new DeleteInvoice(ports)),
  addLine: guarded(new AddInvoiceLine(ports)),
  updateLine: guarded(new UpdateInvoiceLine(ports)),
  deleteLine: guarded(new DeleteInvoiceLine(ports)),
  finalize: guarded(new FinalizeInvoice(ports)),
  void: guarded(new VoidInvoice(ports)),
  markUncollectible: guarded(new MarkUncollectible(ports)),
  recordPayment: guarded(new RecordPayment(ports)),
  verify: guarded(new VerifyInvoices(ports)),
  runStatus: guarded<Record<string, never>, BillingStanding>({
    permission: 'invoices:read',
    execute: (context) => ports.reads.read(context, ({ billingRuns }) => billingRuns.standing()),
  }),
  retryIssue: guarded(new RetryBillingIssue(ports)),
  listIssues: guarded(
    listPage(ports.reads, {
      permission: 'invoices:read',
      prefix: 'iss',
      parse: (_filter: BillingIssueFilter) => ({}),
      list: ({ billingIssues }, filter, slice) => billingIssues.list(filter, slice),
    }),
  ),
});

export type InvoiceUseCases = ReturnType<typeof invoiceUseCases>;
