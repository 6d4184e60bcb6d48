import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { parseCurrencyCode } from '#domain/shared/currency.ts';
import { Money } from '#domain/shared/money.ts';
import { encoderOf } from '#interfaces/http/response/encoder.ts';
import { instantWire, moneyWire } from '#interfaces/http/wire/wire.ts';
import { someday } from '../../src/testing/builders.ts';

/** A schema, and values that it encodes. */
interface Shape {
  readonly schema: z.ZodType;
  readonly values: fc.Arbitrary<unknown>;
}

const runs = { numRuns: 500 };
const name = fc.constantFrom('a', 'b', 'model', 'tiers', '1', '0');
const text = fc.string({ maxLength: 4 });
const whole = fc.integer({ min: -9, max: 9 });
const cents = whole.map((minor) => Money.of(BigInt(minor), parseCurrencyCode('EUR')));

/** Its own side is an object in which other codecs stand, and its wire side a text. */
const span = z.codec(
  z.string(),
  z.strictObject({ from: instantWire, to: instantWire.nullable() }),
  {
    decode: (given) => ({ from: given.slice(0, 24), to: null }),
    encode: ({ from, to }) => `${from}/${to ?? 'open'}`,
  },
);
const spans = fc.record({ from: fc.constant(someday), to: fc.constantFrom(someday, null) });

/** Its input may be missing, and it makes something of that. */
const orNone = z.codec(z.string().optional(), z.custom<string | undefined>(), {
  decode: (given) => given,
  encode: (given) => given ?? 'none',
});
const never = z.codec(z.string(), z.date().nullable(), {
  decode: (given) => (given === 'never' ? null : new Date(given)),
  encode: (given) => given?.toISOString() ?? 'never',
});
const dates = fc.constantFrom(new Date(0), new Date(someday));

const leaf: fc.Arbitrary<Shape> = fc.constantFrom<Shape>(
  { schema: z.string(), values: text },
  { schema: z.string().max(2), values: fc.string({ maxLength: 2 }) },
  { schema: z.int(), values: whole },
  { schema: z.number().min(0), values: fc.constantFrom(0, -0, 0.5, 3) },
  { schema: z.boolean(), values: fc.boolean() },
  { schema: z.null(), values: fc.constant(null) },
  { schema: z.enum(['day', 'month']), values: fc.constantFrom('day', 'month') },
  { schema: z.literal(['flat', 3, true, null]), values: fc.constantFrom('flat', 3, true, null) },
  { schema: z.templateLiteral(['v', z.int()]), values: whole.map((each) => `v${each}`) },
  { schema: z.unknown(), values: fc.jsonValue({ maxDepth: 2 }) },
  { schema: moneyWire, values: cents },
  { schema: instantWire, values: fc.constantFrom(someday, 0) },
  { schema: span, values: spans },
  { schema: orNone, values: fc.constantFrom('some', undefined) },
  { schema: never, values: fc.oneof(dates, fc.constant(null)) },
  { schema: z.record(z.string(), z.string()), values: fc.dictionary(fc.string(), text) },
);

const within = ({ schema, values }: Shape): fc.Arbitrary<Shape> =>
  fc.constantFrom<Shape>(
    { schema, values },
    { schema: schema.nullable(), values: fc.option(values, { nil: null }) },
    { schema: schema.readonly(), values },
    { schema: z.array(schema), values: fc.array(values, { maxLength: 3 }) },
    {
      schema: z.record(z.string(), schema),
      values: fc.dictionary(fc.oneof(name, fc.constantFrom('__proto__', 'toString')), values, {
        maxKeys: 3,
      }),
    },
    {
      schema: z.record(z.enum(['b', 'a', '1']), schema),
      values: fc
        .tuple(fc.shuffledSubarray(['a', 'b', '1'], { minLength: 3 }), values, values)
        .map(([keys, one, other]) =>
          Object.fromEntries(keys.map((key) => [key, key === 'a' ? one : other])),
        ),
    },
    {
      schema: z.partialRecord(z.enum(['b', 'a']), schema),
      values: fc.dictionary(fc.constantFrom('a', 'b'), values, { maxKeys: 2 }),
    },
  );

/** An object of some fields, each of which may be one that can be missing. */
const objectOf = (fields: readonly (readonly [string, Shape, boolean])[]): Shape => {
  const shape = fields.map(([key, { schema }, isOptional]) => [
    key,
    isOptional ? schema.optional() : schema,
  ]);
  const required = fields.filter(([, , isOptional]) => !isOptional).map(([key]) => key);
  const models = fields.map(([key, { values }, isOptional]) => [
    key,
    isOptional ? fc.option(values, { nil: undefined }) : values,
  ]);
  return {
    schema: z.strictObject(Object.fromEntries(shape) as z.core.$ZodShape),
    values: fc.record(Object.fromEntries(models) as Record<string, fc.Arbitrary<unknown>>, {
      requiredKeys: required,
    }),
  };
};

const { shapes } = fc.letrec<{ shapes: Shape; fields: [string, Shape, boolean][] }>((tie) => ({
  fields: fc.uniqueArray(fc.tuple(name, tie('shapes'), fc.boolean()), {
    selector: ([key]) => key,
    maxLength: 4,
  }),
  shapes: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    tie('shapes').chain(within),
    tie('fields').map(objectOf),
    // By its model, and beside that whatever else.
    fc.uniqueArray(tie('fields'), { minLength: 1, maxLength: 3 }).map((all): Shape => {
      const options = all.map((fields, index) =>
        objectOf([
          ['model', { schema: z.literal(`m${index}`), values: fc.constant(`m${index}`) }, false],
          ...fields.filter(([key]) => key !== 'model'),
        ]),
      );
      return {
        schema: z.discriminatedUnion('model', options.map(({ schema }) => schema) as never),
        values: fc.oneof(...options.map(({ values }) => values)),
      };
    }),
    fc.array(tie('shapes'), { minLength: 1, maxLength: 3 }).map(
      (options): Shape => ({
        schema: z.union(options.map(({ schema }) => schema)),
        values: fc.oneof(...options.map(({ values }) => values)),
      }),
    ),
  ),
}));

const jsonOf = (encoded: unknown): string | undefined => {
  try {
    return JSON.stringify(encoded);
  } catch {
    return 'no JSON';
  }
};

test('whatever the shape of a view, it encodes to the bytes of zod', () => {
  const kinds = new Map<string, number>();

  fc.assert(
    fc.property(
      shapes.chain(({ schema, values }) => fc.tuple(fc.constant(schema), values)),
      ([schema, value]) => {
        const { type } = schema.def;
        kinds.set(type, (kinds.get(type) ?? 0) + 1);

        const expected = jsonOf(z.encode(schema, value));
        // Under `unknown` money may stand as it is, which no JSON shows.
        fc.pre(expected !== 'no JSON');

        expect(JSON.stringify(encoderOf(schema)(value))).toBe(expected);
      },
    ),
    runs,
  );

  // A generator that never makes a union would prove nothing of them.
  expect([...kinds.keys()]).toEqual(expect.arrayContaining(['object', 'union', 'record', 'array']));
});
