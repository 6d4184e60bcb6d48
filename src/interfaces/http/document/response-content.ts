import type { z } from 'zod';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { listedView } from '#interfaces/http/response/csv.ts';
import { csvType } from '#interfaces/http/response/csv-text.ts';

type Json = Readonly<Record<string, unknown>>;

export const reference = (name: string): string => `#/components/schemas/${name}`;

/** The content of the responses of an endpoint, by its media types. */
export const contentOf = (endpoint: Endpoint, view: z.ZodType): Json => {
  const text = { schema: { type: 'string' } };
  if (endpoint.file !== undefined) return { [endpoint.file]: text };
  const csv = listedView(endpoint) === undefined ? {} : { [csvType]: text };
  return { ...jsonOf(view), ...csv, ...streamContentOf(endpoint.stream) };
};

/** The content of a body or a response that is a stream, where the endpoint takes one. */
export const streamContentOf = (stream: Endpoint['stream']): Json =>
  stream === undefined ? {} : { [stream.mediaType]: { schema: { type: 'string' } } };

/** The content of a body or a response in JSON. */
export const jsonOf = (schema: z.ZodType, example?: object): Json => ({
  'application/json': {
    schema: { $ref: reference(nameOf(schema)) },
    ...(example === undefined ? {} : { example }),
  },
});

/** The name of a schema in the document. */
export const nameOf = (schema: z.ZodType): string => {
  const name = schema.meta()?.id;
  if (name === undefined) throw new Error('A body or a view needs a name: .meta({ id }).');
  return name;
};

/** The sentence about CSV in the description of every list. */
export const csvSentenceOf = (endpoint: Endpoint): string | undefined =>
  listedView(endpoint) === undefined
    ? undefined
    : 'With `Accept: text/csv` it answers all that fit as one CSV file; `limit` and `cursor` are ' +
      'left out then.';
