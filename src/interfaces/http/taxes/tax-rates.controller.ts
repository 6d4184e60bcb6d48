import { z } from 'zod';
import type { TaxRateUseCases } from '#application/taxes/use-cases.ts';
import { TaxRateArchived, TaxRateFixed, TaxRateNotFound } from '#domain/taxes/errors.ts';
import type { taxRateEventTypes } from '#domain/taxes/event-types.ts';
import type { HttpModule } from '#interfaces/http/module.ts';
import { resourceEndpoints } from '#interfaces/http/resource-endpoints.ts';
import {
  newTaxRateWire,
  taxRateChangesWire,
  taxRateListQuery,
  taxRateWire,
} from '#interfaces/http/taxes/tax-rate-wire.ts';
import { idWire } from '#interfaces/http/wire/wire.ts';

const subject = { prefix: 'tax', snapshot: taxRateWire } as const;

/** Tax rates over HTTP. */
export const taxRateHttp: HttpModule<
  { readonly taxRates: TaxRateUseCases },
  (typeof taxRateEventTypes)[number]
> = {
  endpoints: ({ taxRates }) =>
    resourceEndpoints({
      path: '/v1/tax-rates',
      name: 'TaxRate',
      noun: 'tax rate',
      tag: 'Tax rates',
      schemas: {
        params: z.strictObject({ taxRateId: idWire('tax') }),
        query: taxRateListQuery,
        input: newTaxRateWire,
        changes: taxRateChangesWire,
        view: taxRateWire,
      },
      useCases: taxRates,
      removal: { verb: 'archive', summary: 'Archive a tax rate', useCase: taxRates.archive },
      errors: {
        notFound: TaxRateNotFound,
        create: [],
        update: [TaxRateArchived, TaxRateFixed],
        removal: [TaxRateArchived],
      },
    }),
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
