import { z } from 'zod';
import type { TaxRateUseCases } from '#application/taxes/use-cases.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import { TaxRateArchived, TaxRateFixed, TaxRateNotFound } from '#domain/taxes/errors.ts';
import type { taxRateEventTypes } from '#domain/taxes/event-types.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import type { HttpModule } from '#interfaces/http/module.ts';
import {
  newTaxRateWire,
  taxRateChangesWire,
  taxRateListQuery,
  taxRateWire,
} from '#interfaces/http/taxes/tax-rate-wire.ts';
import { asPage, idWire, pageWire, withCreatedAt } from '#interfaces/http/wire.ts';

const params = z.strictObject({ taxRateId: idWire('tax') });
const path = '/v1/tax-rates';
const tag = 'Tax rates';

const subject = { prefix: 'tax', snapshot: taxRateWire } as const;

/** Tax rates over HTTP. */
export const taxRateHttp: HttpModule<
  { readonly taxRates: TaxRateUseCases },
  (typeof taxRateEventTypes)[number]
> = {
  endpoints: (useCases) => [
    ...collectionEndpoints(useCases.taxRates),
    ...memberEndpoints(useCases.taxRates),
  ],
  operations: {
    listTaxRates: {
      description: 'Lists tax rates. `search` looks in names.',
      query: { status: 'all' },
    },
    createTaxRate: {
      description:
        'Stores a tax rate. It taxes nothing before it is put into `taxRateIds` of the tenant, a ' +
        'product or a customer: of these the nearest to a line says how it is taxed.',
      body: { name: 'VAT 20 %', rate: '0.20', isInclusive: false },
    },
    getTaxRate: { description: 'Shows one tax rate, with its version as the `ETag`.' },
    updateTaxRate: {
      description:
        'Changes the name, which invoices show from then on. A rate that changes by law is ' +
        'another tax rate.',
      body: { name: 'VAT (standard)' },
    },
    archiveTaxRate: {
      description:
        'Takes a tax rate out of use: it cannot be put anywhere any more. Where it stands it ' +
        'stays in force, until another is put there.',
    },
  },
  events: {
    'tax_rate.created': ['A tax rate was created', subject, 'made'],
    'tax_rate.updated': ['A tax rate was renamed', subject, 'changed'],
    'tax_rate.archived': ['A tax rate was archived', subject, 'changed'],
  },
};

const collectionEndpoints = (taxRates: TaxRateUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path,
    operationId: 'listTaxRates',
    summary: 'List tax rates, newest first',
    tag,
    permission: taxRates.list.permission,
    query: taxRateListQuery,
    view: pageWire(taxRateWire, 'TaxRatePage'),
    handle: async ({ context, query }) =>
      asPage(await taxRates.list.execute(context, withCreatedAt(query))),
  }),
  endpoint({
    method: 'post',
    path,
    operationId: 'createTaxRate',
    summary: 'Create a tax rate',
    tag,
    permission: taxRates.create.permission,
    body: newTaxRateWire,
    view: taxRateWire,
    status: 201,
    etag: 'of-all',
    location: path,
    errors: [],
    handle: ({ context, body }) => taxRates.create.execute(context, body),
  }),
];

const memberEndpoints = (taxRates: TaxRateUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path: `${path}/{taxRateId}`,
    operationId: 'getTaxRate',
    summary: 'Show a tax rate, archived or not',
    tag,
    permission: taxRates.get.permission,
    params,
    view: taxRateWire,
    etag: 'of-all',
    errors: [TaxRateNotFound],
    handle: ({ context, params: { taxRateId } }) => taxRates.get.execute(context, { taxRateId }),
  }),
  endpoint({
    method: 'patch',
    path: `${path}/{taxRateId}`,
    operationId: 'updateTaxRate',
    summary: 'Rename a tax rate',
    tag,
    permission: taxRates.update.permission,
    params,
    body: taxRateChangesWire,
    view: taxRateWire,
    etag: 'of-all',
    ifMatch: true,
    errors: [TaxRateNotFound, VersionMismatch, TaxRateArchived, TaxRateFixed],
    handle: ({ context, params: { taxRateId }, version, body: changes }) =>
      taxRates.update.execute(context, { taxRateId, version, changes }),
  }),
  endpoint({
    method: 'delete',
    path: `${path}/{taxRateId}`,
    operationId: 'archiveTaxRate',
    summary: 'Archive a tax rate',
    tag,
    permission: taxRates.archive.permission,
    params,
    ifMatch: true,
    errors: [TaxRateNotFound, VersionMismatch, TaxRateArchived],
    handle: async ({ context, params: { taxRateId }, version }) => {
      await taxRates.archive.execute(context, { taxRateId, version });
    },
  }),
];
