import { z } from 'zod';
import type { InvoiceUseCases } from '#application/invoicing/use-cases.ts';
import { CustomerBusy } from '#domain/charging/errors.ts';
import { billingIssueCodes } from '#domain/invoicing/billing-issue.ts';
import { BillingIssueNotFound, BillingIssueResolved } from '#domain/invoicing/errors.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import {
  asPage,
  createdAtQuery,
  idWire,
  instantWire,
  pageQuery,
  pageWire,
  versionWire,
  withCreatedAt,
} from '#interfaces/http/wire/wire.ts';

/** A billing issue on the wire. */
const billingIssueWire = z
  .strictObject({
    id: idWire('iss'),
    version: versionWire,
    customerId: idWire('cus'),
    code: z.enum(billingIssueCodes),
    detail: z.string().meta({ description: 'For people: what to do about it.' }),
    moment: instantWire.meta({ description: 'Since when something is due.' }),
    createdAt: instantWire,
    resolvedAt: instantWire.nullable(),
  })
  .meta({
    id: 'BillingIssue',
    description: 'Why a customer is not billed until a person says to try again.',
  });

const listQuery = z.strictObject({
  ...pageQuery,
  ...createdAtQuery,
  customerId: idWire('cus').optional(),
  status: z
    .enum(['open', 'resolved', 'all'])
    .optional()
    .meta({ description: 'Where absent: those that wait for a person.' }),
});

const path = '/v1/billing-issues';
const tag = 'Billing';

/** Billing issues over HTTP. */
export const billingIssueEndpoints = (
  invoices: Pick<InvoiceUseCases, 'listIssues' | 'retryIssue'>,
): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path,
    operationId: 'listBillingIssues',
    summary: 'List what keeps customers from being billed, newest first',
    tag,
    permission: invoices.listIssues.permission,
    query: listQuery,
    view: pageWire(billingIssueWire, 'BillingIssuePage'),
    handle: async ({ context, query }) =>
      asPage(await invoices.listIssues.execute(context, withCreatedAt(query))),
  }),
  endpoint({
    method: 'post',
    path: `${path}/{issueId}/retry`,
    operationId: 'retryBillingIssue',
    summary: 'Let a customer be billed again',
    tag,
    permission: invoices.retryIssue.permission,
    params: z.strictObject({ issueId: idWire('iss') }),
    view: billingIssueWire,
    errors: [BillingIssueNotFound, BillingIssueResolved, CustomerBusy],
    handle: ({ context, params: { issueId } }) => invoices.retryIssue.execute(context, { issueId }),
  }),
];
