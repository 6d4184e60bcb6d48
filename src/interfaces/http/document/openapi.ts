import { z } from 'zod';
import { exampleRequest } from '#interfaces/http/document/example-request.ts';
import { operationDoc } from '#interfaces/http/document/operation-docs.ts';
import { problemSchema } from '#interfaces/http/document/problem-schema.ts';
import {
  contentOf,
  csvSentenceOf,
  jsonOf,
  nameOf,
  reference,
  streamContentOf,
} from '#interfaces/http/document/response-content.ts';
import type { WebhookEvent } from '#interfaces/http/document/webhook-events.ts';
import { webhookEvents } from '#interfaces/http/document/webhook-events.ts';
import type { Endpoint } from '#interfaces/http/endpoint.ts';
import { asksForNow, takesIdempotencyKey } from '#interfaces/http/endpoint.ts';
import type { OperationDoc } from '#interfaces/http/module.ts';
import { cookieSessionBody } from '#interfaces/http/request/session-cookies.ts';
import { problemType, statusOf } from '#interfaces/http/response/problem.ts';
import { definitionOf } from '#interfaces/http/response/schema-definition.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * The OpenAPI 3.1 document of `endpoints`: made from what the router serves, so never apart from
 * it.
 */
export const openApiDocument = (endpoints: readonly Endpoint[], version: string): Json => {
  const paths: Record<string, Record<string, Json>> = {};
  for (const each of endpoints) {
    paths[each.path] = { ...paths[each.path], [each.method]: operation(each) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Billing Service',
      version,
      description:
        'A self-hosted, multi-tenant billing backend. Every refusal is a problem (RFC 9457).',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(endpoints.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    webhooks: Object.fromEntries(webhookEvents.map((each) => [each.type, webhook(each)])),
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An access token or an API key.' },
      },
      schemas: { ...namedSchemas(), Problem: problemSchema },
    },
  };
};

const operation = (endpoint: Endpoint): Json => {
  const { operationId, summary, tag, permission, body } = endpoint;
  const doc = operationDoc(operationId);
  return {
    operationId,
    summary,
    description: describe(endpoint, doc),
    tags: [tag],
    security: permission === null ? [] : [{ bearer: [] }],
    ...(permission === null ? {} : { 'x-permission': permission }),
    parameters: parametersOf(endpoint),
    ...(body === undefined ? {} : { requestBody: bodyOf(body, endpoint, doc.body) }),
    responses: { ...success(endpoint), ...refusals(endpoint) },
  };
};

// A request of ours to an endpoint of the tenant's (Standard Webhooks 1.0).
const webhook = ({ summary, payload }: WebhookEvent): Json => ({
  post: {
    summary,
    tags: ['Webhooks'],
    security: [],
    parameters: [
      header('webhook-id', 'The id of the event, the same in all attempts.', true),
      header('webhook-timestamp', 'When this attempt was sent: seconds since 1970.', true),
      header('webhook-signature', '`v1,` and a signature; several with spaces between.', true),
    ],
    requestBody: { required: true, content: jsonOf(payload) },
    responses: {
      '2XX': { description: 'It was taken.' },
      410: { description: 'The endpoint is no more, and is disabled.' },
      429: { description: 'Not now: `Retry-After` is honoured, up to a day. So with 503.' },
      default: { description: 'It was not taken, and is sent again later.' },
    },
  },
});

// Its effect, the description of its controller, and a request to copy.
const describe = (endpoint: Endpoint, doc: OperationDoc): string => {
  const fields = fieldsOf(endpoint.params);
  const prefixOf = (parameter: string): string => {
    const pattern = fields.find(({ name }) => name === parameter)?.schema.pattern ?? '';
    return /^\^([a-z]+)_/.exec(pattern)?.[1] ?? '';
  };
  const sentences = [doc.description, endpoint.description, csvSentenceOf(endpoint)];
  const told = sentences.filter((text) => text !== undefined);
  const text = told.join(' ').replaceAll(/\s+/g, ' ');
  return `${text}\n\n\`\`\`sh\n${exampleRequest(endpoint, doc, prefixOf)}\n\`\`\`\n`;
};

const parametersOf = (endpoint: Endpoint): readonly Json[] => {
  const { params, query, ifMatch, operationId, session } = endpoint;
  const { query: examples = {} } = operationDoc(operationId);
  const exampleOf = ({ name }: Field): Json =>
    examples[name] === undefined ? {} : { example: examples[name] };
  return [
    ...fieldsOf(params).map((field) => ({ ...field, in: 'path', required: true })),
    ...fieldsOf(query).map((field) => ({ ...field, in: 'query', ...exampleOf(field) })),
    ...(session === undefined ? [] : [billingSession]),
    ...(ifMatch === true ? [header('If-Match', ifMatchDescription, true)] : []),
    ...(takesIdempotencyKey(endpoint) ? [idempotencyKey] : []),
    ...(hasKnownTag(endpoint) ? [header('If-None-Match', ifNoneMatchDescription, false)] : []),
  ];
};

const header = (name: string, description: string, required: boolean): Json => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string' },
});

const ifMatchDescription =
  'The `ETag` of the version that you saw (RFC 9110, 13.1.1); several with commas between, of ' +
  'which one must be the version that there is; or `*` for whichever there is. A tag that a ' +
  'proxy made weak (`W/"3"`) or named its packing in (`"3-gzip"`) counts as the version that it ' +
  'stands for.';

const ifNoneMatchDescription =
  'An `ETag` that you have, several with commas between, or `*` (RFC 9110, 13.1.2): 304 when one ' +
  'of them is still the one.';

const billingSession = header(
  'Billing-Session',
  '`cookie`: the refresh token goes in a cookie of the tenant, for pages of this very host.',
  false,
);

const idempotencyKey = header(
  'Idempotency-Key',
  'Up to 255 characters. The same key and payload has the same answer, and its effect once.',
  false,
);

interface Field {
  readonly name: string;
  readonly required: boolean;
  readonly schema: z.core.JSONSchema.BaseSchema;
}

// A parameter is a text on its way; what it stands for, the document says: `limit` is a number.
const asNumber: z.core.ToJSONSchemaParams['override'] = ({ zodSchema, jsonSchema }) => {
  const { type, out } = definitionOf(zodSchema as unknown as z.ZodType);
  if (type !== 'pipe' || definitionOf(out).type !== 'number') return;
  if (jsonSchema.format === 'date-time') return;
  const { description } = jsonSchema;
  for (const name of Object.keys(jsonSchema)) delete jsonSchema[name];
  const { $schema: _schema, ...number } = z.toJSONSchema(out);
  Object.assign(jsonSchema, number, description === undefined ? {} : { description });
};

const fieldsOf = (schema: z.ZodType | undefined): readonly Field[] => {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(schema, {
    io: 'input',
    override: asNumber,
  });
  return Object.entries(properties).map(([name, field]) => ({
    name,
    required: required.includes(name),
    schema: field as z.core.JSONSchema.BaseSchema,
  }));
};

const success = (endpoint: Endpoint): Json => {
  const { view, status, etag, location, session } = endpoint;
  const headers = {
    ...(session === undefined ? {} : { 'Set-Cookie': responseHeader('The session, if asked.') }),
    ...(etag !== undefined ? { ETag: responseHeader('The version, quoted.') } : {}),
    ...(endpoint.file === undefined
      ? {}
      : { ETag: responseHeader('Of its bytes, quoted.'), 'Content-Disposition': fileName }),
    ...(location === undefined ? {} : { Location: responseHeader('Where it is found.') }),
    ...(takesIdempotencyKey(endpoint)
      ? { 'Idempotent-Replayed': responseHeader('Given again.') }
      : {}),
  };
  if (view === undefined) return { 204: { description: 'Done.', headers } };
  const known = hasKnownTag(endpoint) ? { 304: { description: 'You have it.' } } : {};
  const done = { description: 'Done.', headers, content: contentOf(endpoint, view) };
  if (endpoint.isDone === undefined) return { [status ?? 200]: done, ...known };
  return { 200: done, 202: { ...done, description: 'It goes on: look again.' } };
};

const responseHeader = (description: string): Json => ({ description, schema: { type: 'string' } });

const fileName = responseHeader('The name of the file.');

// Who has the refresh token in a cookie names the tenant instead.
const bodyOf = (
  body: z.ZodType,
  { session, isBodyOptional, stream }: Pick<Endpoint, 'session' | 'isBodyOptional' | 'stream'>,
  example?: object,
): Json => {
  const content = { ...jsonOf(body, example), ...streamContentOf(stream) };
  if (session !== 'renews' && session !== 'ends')
    return { required: isBodyOptional !== true, content };
  const oneOf = [body, cookieSessionBody].map((each) => ({ $ref: reference(nameOf(each)) }));
  return { required: true, content: { 'application/json': { schema: { oneOf }, example } } };
};

/** The codes by status: the endpoint's own, and those that its shape brings with it. */
const refusals = (endpoint: Endpoint): Json => {
  const codes = new Map<number, Set<string>>();
  const add = (status: number, code: string): void => {
    codes.set(status, (codes.get(status) ?? new Set()).add(code));
  };
  add(400, 'invalid_request');
  add(400, 'malformed_request');
  add(414, 'uri_too_long');
  add(431, 'headers_too_large');
  if (takesTags(endpoint)) add(400, 'malformed_entity_tag');
  if (endpoint.body !== undefined) {
    add(400, 'malformed_body');
    add(413, 'body_too_large');
    add(415, 'unsupported_media_type');
  }
  if (endpoint.permission !== null) {
    add(401, 'unauthenticated');
    add(401, 'invalid_api_key');
    add(403, 'permission_denied');
  }
  if (endpoint.session !== undefined) {
    add(400, 'insecure_transport');
    add(403, 'cross_site');
  }
  if (asksForNow(endpoint)) {
    add(401, 'session_ended');
    add(401, 'membership_ended');
  }
  add(429, 'rate_limited');
  if (takesIdempotencyKey(endpoint)) {
    add(409, 'idempotency_key_in_flight');
    add(422, 'idempotency_key_reused');
  }
  if (endpoint.ifMatch === true) add(428, 'precondition_required');
  for (const { kind, code } of endpoint.errors ?? []) add(statusOf[kind], code);
  add(503, 'unavailable');
  const listed = [...codes].map(([status, known]) => [status, refusal([...known])] as const);
  return Object.fromEntries(listed);
};

const takesTags = (endpoint: Endpoint): boolean =>
  endpoint.ifMatch === true || hasKnownTag(endpoint);

/** Whether `If-None-Match` may be answered 304. */
const hasKnownTag = ({ etag, method, file }: Endpoint): boolean =>
  file !== undefined || (etag === 'of-all' && method === 'get');

const refusal = (codes: readonly string[]): Json => ({
  description: codes.map((code) => `\`${code}\``).join(', '),
  content: {
    [problemType]: {
      schema: {
        allOf: [{ $ref: reference('Problem') }, { properties: { code: { enum: codes } } }],
      },
    },
  },
});

// The wire is always the input side of a codec, in responses too: hence `io: 'input'` everywhere.
const namedSchemas = (): Json => {
  const { schemas } = z.toJSONSchema(z.globalRegistry, { io: 'input', uri: reference }) as {
    schemas: Record<string, Record<string, unknown>>;
  };
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _schema, $id: _id, id: _name, ...schema }]) => [
      name,
      schema,
    ]),
  );
};
