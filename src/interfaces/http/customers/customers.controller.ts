import { z } from 'zod';
import type { CustomerUseCases } from '#application/customers/use-cases.ts';
import {
  CustomerEmailTaken,
  CustomerExternalIdTaken,
  CustomerInUse,
  CustomerNotFound,
} from '#domain/customers/errors.ts';
import type { ResourceEventType } from '#domain/shared/resource-events.ts';
import { textLimits } from '#domain/shared/text.ts';
import { termsInputWire, termsWire } from '#interfaces/http/customers/billing-terms-wire.ts';
import type { HttpModule } from '#interfaces/http/module.ts';
import { resourceEndpoints } from '#interfaces/http/resource-endpoints.ts';
import { addressInputWire, addressWire, taxIdWire } from '#interfaces/http/wire/address-wire.ts';
import {
  createdAtQuery,
  currencyWire,
  emailWire,
  idWire,
  instantWire,
  metadataWire,
  nameWire,
  pageQuery,
  searchWire,
  textWire,
  timeZoneWire,
  versionWire,
} from '#interfaces/http/wire/wire.ts';

const optionalInput = {
  externalId: textWire(textLimits.externalId).nullish(),
  currency: currencyWire.nullish(),
  timeZone: timeZoneWire.nullish(),
  address: addressInputWire.nullish(),
  taxId: taxIdWire.nullish(),
  billing: termsInputWire.nullish(),
  metadata: metadataWire.optional(),
};

const newCustomer = z
  .strictObject({ name: nameWire, email: emailWire, ...optionalInput })
  .meta({ id: 'NewCustomer' });

const customerChanges = z
  .strictObject({ name: nameWire.optional(), email: emailWire.optional(), ...optionalInput })
  .meta({ id: 'CustomerChanges', description: 'The changes: absent stays; null clears.' });

/** A customer on the wire, and as events show it. */
const customerWire = z
  .strictObject({
    id: idWire('cus'),
    version: versionWire,
    name: z.string(),
    email: emailWire,
    externalId: z.string().nullable(),
    currency: currencyWire.nullable(),
    timeZone: timeZoneWire.nullable(),
    address: addressWire.nullable(),
    taxId: z.string().nullable(),
    billing: termsWire,
    metadata: metadataWire,
    createdAt: instantWire,
    updatedAt: instantWire,
  })
  .meta({ id: 'Customer', description: 'Somebody whom the tenant bills.' });

const listQuery = z.strictObject({
  ...pageQuery,
  email: emailWire.optional(),
  externalId: textWire(textLimits.externalId).optional(),
  search: searchWire.optional(),
  ...createdAtQuery,
});

const taken = [CustomerEmailTaken, CustomerExternalIdTaken];

const subject = { prefix: 'cus', snapshot: customerWire } as const;

/** Customers over HTTP. */
export const customerHttp: HttpModule<
  { readonly customers: CustomerUseCases },
  ResourceEventType<'customer'>
> = {
  endpoints: ({ customers }) =>
    resourceEndpoints({
      path: '/v1/customers',
      name: 'Customer',
      noun: 'customer',
      tag: 'Customers',
      schemas: {
        params: z.strictObject({ customerId: idWire('cus') }),
        query: listQuery,
        input: newCustomer,
        changes: customerChanges,
        view: customerWire,
      },
      useCases: customers,
      removal: {
        verb: 'delete',
        summary: 'Erase a customer for good',
        useCase: customers.delete,
      },
      errors: {
        notFound: CustomerNotFound,
        create: taken,
        update: taken,
        removal: [CustomerInUse],
      },
    }),
  operations: {
    listCustomers: {
      description: 'Lists customers. `search` looks in names, e-mail addresses and external ids.',
      query: { search: 'glob' },
    },
    createCustomer: {
      description: 'Stores a customer. The e-mail address and the external id are unique.',
      body: {
        name: 'Globex',
        email: 'billing@globex.example',
        externalId: 'crm-4711',
        currency: 'EUR',
        address: { line1: 'Ring 1', city: 'Wien', postalCode: '1010', country: 'AT' },
        metadata: { segment: 'enterprise' },
      },
    },
    getCustomer: { description: 'Shows one customer, with its version as the `ETag`.' },
    updateCustomer: {
      description: 'Changes the fields that are given; null clears one that may be empty.',
      body: {
        name: 'Globex Ltd',
        taxId: 'ATU12345678',
        billing: { paymentTermDays: 30, emails: ['books@globex.example'] },
      },
    },
    deleteCustomer: { description: 'Erases a customer. The audit entries keep what it was.' },
  },
  events: {
    'customer.created': ['A customer was created', subject, 'made'],
    'customer.updated': ['A customer was changed', subject, 'changed'],
    'customer.deleted': ['A customer was deleted', subject, 'gone'],
  },
};
