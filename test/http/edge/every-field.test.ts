import { beforeAll, describe, expect, test } from 'vitest';
import type { Schema } from '../../fuzz/arbitraries.ts';
import type { Method } from '../../support/app.ts';
import { appUnderTest } from '../../support/app.ts';
import { committedDocument } from '../../support/openapi.ts';
import type { Belongings, Caller } from '../world.ts';
import { furnish, signUp } from '../world.ts';

// Every field that a body may have, at any depth, with values that it cannot have, while all other
// fields fit: the fuzzer draws such bodies by chance, and most of those have another fault, too.

const app = appUnderTest('memory');
let caller: Caller;
let own: Belongings;

beforeAll(async () => {
  caller = await signUp(app);
  own = await furnish(app, caller);
});

const { schemas } = (
  committedDocument as unknown as {
    readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
  }
).components;

interface Documented extends Schema {
  readonly examples?: readonly unknown[];
}

const resolved = (schema: Schema): Documented =>
  schema.$ref === undefined ? schema : resolved(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});

/** A value of each form of the schema, with all its fields. */
const sampleOf = (given: Schema, name: string): unknown => {
  const { examples, enum: names, anyOf, ...schema } = resolved(given);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (examples !== undefined) return examples[0];
  if (names !== undefined) return names[0];
  if (anyOf !== undefined) return sampleOf(anyOf[0] ?? {}, name);
  if (type === 'array') return [sampleOf(schema.items ?? {}, name)];
  if (type === 'integer' || type === 'number') return Math.max(schema.minimum ?? 1, 1);
  if (type === 'boolean') return false;
  if (type === 'object') {
    const fields = Object.entries(schema.properties ?? {});
    return Object.fromEntries(fields.map(([field, each]) => [field, sampleOf(each, field)]));
  }
  return textOf(schema, name);
};

const textOf = ({ format, pattern = '' }: Schema, name: string): string => {
  if (format === 'date') return '2026-12-01';
  if (format === 'date-time') return '2026-12-01T00:00:00.000Z';
  if (format === 'email') return 'ada@acme.example';
  const fits = Object.values(own).find(
    (id) => pattern.includes('_') && new RegExp(pattern).test(id),
  );
  return fits ?? (name === 'currency' ? 'EUR' : 'x');
};

type Path = readonly (string | number)[];

const pathsIn = (value: unknown, path: Path = []): readonly Path[] => {
  if (typeof value !== 'object' || value === null) return [path];
  const fields = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...fields.flatMap(([key, each]) => pathsIn(each, [...path, key]))];
};

const replaced = (value: unknown, [key, ...rest]: Path, wrong: unknown): unknown => {
  if (key === undefined) return wrong;
  const fields = value as Record<string | number, unknown>;
  const replacement = replaced(fields[key], rest, wrong);
  return Array.isArray(value)
    ? value.with(key as number, replacement)
    : { ...fields, [key]: replacement };
};

const wrongs: readonly unknown[] = [null, {}, [null], '\u0000'];

const operations = Object.entries(committedDocument.paths).flatMap(([path, methods]) =>
  Object.entries(methods).flatMap(([method, operation]) => {
    const { operationId, requestBody } = operation as unknown as {
      readonly operationId: string;
      readonly requestBody?: { readonly content: Readonly<Record<string, { schema: Schema }>> };
    };
    const schema = requestBody?.content['application/json']?.schema;
    return schema === undefined ? [] : [{ operationId, path, method: method as Method, schema }];
  }),
);

describe('a body is answered or refused, and never a fault of ours, with a wrong value in', () => {
  test.each(operations.map((each) => [each.operationId, each] as const))(
    'any field of %s',
    async (_, { path, method, schema }) => {
      const found = path.replaceAll(
        /\{(\w+)\}/g,
        (_all, name: keyof Belongings) => own[name] ?? 'x',
      );
      const sample = sampleOf(schema, '');
      for (const place of pathsIn(sample)) {
        for (const wrong of wrongs) {
          const body = replaced(sample, place, wrong);
          const headers = { 'If-Match': '*' };
          const response = await app.send(method, found, { token: caller.token, headers, body });
          expect([body, response.status >= 500]).toEqual([body, false]);
        }
      }
    },
    60_000,
  );
});
