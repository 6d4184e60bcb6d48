import { z } from 'zod';
import type { ProductUseCases } from '#application/catalog/use-cases.ts';
import { ProductCodeTaken, ProductInUse, ProductNotFound } from '#domain/catalog/errors.ts';
import type { ResourceEventType } from '#domain/shared/resource-events.ts';
import type { HttpModule } from '#interfaces/http/module.ts';
import { resourceEndpoints } from '#interfaces/http/resource-endpoints.ts';
import { taxRateIdsInput } from '#interfaces/http/wire/tax-rate-ids-wire.ts';
import {
  codeWire,
  createdAtQuery,
  descriptionWire,
  idWire,
  instantWire,
  listWire,
  metadataWire,
  nameWire,
  pageQuery,
  searchWire,
  versionWire,
} from '#interfaces/http/wire/wire.ts';

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

const subject = { prefix: 'prod', snapshot: productWire } as const;

/** Products over HTTP. */
export const productHttp: HttpModule<
  { readonly products: ProductUseCases },
  ResourceEventType<'product'>
> = {
  endpoints: ({ products }) =>
    resourceEndpoints({
      path: '/v1/products',
      name: 'Product',
      noun: 'product',
      tag: 'Products',
      schemas: {
        params: z.strictObject({ productId: idWire('prod') }),
        query: listQuery,
        input: newProduct,
        changes: productChanges,
        view: productWire,
      },
      useCases: products,
      removal: {
        verb: 'delete',
        summary: 'Erase a product that no plan refers to',
        useCase: products.delete,
      },
      errors: {
        notFound: ProductNotFound,
        create: [ProductCodeTaken],
        update: [ProductCodeTaken],
        removal: [ProductInUse],
      },
    }),
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
