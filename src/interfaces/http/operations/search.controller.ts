import { z } from 'zod';
import type { SearchUseCases } from '#application/operations/search.ts';
import { searchedKinds } from '#application/operations/search.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { endpoint } from '#interfaces/http/endpoint.ts';
import type { HttpModule } from '#interfaces/http/module.ts';
import { listWire, searchWire } from '#interfaces/http/wire/wire.ts';

const query = z.strictObject({
  q: searchWire.meta({
    description:
      'Words of names, codes and e-mail addresses; how an invoice number or the external id of a ' +
      'subscription begins; or an id, or how it begins.',
  }),
});

const result = z
  .strictObject({
    kind: z.enum(searchedKinds),
    id: z.string(),
    title: z.string(),
    detail: z.string().nullable().meta({
      description: 'What tells it from others of its name: an e-mail address, a code, a date.',
    }),
    status: z.string().nullable().meta({ description: 'Of a member, the role.' }),
  })
  .meta({ id: 'SearchResult' });

const results = z.strictObject({ data: listWire(result) }).meta({ id: 'SearchResults' });

/** Searching in everything at once, over HTTP. */
export const searchHttp: HttpModule<{ readonly search: SearchUseCases }> = {
  endpoints: ({ search }) => searchEndpoints(search),
  operations: {
    search: {
      description:
        'Finds up to five things of each kind: customers, subscriptions, invoices, plans, ' +
        'products and members. Kinds that the caller may not read are left out.',
      query: { q: 'globex' },
    },
  },
  events: {},
};

const searchEndpoints = (search: SearchUseCases): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path: '/v1/search',
    operationId: 'search',
    summary: 'Search in everything',
    tag: 'Search',
    permission: search.find.permission,
    query,
    view: results,
    handle: async ({ context, query: { q: text } }) => ({
      data: await search.find.execute(context, { text }),
    }),
  }),
];
