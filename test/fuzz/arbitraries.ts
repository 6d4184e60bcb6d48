import fc from 'fast-check';
import { committedDocument } from '../support/openapi.ts';

/** As much of JSON Schema as the document uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
}

const schemas = (
  committedDocument as unknown as { components: { schemas: Record<string, Schema> } }
).components.schemas;

/** What no schema asks for, and anybody can send. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, -1, 1.5, 1e308, 2 ** 53, '', ' ', [], {}, [[[[[]]]]]),
  fc.constantFrom('\u0000', '\ud800', '\u202e', "';--", '../..', '%00', '${x}', 'x'.repeat(5000)),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
);

/** A value that fits the schema, or nearly. */
export const valueOf = (schema: Schema): fc.Arbitrary<unknown> =>
  fc.oneof({ arbitrary: fitting(schema), weight: 9 }, { arbitrary: hostile, weight: 1 });

const fitting = (schema: Schema): fc.Arbitrary<unknown> => {
  if (schema.$ref !== undefined) return fitting(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(valueOf));
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'string') return textOf(schema);
  if (type === 'integer' || type === 'number') {
    return fc.integer({ min: schema.minimum ?? -10, max: schema.maximum ?? 1_000_000 });
  }
  if (type === 'boolean') return fc.boolean();
  if (type === 'null') return fc.constant(null);
  if (type === 'array') return fc.array(valueOf(schema.items ?? {}), { maxLength: 4 });
  if (type === 'object') return recordOf(schema);
  return hostile;
};

const recordOf = ({ properties = {}, required = [], additionalProperties }: Schema) => {
  const known = Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, valueOf(property)]),
  );
  const record = fc.record(known, { requiredKeys: [...required] });
  if (typeof additionalProperties === 'object') {
    return fc.dictionary(fc.string({ maxLength: 45 }), valueOf(additionalProperties), {
      maxKeys: 5,
    });
  }
  const odd = fc.record({
    key: fc.constantFrom('__proto__', 'constructor', 'colour', ''),
    value: hostile,
  });
  const extended = fc
    .tuple(record, odd)
    .map(([fields, { key, value }]) =>
      Object.assign(Object.create(null), fields, { [key]: value }),
    );
  return fc.oneof({ arbitrary: record, weight: 12 }, { arbitrary: extended, weight: 1 });
};

const textOf = ({ pattern, format, minLength = 0, maxLength = 60 }: Schema) => {
  if (format === 'email') return fc.integer().map((number) => `p${Math.abs(number)}@example.com`);
  if (format === 'date-time') {
    const noInvalidDate = true;
    return fc.date({ noInvalidDate }).map((date) => date.toISOString());
  }
  if (format === 'uri') return fc.webUrl({ validSchemes: ['https'] });
  if (format === 'password') return fc.string({ minLength, maxLength: Math.min(maxLength, 100) });
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  return fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 80) });
};
