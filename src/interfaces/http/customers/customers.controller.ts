import { z } from 'zod';
import type { CustomerUseCases } from '#application/customers/use-cases.ts';
import {
  CustomerEmailTaken,
  CustomerExternalIdTaken,
  CustomerInUse,
  CustomerNotFound,
} from '#domain/customers/errors.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { ResourceEventType } from '#domain/shared/resource-events.ts';
import { textLimits } from '#domain/shared/text.ts';
import { addressInputWire, addressWire, taxIdWire } from '#interfaces/http/address-wire.ts';
import { termsInputWire, termsWire } from '#interfaces/http/customers/billing-terms-wire.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import type { HttpModule } from '#interfaces/http/module.ts';
import {
  asPage,
  createdAtQuery,
  currencyWire,
  emailWire,
  idWire,
  instantWire,
  metadataWire,
  nameWire,
  pageQuery,
  pageWire,
  searchWire,
  textWire,
  timeZoneWire,
  versionWire,
  withCreatedAt,
} from '#interfaces/http/wire.ts';

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

const params = z.strictObject({ customerId: idWire('cus') });
const path = '/v1/customers';
const tag = 'Customers';
const taken = [CustomerEmailTaken, CustomerExternalIdTaken];

const subject = { prefix: 'cus', snapshot: customerWire } as const;

/** Customers over HTTP. */
export const customerHttp: HttpModule<
  { readonly customers: CustomerUseCases },
  ResourceEventType<'customer'>
> = {
  endpoints: (useCases) => [
    ...collectionEndpoints(useCases.customers),
    ...memberEndpoints(useCases.customers),
  ],
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

const collectionEndpoints = (customers: CustomerUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path,
    operationId: 'listCustomers',
    summary: 'List customers, newest first',
    tag,
    permission: customers.list.permission,
    query: listQuery,
    view: pageWire(customerWire, 'CustomerPage'),
    handle: async ({ context, query }) =>
      asPage(await customers.list.execute(context, withCreatedAt(query))),
  }),
  endpoint({
    method: 'post',
    path,
    operationId: 'createCustomer',
    summary: 'Create a customer',
    tag,
    permission: customers.create.permission,
    body: newCustomer,
    view: customerWire,
    status: 201,
    etag: 'of-all',
    location: path,
    errors: taken,
    handle: ({ context, body }) => customers.create.execute(context, body),
  }),
];

const memberEndpoints = (customers: CustomerUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path: `${path}/{customerId}`,
    operationId: 'getCustomer',
    summary: 'Show a customer',
    tag,
    permission: customers.get.permission,
    params,
    view: customerWire,
    etag: 'of-all',
    errors: [CustomerNotFound],
    handle: ({ context, params: { customerId } }) => customers.get.execute(context, { customerId }),
  }),
  endpoint({
    method: 'patch',
    path: `${path}/{customerId}`,
    operationId: 'updateCustomer',
    summary: 'Change a customer',
    tag,
    permission: customers.update.permission,
    params,
    body: customerChanges,
    view: customerWire,
    etag: 'of-all',
    ifMatch: true,
    errors: [CustomerNotFound, VersionMismatch, ...taken],
    handle: ({ context, params: { customerId }, version, body: changes }) =>
      customers.update.execute(context, { customerId, version, changes }),
  }),
  endpoint({
    method: 'delete',
    path: `${path}/{customerId}`,
    operationId: 'deleteCustomer',
    summary: 'Erase a customer for good',
    tag,
    permission: customers.delete.permission,
    params,
    ifMatch: true,
    errors: [CustomerNotFound, VersionMismatch, CustomerInUse],
    handle: ({ context, params: { customerId }, version }) =>
      customers.delete.execute(context, { customerId, version }),
  }),
];
