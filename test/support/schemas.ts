import type { z } from 'zod';

/** A schema within a schema, and where its values stand: `*` for each entry or field. */
export interface Part {
  readonly path: readonly string[];
  readonly schema: z.ZodType;
}

/** The part of a schema of zod that leads to others. */
interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly keyType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly options?: readonly z.ZodType[];
}

export const definitionOf = (schema: z.ZodType): Definition => schema.def;

/** The schema and every schema within, as far as what is given passes through it. */
export const partsOf = (schema: z.ZodType, path: readonly string[] = []): readonly Part[] => {
  const definition = definitionOf(schema);
  const within: (readonly [z.ZodType | undefined, readonly string[]])[] = [
    [definition.element, [...path, '*']],
    [definition.innerType, path],
    [definition.keyType, [...path, '*']],
    [definition.valueType, [...path, '*']],
    [definition.in, path],
    ...Object.entries(definition.shape ?? {}).map(
      ([name, field]) => [field, [...path, name]] as const,
    ),
    ...(definition.options ?? []).map((option) => [option, path] as const),
  ];
  return [
    { path, schema },
    ...within.flatMap(([part, at]) => (part === undefined ? [] : partsOf(part, at))),
  ];
};

interface Check {
  readonly _zod: { readonly def: { readonly check: string } };
}

// A record has no check for its size in zod: ours says it in its definition.
const isBounded = (schema: z.ZodType): boolean => {
  const { checks = [], fieldsMax } = schema.def as unknown as {
    readonly checks?: readonly Check[];
    readonly fieldsMax?: number;
  };
  return fieldsMax !== undefined || checks.some(({ _zod: { def } }) => def.check === 'max_length');
};

/** The parts that can grow without end. */
export const boundlessIn = (schema: z.ZodType): readonly string[] =>
  partsOf(schema)
    .filter((part) =>
      ['string', 'array', 'record', 'map', 'set', 'any', 'unknown'].includes(
        definitionOf(part.schema).type,
      ),
    )
    .filter((part) => !isBounded(part.schema))
    .map(({ path, schema: part }) => `/${path.join('/')}: ${definitionOf(part).type}`);
