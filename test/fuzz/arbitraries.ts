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

/** Values that no schema asks for, and anybody can send. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, -1, 1.5, 1e308, 2 ** 53, '', ' ', [], {}, [[[[[]]]]]),
  fc.constantFrom('\u0000', '\ud800', '\u202e', "';--", '../..', '%00', '${x}', 'x'.repeat(5000)),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
);

/** Texts of days and instants at which calendars and databases end. */
const farDates = ['0000-01-01', '0001-01-01', '1969-12-31', '2199-12-31', '9999-12-31'];
const farInstants = [
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+14:00',
  '2026-12-31T23:59:60Z',
  '9999-12-31T23:59:59.999Z',
  '9999-12-31T23:59:59-12:00',
];

/**
 * A value that fits the schema, or nearly.
 * @param ids of what there is: where an id fits, it is mostly one of these
 */
export const valueOf = (schema: Schema, ids: readonly string[] = []): fc.Arbitrary<unknown> =>
  fc.oneof({ arbitrary: fitting(schema, ids), weight: 9 }, { arbitrary: hostile, weight: 1 });

const fitting = (schema: Schema, ids: readonly string[]): fc.Arbitrary<unknown> => {
  if (schema.$ref !== undefined) {
    return fitting(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, ids);
  }
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) {
    return fc.oneof(...schema.anyOf.map((each) => valueOf(each, ids)));
  }
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'string') return textOf(schema, ids);
  if (type === 'integer' || type === 'number') {
    return fc.integer({ min: schema.minimum ?? -10, max: schema.maximum ?? 1_000_000 });
  }
  if (type === 'boolean') return fc.boolean();
  if (type === 'null') return fc.constant(null);
  if (type === 'array') return fc.array(valueOf(schema.items ?? {}, ids), { maxLength: 4 });
  if (type === 'object') return recordOf(schema, ids);
  return hostile;
};

const recordOf = (
  { properties = {}, required = [], additionalProperties }: Schema,
  ids: readonly string[],
) => {
  const known = Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, valueOf(property, ids)]),
  );
  const record = fc.record(known, { requiredKeys: [...required] });
  if (typeof additionalProperties === 'object') {
    return fc.dictionary(fc.string({ maxLength: 45 }), valueOf(additionalProperties, ids), {
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

const textOf = (
  { pattern, format, minLength = 0, maxLength = 60 }: Schema,
  ids: readonly string[],
) => {
  if (format === 'email') return fc.integer().map((number) => `p${Math.abs(number)}@example.com`);
  if (format === 'date-time') {
    const noInvalidDate = true;
    const any = fc.date({ noInvalidDate }).map((date) => date.toISOString());
    return fc.oneof(any, fc.constantFrom(...farInstants));
  }
  if (format === 'date') {
    const range = { min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true };
    const near = fc.date(range).map((date) => date.toISOString().slice(0, 10));
    return fc.oneof(near, fc.constantFrom(...farDates));
  }
  if (format === 'uri') return fc.webUrl({ validSchemes: ['https'] });
  if (format === 'password') return fc.string({ minLength, maxLength: Math.min(maxLength, 100) });
  if (pattern !== undefined) {
    const form = new RegExp(pattern);
    const fits = pattern.includes('_') ? ids.filter((id) => form.test(id)) : [];
    const any = fc.stringMatching(form);
    return fits.length === 0
      ? any
      : fc.oneof({ arbitrary: fc.constantFrom(...fits), weight: 9 }, { arbitrary: any, weight: 1 });
  }
  return fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 80) });
};
