import { z } from 'zod';
import { definitionOf, optionsOf, traitsOf } from '#interfaces/http/response/schema-definition.ts';

type Encode = (value: unknown) => unknown;

/** One option of a union, compiled. */
interface Option {
  readonly schema: z.ZodType;
  readonly encode: Encode;
  /** It shows its values as they are. */
  readonly isSame: boolean;
}

/**
 * Encodes by the first option that a value fits, as zod does. The kind of the value shows which one
 * that is, or the literal under a key that tells all objects apart. Only where neither does is zod
 * asked, which takes as long as to validate the value.
 */
export const chooserOf = (options: readonly Option[]): Encode => {
  const byKind = new Map(kinds.map((kind) => [kind, chooseAmong(options.filter(admits(kind)))]));
  return (value) => (byKind.get(kindOf(value)) ?? refuse)(value);
};

const kinds = [
  'string',
  'number',
  'boolean',
  'bigint',
  'undefined',
  'null',
  'array',
  'object',
] as const;

type Kind = (typeof kinds)[number];

const kindOf = (value: unknown): Kind => {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : (typeof value as Kind);
};

const admits =
  (kind: Kind) =>
  ({ schema }: Option): boolean =>
    kindsOf(schema)?.has(kind) ?? true;

/** The kinds of the values that a schema encodes; nothing where it does not say. */
const kindsOf = (schema: z.ZodType): ReadonlySet<Kind> | undefined => {
  const { type, innerType, out, ...definition } = definitionOf(schema);
  switch (type) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'bigint':
    case 'null':
    case 'undefined':
    case 'array':
    case 'object':
      return new Set([type]);
    case 'template_literal':
      return new Set(['string']);
    case 'record':
    case 'date':
      return new Set(['object']);
    case 'literal':
    case 'enum':
      return new Set(traitsOf(schema).values?.map(kindOf));
    case 'nullable':
      return withKind('null', kindsOf(innerType));
    case 'optional':
      return withKind('undefined', kindsOf(innerType));
    case 'nonoptional':
    case 'readonly':
    case 'default':
    case 'prefault':
    case 'catch':
      return kindsOf(innerType);
    case 'pipe':
      return kindsOf(out);
    case 'union':
      return allKinds(optionsOf({ ...definition, type, innerType, out }).map(kindsOf));
    default:
      return undefined;
  }
};

const withKind = (kind: Kind, others: ReadonlySet<Kind> | undefined) =>
  allKinds([new Set([kind]), others]);

const allKinds = (
  all: readonly (ReadonlySet<Kind> | undefined)[],
): ReadonlySet<Kind> | undefined =>
  all.every((each) => each !== undefined) ? new Set(all.flatMap((each) => [...each])) : undefined;

const chooseAmong = (options: readonly Option[]): Encode => {
  const [first] = options;
  if (first === undefined) return refuse;
  if (options.length === 1 || options.every(({ isSame }) => isSame)) return first.encode;
  const ask = askZod(options);
  const tag = tagOf(options);
  if (tag === undefined) return ask;
  const { key, encoders } = tag;
  return (value) => {
    const literal = (value as Readonly<Record<string, unknown>>)[key];
    return (encoders.get(literal) ?? ask)(value);
  };
};

/** The key whose literals tell the options apart, and the encoder for each of them. */
const tagOf = (options: readonly Option[]) => {
  const [first] = options;
  const shape = first && shapeOf(first.schema);
  if (shape === undefined) return undefined;
  for (const key of Object.keys(shape)) {
    const tagged = options.map(({ schema, encode }) => ({
      encode,
      literals: literalsOf(shapeOf(schema)?.[key]),
    }));
    const pairs = tagged.flatMap(({ encode, literals = [] }) =>
      literals.map((literal) => [literal, encode] as const),
    );
    const encoders = new Map(pairs);
    const isTold = tagged.every(({ literals }) => literals !== undefined);
    if (isTold && encoders.size === pairs.length) return { key, encoders };
  }
  return undefined;
};

const shapeOf = (schema: z.ZodType): Readonly<Record<string, z.ZodType>> | undefined => {
  const { type, shape, innerType } = definitionOf(schema);
  if (type === 'object') return shape;
  return type === 'readonly' ? shapeOf(innerType) : undefined;
};

/** Of a literal or an enum what it may be; a codec over one is given something else. */
const literalsOf = (schema: z.ZodType | undefined): readonly unknown[] | undefined => {
  if (schema === undefined) return undefined;
  const { type } = definitionOf(schema);
  return type === 'literal' || type === 'enum' ? traitsOf(schema).values : undefined;
};

const askZod =
  (options: readonly Option[]): Encode =>
  (value) => {
    // A field that no option has is no fault, for the encoder leaves it out; but it may be what
    // tells one option from another.
    const option =
      options.find(({ schema }) => faultsOf(schema, value).length === 0) ??
      options.find(({ schema }) => faultsOf(schema, value).every(isField));
    return (option?.encode ?? refuse)(value);
  };

const faultsOf = (schema: z.ZodType, value: unknown): readonly string[] =>
  z.safeEncode(schema, value).error?.issues.map(({ code }) => code) ?? [];

const isField = (code: string): boolean => code === 'unrecognized_keys';

const refuse: Encode = () => {
  throw new Error('A value fits no option of the union that its view has there.');
};
