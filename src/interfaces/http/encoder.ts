import type { z } from 'zod';

/** Turns a value of ours into the one that JSON shows. */
export type Encode = (value: unknown) => unknown;

/** What zod tells of a schema (https://zod.dev/packages/core), as far as views use it. */
interface Definition {
  readonly type: string;
  readonly shape: Readonly<Record<string, z.ZodType>>;
  readonly element: z.ZodType;
  readonly innerType: z.ZodType;
  readonly valueType: z.ZodType;
  readonly in: z.ZodType;
  readonly reverseTransform: Encode;
}

const same: Encode = (value) => value;

/**
 * `z.encode` of a view, compiled. An object shows the fields of its view and no others. Nothing is
 * checked: the types vouch for what we send, and tests hold every answer against the document.
 * @throws {Error} at once, of a kind of schema that no view has had so far.
 */
export const encoderOf = (view: z.ZodType): Encode => {
  const { type, ...definition } = view.def as unknown as Definition;
  const compile = compilers[type];
  if (compile === undefined) throw new Error(`Nothing says how a view encodes "${type}".`);
  return compile(definition);
};

type Compile = (definition: Omit<Definition, 'type'>) => Encode;

const encodeObject: Compile = ({ shape }) => {
  const fields = Object.entries(shape).map(([name, field]) => [name, encoderOf(field)] as const);
  return (value) => {
    const given = value as Readonly<Record<string, unknown>>;
    const shown: Record<string, unknown> = {};
    for (const [name, encode] of fields) shown[name] = encode(given[name]);
    return shown;
  };
};

const encodeArray: Compile = ({ element }) => {
  const encode = encoderOf(element);
  return encode === same ? same : (value) => (value as readonly unknown[]).map(encode);
};

const encodeRecord: Compile = ({ valueType }) => {
  const encode = encoderOf(valueType);
  if (encode === same) return same;
  return (value) =>
    Object.fromEntries(Object.entries(value as object).map(([key, each]) => [key, encode(each)]));
};

const encodePresent: Compile = ({ innerType }) => {
  const encode = encoderOf(innerType);
  return encode === same
    ? same
    : (value) => (value === null || value === undefined ? value : encode(value));
};

const encodeCodec: Compile = ({ in: wire, reverseTransform }) => {
  const encode = encoderOf(wire);
  return (value) => encode(reverseTransform(value));
};

const compilers: Readonly<Record<string, Compile>> = {
  string: () => same,
  number: () => same,
  boolean: () => same,
  enum: () => same,
  literal: () => same,
  unknown: () => same,
  object: encodeObject,
  array: encodeArray,
  record: encodeRecord,
  nullable: encodePresent,
  optional: encodePresent,
  pipe: encodeCodec,
};
