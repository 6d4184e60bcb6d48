import { z } from 'zod';
import type { ProductUseCases } from '#application/catalog/use-cases.ts';
import { ProductCodeTaken, ProductInUse, ProductNotFound } from '#domain/catalog/errors.ts';
import { VersionMismatch } from '#domain/shared/errors.ts';
import type { ResourceEventType } from '#domain/shared/resource-events.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import type { HttpModule } from '#interfaces/http/module.ts';
import { taxRateIdsInput } from '#interfaces/http/tax-rate-ids-wire.ts';
import {
  asPage,
  codeWire,
  createdAtQuery,
  descriptionWire,
  idWire,
  instantWire,
  listWire,
  metadataWire,
  nameWire,
  pageQuery,
  pageWire,
  searchWire,
  versionWire,
  withCreatedAt,
} from '#interfaces/http/wire.ts';

const optionalInput = {
  description: descriptionWire.nullish(),
  taxRateIds: taxRateIdsInput.nullish(),
  metadata: metadataWire.optional(),
};

const newProduct = z
  .strictObject({ code: codeWire, name: nameWire, ...optionalInput })
  .meta({ id: 'NewProduct' });

const productChanges = z
  .strictObject({ code: codeWire.optional(), name: nameWire.optional(), ...optionalInput })
  .meta({ id: 'ProductChanges', description: 'The changes: absent stays; null clears.' });

/** A product on the wire, and as events show it. */
const productWire = z
  .strictObject({
    id: idWire('prod'),
    version: versionWire,
    code: codeWire,
    name: z.string(),
    description: z.string().nullable(),
    metadata: metadataWire,
    taxRateIds: listWire(idWire('tax'))
      .nullable()
      .meta({ description: 'Null where the tenant says them.' }),
    createdAt: instantWire,
    updatedAt: instantWire,
  })
  .meta({ id: 'Product', description: 'A thing that the tenant sells.' });

const listQuery = z.strictObject({
  ...pageQuery,
  code: codeWire.optional(),
  search: searchWire.optional(),
  ...createdAtQuery,
});

const params = z.strictObject({ productId: idWire('prod') });
const path = '/v1/products';
const tag = 'Products';

const subject = { prefix: 'prod', snapshot: productWire } as const;

/** Products over HTTP. */
export const productHttp: HttpModule<
  { readonly products: ProductUseCases },
  ResourceEventType<'product'>
> = {
  endpoints: (useCases) => [
    ...collectionEndpoints(useCases.products),
    ...memberEndpoints(useCases.products),
  ],
  operations: {
    listProducts: {
      description: 'Lists products. `search` looks in names and codes.',
      query: { search: 'crm' },
    },
    createProduct: {
      description: 'Stores a product, under a code that is unique in the tenant.',
      body: { code: 'analytics', name: 'Analytics', description: 'All numbers in one place' },
    },
    getProduct: { description: 'Shows one product, with its version as the `ETag`.' },
    updateProduct: {
      description: 'Changes the fields that are given; null clears one that may be empty.',
      body: { name: 'Analytics Pro' },
    },
    deleteProduct: {
      description: 'Erases a product. Refused with 409 while any plan refers to it, archived too.',
    },
  },
  events: {
    'product.created': ['A product was created', subject, 'made'],
    'product.updated': ['A product was changed', subject, 'changed'],
    'product.deleted': ['A product was deleted', subject, 'gone'],
  },
};

const collectionEndpoints = (products: ProductUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path,
    operationId: 'listProducts',
    summary: 'List products, newest first',
    tag,
    permission: products.list.permission,
    query: listQuery,
    view: pageWire(productWire, 'ProductPage'),
    handle: async ({ context, query }) =>
      asPage(await products.list.execute(context, withCreatedAt(query))),
  }),
  endpoint({
    method: 'post',
    path,
    operationId: 'createProduct',
    summary: 'Create a product',
    tag,
    permission: products.create.permission,
    body: newProduct,
    view: productWire,
    status: 201,
    etag: 'of-all',
    location: path,
    errors: [ProductCodeTaken],
    handle: ({ context, body }) => products.create.execute(context, body),
  }),
];

const memberEndpoints = (products: ProductUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path: `${path}/{productId}`,
    operationId: 'getProduct',
    summary: 'Show a product',
    tag,
    permission: products.get.permission,
    params,
    view: productWire,
    etag: 'of-all',
    errors: [ProductNotFound],
    handle: ({ context, params: { productId } }) => products.get.execute(context, { productId }),
  }),
  endpoint({
    method: 'patch',
    path: `${path}/{productId}`,
    operationId: 'updateProduct',
    summary: 'Change a product',
    tag,
    permission: products.update.permission,
    params,
    body: productChanges,
    view: productWire,
    etag: 'of-all',
    ifMatch: true,
    errors: [ProductNotFound, VersionMismatch, ProductCodeTaken],
    handle: ({ context, params: { productId }, version, body: changes }) =>
      products.update.execute(context, { productId, version, changes }),
  }),
  endpoint({
    method: 'delete',
    path: `${path}/{productId}`,
    operationId: 'deleteProduct',
    summary: 'Erase a product that no plan refers to',
    tag,
    permission: products.delete.permission,
    params,
    ifMatch: true,
    errors: [ProductNotFound, VersionMismatch, ProductInUse],
    handle: ({ context, params: { productId }, version }) =>
      products.delete.execute(context, { productId, version }),
  }),
];
