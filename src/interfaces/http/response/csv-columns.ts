import type { z } from 'zod';
import type { CurrencyCode } from '#domain/shared/currency.ts';
import { digitsIfKnown } from '#domain/shared/currency.ts';
import { Money } from '#domain/shared/money.ts';
import { definitionOf } from '#interfaces/http/response/schema-definition.ts';
import { moneyWire } from '#interfaces/http/wire/wire.ts';

/** A column of a CSV file: its name, and its cell of a thing as JSON shows it. */
export interface CsvColumn {
  readonly name: string;
  readonly cellOf: (thing: unknown) => string;
}

type Fields = Readonly<Record<string, unknown>>;

/** An amount as JSON shows it: in minor units. */
interface Amount {
  readonly amount: number;
  readonly currency: CurrencyCode;
}

/**
 * The columns of things of a view. A field is a column under its own name, one of an object within
 * it under both (`address.city`). An amount is a decimal in major units; its currency stands in
 * `currency`, or where the thing has none of its own, in a column behind it. Lists of texts are
 * joined by `; `, everything else that is no single value is JSON.
 */
export const csvColumnsOf = (view: z.ZodType): readonly CsvColumn[] =>
  columnsAt(view, [], 'currency' in (definitionOf(plain(view)).shape ?? {}));

const columnsAt = (
  schema: z.ZodType,
  path: readonly string[],
  hasCurrency: boolean,
): readonly CsvColumn[] => {
  const bare = plain(schema);
  const { type, shape } = definitionOf(bare);
  if (isMoney(bare)) return amountColumns(path, hasCurrency);
  if (type !== 'object')
    return [{ name: path.join('.'), cellOf: (thing) => textOf(at(thing, path)) }];
  return Object.entries(shape).flatMap(([name, field]) =>
    columnsAt(field, [...path, name], hasCurrency),
  );
};

const amountColumns = (path: readonly string[], hasCurrency: boolean): readonly CsvColumn[] => {
  const amountIn = (thing: unknown) => at(thing, path) as Amount | null | undefined;
  const name = path.join('.');
  const column = { name, cellOf: (thing: unknown) => decimalOf(amountIn(thing)) };
  if (hasCurrency) return [column];
  const cellOf = (thing: unknown) => amountIn(thing)?.currency ?? '';
  return [column, { name: `${name}.currency`, cellOf }];
};

/** The schema within those that only say whether a value may be missing. */
const plain = (schema: z.ZodType): z.ZodType => {
  const { type, innerType } = definitionOf(schema);
  return wrappers.includes(type) ? plain(innerType) : schema;
};

const wrappers = ['nullable', 'optional', 'nonoptional', 'readonly', 'default', 'prefault'];

// A schema that says more of an amount is a copy, but its parts are the same.
const isMoney = (schema: z.ZodType): boolean =>
  definitionOf(schema).in === definitionOf(moneyWire).in;

const at = (thing: unknown, path: readonly string[]): unknown => {
  let value = thing;
  for (const name of path) {
    if (value === null || value === undefined) return value;
    value = (value as Fields)[name];
  }
  return value;
};

const decimalOf = (given: Amount | null | undefined): string => {
  if (given === null || given === undefined) return '';
  // Nobody knows where the point stands in an amount of a currency that is in no list.
  if (digitsIfKnown(given.currency) === undefined) return String(given.amount);
  return Money.of(BigInt(given.amount), given.currency).toDecimal();
};

const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) {
    return value.join('; ');
  }
  return JSON.stringify(value);
};
