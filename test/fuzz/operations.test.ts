import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Belongings, Caller } from '../http/world.ts';
import { addMember, furnish, signUp } from '../http/world.ts';
import type { Method, Sending } from '../support/app.ts';
import { appUnderTest } from '../support/app.ts';
import { committedDocument } from '../support/openapi.ts';
import type { Schema } from './arbitraries.ts';
import { hostile, valueOf } from './arbitraries.ts';

// Every operation of the document, with what fits it and what nearly does. `send` refuses an answer
// of 500 and above, and one that the document does not know. `npm run test:fuzz` makes 200 of each;
// FUZZ_SEED repeats a run.

const inputs = Number(process.env['FUZZ_RUNS'] ?? 12);
const seed = process.env['FUZZ_SEED'];
const app = appUnderTest('postgres');
let tokens: readonly (string | undefined)[];
let own: Belongings;
let known: readonly string[];

beforeAll(async () => {
  const admin: Caller = await signUp(app);
  const user = await addMember(app, admin, 'USER');
  own = await furnish(app, admin);
  const { token } = admin;
  const agreed = await app.send('get', `/v1/subscriptions/${own.subscriptionId}`, { token });
  const { planId, customerId, items } = agreed.body;
  const priceIds = items.map(({ priceId }: { readonly priceId: string }) => priceId);
  known = [...Object.values(own), planId, customerId, ...priceIds];
  const body = { name: 'Fuzz', permissions: ['customers:read', 'customers:write', 'catalog:read'] };
  const made = await app.send('post', '/v1/api-keys', { token: admin.token, body });
  tokens = [
    admin.token,
    admin.token,
    admin.token,
    user.token,
    made.body.token,
    undefined,
    'garbage',
  ];
});

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly schema: Schema;
  }[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
  };
}

const operations = Object.entries(committedDocument.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    path,
    method: method as Method,
    ...(operation as unknown as Operation),
  })),
);
type Listed = (typeof operations)[number];

const headerValues = {
  'If-Match': fc.constantFrom('"1"', '"2"', '"99"', '*', 'W/"1"', '1', ''),
  'If-None-Match': fc.constantFrom('"1"', '*', '"0", "1"', 'x'),
  'Idempotency-Key': fc.oneof(
    fc.uuid(),
    fc.constantFrom('"a"', 'b', '"', 'x'.repeat(256), 'with space'),
  ),
};

/** As an address writes it. An object may have no `toString`, or one that is no function. */
const written = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);

const requestOf = ({ path, parameters, requestBody }: Listed) => {
  const places = parameters.filter((parameter) => parameter.in === 'path');
  const schema = requestBody?.content['application/json']?.schema;
  return fc.record({
    caller: fc.nat(6),
    ids: fc.record(
      Object.fromEntries(
        places.map((place) => [
          place.name,
          fc.oneof(
            { arbitrary: fc.constant(own[place.name as keyof Belongings]), weight: 6 },
            { arbitrary: valueOf(place.schema, known).map(written), weight: 2 },
          ),
        ]),
      ),
    ),
    query: fc.record(
      Object.fromEntries(
        parameters
          .filter((parameter) => parameter.in === 'query')
          .map(({ name, schema: field }) => [name, valueOf(field, known).map(written)]),
      ),
      { requiredKeys: [] },
    ),
    headers: fc.record(headerValues, { requiredKeys: [] }),
    body: schema === undefined ? fc.constant(undefined) : valueOf(schema, known),
    path: fc.constant(path),
  });
};

const encode = (text: string): string => encodeURIComponent(text.toWellFormed());

const send = async (operation: Listed, request: Record<string, never>) => {
  const { caller, ids, query, headers, body } = request as unknown as {
    caller: number;
    ids: Record<string, string>;
    query: Record<string, string>;
    headers: Record<string, string>;
    body: unknown;
  };
  const filled = operation.path.replaceAll(
    /\{(\w+)\}/g,
    (_, name: string) => encode(ids[name] ?? '') || 'x',
  );
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encode(value)}`);
  const sending: Sending = {
    token: tokens[caller],
    headers,
    ...(body === undefined ? {} : { raw: JSON.stringify(body) }),
  };
  return app.send(
    operation.method,
    `${filled}${pairs.length > 0 ? '?' : ''}${pairs.join('&')}`,
    sending,
  );
};

// Operations that would take the caller's own credentials away are called by nobody.
const harmless = ({ operationId }: Listed): boolean =>
  !['removeUser', 'endSession'].includes(operationId);

describe(`${inputs} inputs for each operation are answered as the document says`, () => {
  test.each(operations.map((each) => [each.operationId, each] as const))(
    '%s',
    async (_, each) => {
      const property = fc.asyncProperty(requestOf(each), async (request) => {
        const asked = harmless(each) ? request : { ...request, caller: 3 + (request.caller % 4) };
        const response = await send(each, asked as unknown as Record<string, never>);
        expect(response.status).toBeLessThan(500);
      });
      await fc.assert(property, {
        numRuns: inputs,
        ...(seed === undefined ? {} : { seed: Number(seed) }),
      });
    },
    600_000,
  );

  test('hostile values are among them', () => {
    expect(fc.sample(hostile, 50).length).toBe(50);
  });
});
