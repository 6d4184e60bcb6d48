import { z } from 'zod';
import type { InvoiceUseCases } from '#application/invoicing/use-cases.ts';
import { CustomerBusy, TooManyGroups } from '#domain/charging/errors.ts';
import { CustomerCurrencyMismatch, CustomerNotFound } from '#domain/customers/errors.ts';
import {
  InvoiceHasCharges,
  InvoiceLineNotFound,
  InvoiceLineNotManual,
  InvoiceNotDraft,
  InvoiceNotFound,
  PreviewOutdated,
  TooManyInvoiceLines,
} from '#domain/invoicing/errors.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { TestClockAdvancing } from '#domain/tenants/errors.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import {
  invoiceChangesWire,
  lineChangesWire,
  newInvoiceWire,
  newLineWire,
} from '#interfaces/http/invoicing/invoice-input-wire.ts';
import {
  invoicePreviewsOnWire,
  invoicePreviewsWire,
  tellingInvoicePreview,
} from '#interfaces/http/invoicing/invoice-preview-wire.ts';
import { invoiceSummaryWire, invoiceWire } from '#interfaces/http/invoicing/invoice-wire.ts';
import { idWire } from '#interfaces/http/wire/wire.ts';

const params = z.strictObject({ invoiceId: idWire('inv') });
const lineParams = params.extend({ lineId: idWire('line') });
const path = '/v1/invoices';
const member = `${path}/{invoiceId}`;
const lineMember = `${member}/lines/{lineId}`;
const tag = 'Invoices';

const creationRefusals = [CustomerNotFound, CustomerCurrencyMismatch, TestClockAdvancing];
const draftRefusals = [InvoiceNotFound, InvoiceNotDraft, TestClockAdvancing, CustomerBusy];
const lineRefusals = [
  ...draftRefusals,
  VersionMismatch,
  InvoiceLineNotFound,
  InvoiceLineNotManual,
  TooManyGroups,
];

/** Invoices that people write, and drafts that they change, over HTTP. */
export const draftEndpoints = (invoices: InvoiceUseCases): readonly Endpoint[] => [
  ...creationEndpoints(invoices),
  ...memberEndpoints(invoices),
  ...lineEndpoints(invoices),
];

const creationEndpoints = (invoices: InvoiceUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'post',
    path,
    operationId: 'createInvoice',
    summary: 'Write an invoice by hand',
    tag,
    permission: invoices.create.permission,
    body: newInvoiceWire,
    view: invoiceWire,
    status: 201,
    etag: 'of-all',
    location: path,
    errors: [...creationRefusals, CustomerBusy, PreviewOutdated],
    handle: ({ context, body }) => tellingInvoicePreview(invoices.create.execute(context, body)),
  }),
  endpoint({
    method: 'post',
    path: `${path}/preview`,
    operationId: 'previewInvoice',
    summary: 'Show an invoice before it is written',
    tag,
    permission: invoices.previewCreate.permission,
    isPreview: true,
    body: newInvoiceWire,
    view: invoicePreviewsWire,
    errors: creationRefusals,
    handle: async ({ context, body }) =>
      invoicePreviewsOnWire(await invoices.previewCreate.execute(context, body)),
  }),
];

const memberEndpoints = (invoices: InvoiceUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'patch',
    path: member,
    operationId: 'updateInvoice',
    summary: 'Change the texts of a draft, or the metadata of any invoice',
    tag,
    permission: invoices.update.permission,
    params,
    body: invoiceChangesWire,
    view: invoiceSummaryWire,
    etag: 'of-all',
    ifMatch: true,
    errors: [...draftRefusals, VersionMismatch],
    handle: ({ context, params: { invoiceId }, version, body: changes }) =>
      invoices.update.execute(context, { invoiceId, version, changes }),
  }),
  endpoint({
    method: 'delete',
    path: member,
    operationId: 'deleteInvoice',
    summary: 'Delete a draft that was written by hand',
    tag,
    permission: invoices.delete.permission,
    params,
    ifMatch: true,
    errors: [...draftRefusals, VersionMismatch, InvoiceHasCharges],
    handle: ({ context, params: { invoiceId }, version }) =>
      invoices.delete.execute(context, { invoiceId, version }),
  }),
];

const lineEndpoints = (invoices: InvoiceUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'post',
    path: `${member}/lines`,
    operationId: 'addInvoiceLine',
    summary: 'Add a line to a draft',
    tag,
    permission: invoices.addLine.permission,
    params,
    body: newLineWire,
    view: invoiceWire,
    status: 201,
    etag: 'of-all',
    errors: [...draftRefusals, TooManyInvoiceLines, TooManyGroups],
    handle: ({ context, params: { invoiceId }, body }) =>
      invoices.addLine.execute(context, { invoiceId, ...body }),
  }),
  endpoint({
    method: 'patch',
    path: lineMember,
    operationId: 'updateInvoiceLine',
    summary: 'Change a line of a draft that was written by hand',
    tag,
    permission: invoices.updateLine.permission,
    params: lineParams,
    body: lineChangesWire,
    view: invoiceWire,
    etag: 'of-all',
    ifMatch: true,
    errors: lineRefusals,
    handle: ({ context, params: ids, version, body: changes }) =>
      invoices.updateLine.execute(context, { ...ids, version, changes }),
  }),
  endpoint({
    method: 'delete',
    path: lineMember,
    operationId: 'deleteInvoiceLine',
    summary: 'Take a line off a draft that was written by hand',
    tag,
    permission: invoices.deleteLine.permission,
    params: lineParams,
    view: invoiceWire,
    etag: 'of-all',
    ifMatch: true,
    errors: lineRefusals,
    handle: ({ context, params: ids, version }) =>
      invoices.deleteLine.execute(context, { ...ids, version }),
  }),
];
