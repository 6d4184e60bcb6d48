import { z } from 'zod';
import type { InvoiceUseCases } from '#application/invoicing/use-cases.ts';
import { CustomerBusy } from '#domain/charging/errors.ts';
import {
  BalanceSpent,
  InvoiceCredited,
  InvoiceHasPayments,
  InvoiceNotFound,
  InvoiceNotIssued,
  InvoicePaid,
  InvoiceUncollectible,
  InvoiceVoided,
} from '#domain/invoicing/errors.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { TestClockAdvancing } from '#domain/tenants/errors.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import { voidWire } from '#interfaces/http/invoicing/invoice-input-wire.ts';
import { invoiceSummaryWire } from '#interfaces/http/invoicing/invoice-wire.ts';
import { idWire } from '#interfaces/http/wire/wire.ts';

const params = z.strictObject({ invoiceId: idWire('inv') });
const member = '/v1/invoices/{invoiceId}';
const tag = 'Invoices';
const refusals = [
  InvoiceNotFound,
  VersionMismatch,
  InvoiceNotIssued,
  InvoiceVoided,
  TestClockAdvancing,
  CustomerBusy,
];

/** The ends that an issued invoice may come to without its money, over HTTP. */
export const endEndpoints = (invoices: InvoiceUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'post',
    path: `${member}/void`,
    operationId: 'voidInvoice',
    summary: 'Void an issued invoice, and issue another one if need be',
    tag,
    permission: invoices.void.permission,
    params,
    body: voidWire,
    view: invoiceSummaryWire,
    etag: 'of-all',
    ifMatch: true,
    errors: [...refusals, InvoiceHasPayments, InvoiceCredited, BalanceSpent],
    handle: ({ context, params: { invoiceId }, version, body }) =>
      invoices.void.execute(context, { invoiceId, version, ...body }),
  }),
  endpoint({
    method: 'post',
    path: `${member}/mark-uncollectible`,
    operationId: 'markInvoiceUncollectible',
    summary: 'Give up on the money of an issued invoice',
    tag,
    permission: invoices.markUncollectible.permission,
    params,
    view: invoiceSummaryWire,
    etag: 'of-all',
    ifMatch: true,
    errors: [...refusals, InvoiceUncollectible, InvoicePaid],
    handle: ({ context, params: { invoiceId }, version }) =>
      invoices.markUncollectible.execute(context, { invoiceId, version }),
  }),
];
