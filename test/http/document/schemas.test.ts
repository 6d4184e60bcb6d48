import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { compose } from '#infrastructure/composition/compose.ts';
import { allEndpoints } from '#interfaces/http/endpoints.ts';
import { boundedRecord, boundedText } from '#interfaces/http/request/bounded.ts';
import { decode, InvalidRequest } from '#interfaces/http/response/problem.ts';
import { boundlessIn, definitionOf, partsOf } from '../../support/schemas.ts';

// Every schema that reads what comes from outside: it has bounds, and speaks our language.

const { useCases, close } = await compose({ storage: 'memory' });
const endpoints = allEndpoints(useCases);
await close();

const inputs = endpoints.flatMap(({ operationId, params, query, body }) =>
  Object.entries({ params, query, body }).flatMap(([name, schema]) =>
    schema === undefined ? [] : [[`${name} of ${operationId}`, schema] as const],
  ),
);

describe('everything that can grow has a bound', () => {
  test.each(inputs)('in the %s', (_, schema) => {
    expect(boundlessIn(schema)).toEqual([]);
  });

  test.each([
    ['a text', z.strictObject({ a: z.string() }), ['/a: string']],
    [
      'a text within',
      z.array(z.strictObject({ a: z.string().nullish() })).max(2),
      ['/*/a: string'],
    ],
    ['a list', z.strictObject({ a: z.array(z.int()).optional() }), ['/a: array']],
    ['a record', z.strictObject({ a: z.record(z.enum(['a']), z.int()) }), ['/a: record']],
    ['its names', boundedRecord(1, z.string(), boundedText(1)), ['/*: string']],
    ['what may be anything', z.strictObject({ a: z.unknown() }), ['/a: unknown']],
    ['a text in a union', z.union([z.int(), z.string()]), ['/: string']],
    [
      'a text that is decoded',
      z.codec(z.string(), z.int(), { decode: Number, encode: String }),
      ['/: string'],
    ],
  ])('else it would be found: %s', (_, schema, found) => {
    expect(boundlessIn(schema)).toEqual(found);
  });
});

const faultsOf = (schema: z.ZodType, given: unknown, root = '') => {
  try {
    decode(schema, given, root);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidRequest)) throw error;
    return error.details['errors'] as readonly { pointer: string; code: string; detail: string }[];
  }
};

const zodSpeaks = /^(invalid|too (big|small)|unrecognized|expected)|\b(expected|received)\b/i;

describe('no word of zod is told', () => {
  const hostile: readonly unknown[] = [
    undefined,
    null,
    true,
    1.5,
    -1,
    0,
    1e9,
    2 ** 53,
    -(2 ** 53),
    '',
    ' ',
    'x',
    'é',
    '2026-02-30',
    [],
    {},
    [1],
    ['x', 'x'],
    [{}],
    { a: 1 },
    { a: { b: 1 } },
    'x'.repeat(200_000),
    Array(5000).fill('x'),
    Object.fromEntries(Array.from({ length: 200 }, (_, index) => [index, 1])),
  ];
  const placed = (
    path: readonly string[],
    value: unknown,
    isList: (at: string) => boolean,
  ): unknown =>
    path.reduceRight<unknown>((within, name, index) => {
      if (name !== '*') return { [name]: within };
      return isList(path.slice(0, index).join('/')) ? [within] : { any: within };
    }, value);

  test.each(inputs)('of the %s', (_, schema) => {
    const parts = partsOf(schema);
    const isList = (at: string) =>
      parts.some(
        (part) => part.path.join('/') === at && definitionOf(part.schema).type === 'array',
      );
    const told = parts.flatMap(({ path }) =>
      hostile.flatMap((value) => faultsOf(schema, placed(path, value, isList))),
    );

    expect(told.length).toBeGreaterThan(10);
    expect(
      [...new Set(told.map(({ detail }) => detail))].filter((each) => zodSpeaks.test(each)),
    ).toEqual([]);
    expect(told.filter(({ detail }) => !/^[A-Z].*\.$/s.test(detail))).toEqual([]);
  });

  test.each([
    ['another type', z.string(), 1, 'invalid_type', 'It must be a text.'],
    ['a fraction', z.int(), 0.5, 'invalid_type', 'It must be a whole number.'],
    ['no list', z.array(z.int()), {}, 'invalid_type', 'It must be a list.'],
    ['no object', z.strictObject({}), [], 'invalid_type', 'It must be an object.'],
    [
      'no record',
      boundedRecord(1, z.string(), z.string()),
      1,
      'invalid_type',
      'It must be an object.',
    ],
    ['a kind that we do not use', z.date(), 1, 'invalid_type', 'It must be of another type.'],
    ['nothing', z.string(), undefined, 'required', 'It is required.'],
    [
      'a value that there is not',
      z.enum(['a', 'b']),
      'c',
      'invalid_value',
      'It must be one of "a", "b".',
    ],
    ['another literal', z.literal('a'), 'c', 'invalid_value', 'It must be "a".'],
    ['a long text', z.string().max(2), 'abc', 'too_long', 'It must have 2 characters at most.'],
    ['a short text', z.string().min(2), 'a', 'too_short', 'It must have 2 characters at least.'],
    ['a long list', z.array(z.int()).max(1), [1, 2], 'too_many', 'It must have 1 entries at most.'],
    ['a short list', z.array(z.int()).min(1), [], 'too_few', 'It must have 1 entries at least.'],
    [
      'a large record',
      boundedRecord(1, z.string(), z.string()),
      { a: 1, b: 2 },
      'too_many',
      'It must have 1 fields at most.',
    ],
    ['a large number', z.int().max(2), 3, 'too_big', 'It must be 2 at most.'],
    ['a small number', z.int().min(2), 1, 'too_small', 'It must be 2 at least.'],
    ['a number at its bound', z.number().gt(2), 2, 'too_small', 'It must be more than 2.'],
    ['a number at its upper bound', z.number().lt(2), 2, 'too_big', 'It must be less than 2.'],
    [
      'a number between steps',
      z.number().multipleOf(5),
      3,
      'not_multiple_of',
      'It must be a multiple of 5.',
    ],
    [
      'another form',
      z.email(),
      'x',
      'invalid_format',
      'It does not have the form that is asked for.',
    ],
    [
      'no member of a union',
      z.union([z.int(), z.boolean()]),
      'x',
      'invalid_union',
      'It has none of the forms that it may have.',
    ],
    [
      'a bad name',
      z.record(z.string().max(1), z.int()),
      { ab: 1 },
      'invalid_key',
      'One of its names is not valid.',
    ],
    [
      'a bad entry',
      z.map(z.any(), z.int()),
      new Map([[{}, 'x']]),
      'invalid_element',
      'One of its entries is not valid.',
    ],
    ['a rule', z.int().refine(() => false), 1, 'invalid', 'It is not valid.'],
    ['an unknown field', z.strictObject({}), { a: 1 }, 'unknown_field', 'There is no field "a".'],
  ])('of %s', (_, schema, given, code, detail) => {
    const [fault] = faultsOf(schema as z.ZodType, given);

    expect([fault?.code, fault?.detail]).toEqual([code, detail]);
  });

  test('a parameter that comes twice is told to come once', () => {
    const [fault] = faultsOf(z.strictObject({ a: z.string() }), { a: ['1', '2'] }, '/query');

    expect(fault).toEqual({
      pointer: '/query/a',
      code: 'repeated',
      detail: 'It must be given once.',
    });
  });
});
