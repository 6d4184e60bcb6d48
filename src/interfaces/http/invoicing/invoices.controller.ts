import { z } from 'zod';
import type { InvoiceUseCases } from '#application/invoicing/use-cases.ts';
import { CustomerBusy, TooManyGroups } from '#domain/charging/errors.ts';
import {
  InvoiceLineNotFound,
  InvoiceNotDraft,
  InvoiceNotFound,
  InvoiceNotPayable,
  InvoicePaid,
  InvoiceWithoutLines,
  SellerIncomplete,
} from '#domain/invoicing/errors.ts';
import type { invoiceEventTypes } from '#domain/invoicing/event-types.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { TestClockAdvancing } from '#domain/tenants/errors.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import { billingIssueEndpoints } from '#interfaces/http/invoicing/billing-issues.controller.ts';
import { draftEndpoints } from '#interfaces/http/invoicing/drafts.controller.ts';
import { endEndpoints } from '#interfaces/http/invoicing/invoice-ends.controller.ts';
import {
  invoiceListQuery,
  withInvoiceRanges,
} from '#interfaces/http/invoicing/invoice-list-query.ts';
import {
  explanationWire,
  invoiceFormQuery,
  invoiceOnWire,
  invoiceSummaryWire,
  invoiceWire,
  listedLineWire,
  paymentWire,
  upcomingNoticeWire,
  verificationWire,
} from '#interfaces/http/invoicing/invoice-wire.ts';
import { invoicingDocs } from '#interfaces/http/invoicing/invoicing-docs.ts';
import type { HttpModule } from '#interfaces/http/module.ts';
import { fileWire } from '#interfaces/http/response/file-view.ts';
import { asPage, idWire, pageWire } from '#interfaces/http/wire/wire.ts';

const params = z.strictObject({ invoiceId: idWire('inv') });
const path = '/v1/invoices';
const member = `${path}/{invoiceId}`;
const tag = 'Invoices';

const subject = { prefix: 'inv', snapshot: invoiceSummaryWire } as const;
// Such an invoice has no id yet.
const upcoming = { prefix: 'cus', snapshot: upcomingNoticeWire } as const;

/** Invoices and billing issues over HTTP. */
export const invoiceHttp: HttpModule<
  { readonly invoices: InvoiceUseCases },
  (typeof invoiceEventTypes)[number]
> = {
  endpoints: ({ invoices }) => [
    ...collectionEndpoints(invoices),
    ...draftEndpoints(invoices),
    ...readEndpoints(invoices),
    ...writeEndpoints(invoices),
    ...endEndpoints(invoices),
    ...billingIssueEndpoints(invoices),
  ],
  operations: invoicingDocs,
  events: {
    'invoice.created': ['An invoice was made as a draft', subject, 'made'],
    'invoice.finalized': ['An invoice was issued', subject, 'made_or_changed'],
    'invoice.partially_paid': ['A part of an invoice was paid', subject, 'changed'],
    'invoice.paid': ['An invoice was paid', subject, 'changed'],
    'invoice.overdue': ['An invoice was not paid by its due date', subject, 'changed'],
    'invoice.upcoming': ['An invoice will be made soon', upcoming, 'made'],
    'invoice.updated': ['A draft was changed, or the metadata of an invoice', subject, 'changed'],
    'invoice.deleted': ['A draft was deleted', subject, 'gone'],
    'invoice.voided': ['An invoice was voided', subject, 'changed'],
    'invoice.marked_uncollectible': ['An invoice was given up', subject, 'changed'],
  },
};

const collectionEndpoints = (invoices: InvoiceUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path,
    operationId: 'listInvoices',
    summary: 'List invoices, newest first',
    tag,
    permission: invoices.list.permission,
    query: invoiceListQuery,
    view: pageWire(invoiceSummaryWire, 'InvoicePage'),
    handle: async ({ context, query }) =>
      asPage(await invoices.list.execute(context, withInvoiceRanges(query))),
  }),
  endpoint({
    method: 'get',
    path: '/v1/invoice-lines',
    operationId: 'listInvoiceLines',
    summary: 'List the lines of invoices, the newest invoice first',
    tag,
    permission: invoices.listLines.permission,
    query: invoiceListQuery,
    view: pageWire(listedLineWire, 'InvoiceLinePage'),
    handle: async ({ context, query }) =>
      asPage(await invoices.listLines.execute(context, withInvoiceRanges(query))),
  }),
  endpoint({
    method: 'get',
    path: `${path}/verification`,
    operationId: 'verifyInvoices',
    summary: 'Compute all issued invoices anew, and compare',
    tag,
    permission: invoices.verify.permission,
    view: verificationWire,
    handle: ({ context }) => invoices.verify.execute(context, {}),
  }),
];

const readEndpoints = (invoices: InvoiceUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path: member,
    operationId: 'getInvoice',
    summary: 'Show an invoice with its lines',
    tag,
    permission: invoices.get.permission,
    params,
    view: invoiceWire,
    etag: 'of-all',
    // A draft shows the taxes that apply now: other rates raise no version of it.
    isFixed: ({ status }) => status !== 'draft',
    errors: [InvoiceNotFound, TooManyGroups],
    handle: async ({ context, params: { invoiceId } }) =>
      invoiceOnWire(await invoices.get.execute(context, { invoiceId })),
  }),
  endpoint({
    method: 'get',
    path: `${member}/pdf`,
    operationId: 'getInvoicePdf',
    summary: 'Print an invoice',
    tag,
    permission: invoices.pdf.permission,
    params,
    query: invoiceFormQuery,
    view: fileWire,
    file: 'application/pdf',
    errors: [InvoiceNotFound, TooManyGroups],
    handle: ({ context, params: { invoiceId }, query }) =>
      invoices.pdf.execute(context, { invoiceId, ...query }),
  }),
  endpoint({
    method: 'get',
    path: `${member}/lines/{lineId}/explanation`,
    operationId: 'explainInvoiceLine',
    summary: 'Show how the amount of a line comes to be',
    tag,
    permission: invoices.explainLine.permission,
    params: params.extend({ lineId: idWire('line') }),
    view: explanationWire,
    errors: [InvoiceLineNotFound],
    handle: ({ context, params: { invoiceId, lineId } }) =>
      invoices.explainLine.execute(context, { invoiceId, lineId }),
  }),
];

const writeEndpoints = (invoices: InvoiceUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'post',
    path: `${member}/finalize`,
    operationId: 'finalizeInvoice',
    summary: 'Issue a draft',
    tag,
    permission: invoices.finalize.permission,
    params,
    view: invoiceSummaryWire,
    etag: 'of-all',
    ifMatch: true,
    errors: [
      InvoiceNotFound,
      VersionMismatch,
      InvoiceNotDraft,
      InvoiceWithoutLines,
      SellerIncomplete,
      TestClockAdvancing,
      CustomerBusy,
      TooManyGroups,
    ],
    handle: ({ context, params: { invoiceId }, version }) =>
      invoices.finalize.execute(context, { invoiceId, version }),
  }),
  endpoint({
    method: 'post',
    path: `${member}/payments`,
    operationId: 'recordPayment',
    summary: 'Record money that was received for an invoice',
    tag,
    permission: invoices.recordPayment.permission,
    params,
    body: paymentWire,
    view: invoiceSummaryWire,
    status: 201,
    etag: 'of-all',
    errors: [InvoiceNotFound, InvoiceNotPayable, InvoicePaid, TestClockAdvancing, CustomerBusy],
    handle: ({ context, params: { invoiceId }, body }) =>
      invoices.recordPayment.execute(context, { invoiceId, ...body }),
  }),
];
