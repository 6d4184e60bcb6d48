import type { z } from 'zod';

/** The definition of a schema in zod (https://zod.dev/packages/core), as far as views use it. */
export interface Definition {
  readonly type: string;
  readonly checks?: readonly { readonly _zod: { readonly def: Rule } }[];
  readonly coerce?: boolean;
  readonly format?: string | undefined;
  readonly values: readonly unknown[];
  readonly shape: Readonly<Record<string, z.ZodType>>;
  readonly catchall?: z.ZodType;
  readonly element: z.ZodType;
  readonly innerType: z.ZodType;
  readonly options: readonly z.ZodType[];
  readonly keyType: z.ZodType;
  readonly valueType: z.ZodType;
  readonly partial?: boolean;
  readonly mode?: string;
  readonly in: z.ZodType;
  readonly out: z.ZodType;
  /** Of a codec alone: what it encodes with. */
  readonly reverseTransform?: (value: unknown, payload: Payload) => unknown;
}

interface Rule {
  readonly check: string;
  readonly format?: string | undefined;
}

/** Where a codec may say that it cannot encode. */
export interface Payload {
  readonly value: unknown;
  readonly issues: unknown[];
}

export const definitionOf = (schema: z.ZodType): Definition => schema.def as unknown as Definition;

/** Properties that zod derives of a schema: its values, and whether a field may be missing. */
export const traitsOf = ({ _zod: { values, optin, optout } }: z.ZodType) => ({
  values: values && [...values],
  optin,
  optout,
});

/** The options of a union in their order, with those of unions among them. */
export const optionsOf = ({ options }: Definition): readonly z.ZodType[] =>
  options.flatMap((option) => {
    const definition = definitionOf(option);
    return definition.type === 'union' ? optionsOf(definition) : [option];
  });
